import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.domain.stored import private_storage
from jobs.models import Job
from sessions.enums import ArchiveKind


class Certificate(models.Model):
    """A certificate of completion, as it was issued: `content` is what is printed, whatever changes later."""

    enrolment = models.OneToOneField("training_sessions.Enrolment", models.PROTECT, related_name="certificate")
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return self.code


class DocumentArchive(Job):
    """All documents of one kind of a session in one zip, made in the background."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="archives")
    kind = models.CharField(_("kind"), max_length=15, choices=ArchiveKind.choices, default=ArchiveKind.CERTIFICATES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.FileField(storage=private_storage, upload_to="certificates/", blank=True)

    class Meta:
        verbose_name = _("documents in one file")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.session}"

    def perform(self) -> None:
        from sessions.domain.archives import build_archive

        build_archive(self)
