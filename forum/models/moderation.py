from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostVersion(models.Model):
    """What a message said before it was changed, for moderators."""

    post = models.ForeignKey("forum.Post", models.CASCADE, related_name="versions")
    text = models.TextField(_("message"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("former version of a message")
        verbose_name_plural = _("former versions of messages")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.post} · {self.replaced_at:%Y-%m-%d %H:%M}"


class ReportQuerySet(models.QuerySet):
    def open(self) -> "ReportQuerySet":
        return self.filter(closed_at__isnull=True)


class Report(models.Model):
    """A message that somebody reported to those who run the session."""

    post = models.ForeignKey("forum.Post", models.CASCADE, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reported by"))
    reason = models.CharField(_("what is wrong"), max_length=500)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    closed_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="forum_report_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.post}"
