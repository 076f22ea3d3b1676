"""What each person has read: one row per thread and per forum, never per message."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, Value
from django.utils.translation import gettext_lazy as _

BEGINNING = Value(datetime(2000, 1, 1, tzinfo=UTC), output_field=DateTimeField())


class ForumVisit(models.Model):
    """The first and last time a person opened the forum of a session (CMA-1.4), and up to when all of it counts as read."""

    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)
    all_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("forum visit")
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="forum_visit_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.session}"


class ThreadMark(models.Model):
    """Up to which moment a person has read a thread, and whether they want to be told of new messages."""

    thread = models.ForeignKey("forum.Thread", models.CASCADE, related_name="marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(_("read up to"), null=True, blank=True)
    follows = models.BooleanField(_("is told of new messages"), default=False)

    class Meta:
        verbose_name = _("mark of a reader")
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="forum_mark_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.thread}"
