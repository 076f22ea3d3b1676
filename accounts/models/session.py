from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.devices import device_of


class OpenSessionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OpenSessionQuerySet":
        """One's own only: where and when others sign in is theirs to know."""
        return self.filter(user=user.pk) if user.is_authenticated and user.is_active else self.none()

    def running(self) -> "OpenSessionQuerySet":
        return self.filter(ends_at__gt=timezone.now())


class OpenSession(models.Model):
    """A session in which a person is signed in: what they see of it, and the key by which it is ended.

    ends_at: when it ends by itself unless it is used before (accounts.domain.sessions).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions", verbose_name=_("person"))
    key = models.CharField(max_length=40, unique=True, editable=False)
    opened_at = models.DateTimeField(_("opened"))
    seen_at = models.DateTimeField(_("last used"))
    ends_at = models.DateTimeField(_("ends"), db_index=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    agent = models.CharField(_("browser"), max_length=300, blank=True)

    objects = OpenSessionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")
        ordering = ["-seen_at", "pk"]

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        """The browser and the system, in words."""
        return device_of(self.agent)
