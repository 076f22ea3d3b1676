from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.enums import RequestKind, RequestState


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last (regulation 1182/71, article 3)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for last in (day.day, 30, 29):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, 28)


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RequestQuerySet":
        """One's own; those of the people one sees, for who is in charge of people."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user__in=get_user_model().objects.visible_to(user))

    def open(self) -> "RequestQuerySet":
        return self.filter(state=RequestState.OPEN)


class Request(models.Model):
    """What a person asks of those in charge of their data, and the answer, due within a month (GDPR, article 12.3)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="privacy_requests", verbose_name=_("person"))
    kind = models.CharField(_("request"), max_length=12, choices=RequestKind.choices)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    due_on = models.DateField(_("answer due"))
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=["open", "accepted"]),
                name="privacy_request_once",
                violation_error_message=_("You have already asked for it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | Q(decided_at__isnull=False), name="privacy_request_decided_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.user}"

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def days_left(self) -> int:
        """Until the answer is due; below zero when it is late."""
        return (self.due_on - timezone.localdate()).days
