from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommentBankQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommentBankQuerySet":
        """A tutor's own comments; nobody else reads them."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class CommentBankEntry(models.Model):
    """A comment a tutor writes often, kept to be put into a feedback with one gesture."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("tutor"))
    text = models.TextField(_("comment"), max_length=2000)
    created_at = models.DateTimeField(_("kept on"), auto_now_add=True)

    objects = CommentBankQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment kept")
        verbose_name_plural = _("comments kept")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], name="comment_kept_once", violation_error_message=_("You have already kept this comment.")
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ContactQuerySet":
        """What was written to the learners one follows, by whoever of the team wrote it."""
        from sessions.models import Enrolment

        return self.filter(enrolment__in=Enrolment.objects.followed_by(user))


class Contact(models.Model):
    """A message a tutor wrote to a learner: the log of the assistance given (Code du travail, D6313-3-1)."""

    enrolment = models.ForeignKey("training_sessions.Enrolment", models.CASCADE, related_name="contacts", verbose_name=_("learner"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("tutor"))
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=5000)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a learner")
        verbose_name_plural = _("messages to learners")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["enrolment", "-sent_at"])]

    def __str__(self) -> str:
        return f"{self.subject} → {self.enrolment}"
