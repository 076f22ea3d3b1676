import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from sessions.enums import MailingKind


class Mailing(Job):
    """Letters to the learners of a session, each with documents of their own, written in the background: to `people`, or to all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="mailings")
    kind = models.CharField(_("kind"), max_length=15, choices=MailingKind.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    people = models.ManyToManyField("training_sessions.Enrolment", blank=True, related_name="mailings", verbose_name=_("learners"))

    class Meta:
        verbose_name = _("letters to the learners of a session")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.session}"

    def perform(self) -> None:
        from sessions.domain.mailings import write_letters

        write_letters(self)
