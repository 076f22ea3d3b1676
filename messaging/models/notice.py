import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from messaging.enums import Channel


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """A person's own, those that are kept on the platform."""
        return self.shown_to(user.pk) if user.is_authenticated and user.is_active else self.none()

    def shown_to(self, user_id: int) -> "NoticeQuerySet":
        """The same for the id of somebody whose account is open."""
        return self.filter(user=user_id, shown=True)

    def kept_in_for(self, user) -> "NoticeQuerySet":
        """What would have left for the made-up people that the person sees (decision 0089)."""
        from accounts.models import User

        return self.filter(kept_in=True, user__in=User.objects.visible_to(user).filter(is_made_up=True))

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def awaiting_digest(self) -> "NoticeQuerySet":
        return self.filter(channel=Channel.DIGEST, digest=None, sent_at=None, kept_in=False)


class Notice(Job):
    """Something told to one person. `key` makes it unique: the same event never tells twice.

    As a job it is the sending of its mail; one that is told otherwise is over from the start.
    """

    key = models.CharField(_("key"), max_length=200, unique=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=50)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person"))
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices, default=Channel.MAIL)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    link = models.CharField(_("leads to"), max_length=500, blank=True)
    reply_to = models.CharField(_("reply to"), max_length=254, blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    kept_in = models.BooleanField(_("kept in, for a made-up person"), default=False)
    shown = models.BooleanField(_("kept on the platform"), default=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    digest = models.ForeignKey("messaging.Digest", models.SET_NULL, null=True, blank=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_person"),
            models.Index(fields=["user"], condition=Q(shown=True, read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["user", "created_at"], condition=Q(channel="digest", digest__isnull=True), name="notice_for_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.user}"

    def perform(self) -> None:
        from messaging.domain.sending import deliver

        deliver(self)


class Digest(Job):
    """The summary of one day for one person, made of the notices that waited for it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("summary of a day")
        verbose_name_plural = _("summaries of a day")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.user} · {self.day}"

    def perform(self) -> None:
        from messaging.domain.digests import deliver_digest

        deliver_digest(self)


class NoticeChoice(models.Model):
    """How a person wants to hear of a kind of notice; without a row, the kind's own way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=50)
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)

    class Meta:
        verbose_name = _("choice about a notice")
        verbose_name_plural = _("choices about notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} · {self.channel}"
