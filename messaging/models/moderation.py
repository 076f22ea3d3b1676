from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.enums import Decision
from messaging.permissions import DECIDE_REPORTS


class Block(models.Model):
    """A person who wants no more messages from another; never effective against whoever accompanies them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("blocked"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("person blocked")
        verbose_name_plural = _("people blocked")
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(user=F("blocked")), name="nobody_blocks_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.blocked}"


class MessageReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MessageReportQuerySet":
        """By a national role: all. By a regional one: those of its regions, but for what one of those who decide there wrote."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach(DECIDE_REPORTS)
        return self if reach.everywhere else self.filter(national=False, message__conversation__region__in=reach.regions)

    def waiting(self) -> "MessageReportQuerySet":
        return self.filter(decision="")


class Report(models.Model):
    """A message that a reader found out of place, and what a manager decided. The row is its own trace."""

    message = models.ForeignKey("messaging.Message", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reported by"))
    reason = models.TextField(_("reason"), max_length=2000)
    national = models.BooleanField(_("for national managers only"), default=False)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = MessageReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["decision", "-created_at"])]
        constraints = [
            models.UniqueConstraint(fields=["message", "reporter"], name="reported_once"),
            models.CheckConstraint(condition=Q(decision="") | Q(decided_at__isnull=False), name="report_decided_has_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter} · {self.message}"
