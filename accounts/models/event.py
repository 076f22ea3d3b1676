from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    PASSWORD_RESET_ASKED = "password_reset_asked", _("New password asked for")
    LOCKED = "locked", _("Sign-in locked after wrong passwords")
    UNLOCKED = "unlocked", _("Sign-in unlocked")
    FACTOR_ADDED = "factor_added", _("Second step added")
    FACTOR_REMOVED = "factor_removed", _("Second step removed")
    FACTORS_RESET = "factors_reset", _("Second step reset by someone in charge")
    PROVIDER_CONNECTED = "provider_connected", _("Connected to the sign-in of an organisation")
    PROVIDER_DISCONNECTED = "provider_disconnected", _("Disconnected from the sign-in of an organisation")
    PROVIDER_REFUSED = "provider_refused", _("Sign-in through an organisation refused")
    SEEN_AS = "seen_as", _("Page seen as this person")


class AccountEventQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AccountEventQuerySet":
        """What happened to the accounts of the people one sees."""
        from accounts.models.user import User

        return self.filter(user__in=User.objects.visible_to(user))


class AccountEvent(models.Model):
    """Something that happened to the way into an account. Rows are only added.

    by: who did it when it was not the person; address: from where, when a request did it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="events", verbose_name=_("person"))
    kind = models.CharField(_("what"), max_length=30, choices=EventKind.choices)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    objects = AccountEventQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="account_event_of_person"),
            models.Index(fields=["at"], name="account_event_at"),
        ]
        constraints = [models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="account_event_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.user_id}"
