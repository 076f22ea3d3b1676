import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.domain.stored import private_storage
from jobs.models import Job, JobState


def archive_name(instance, filename: str) -> str:
    return f"personal-data/{uuid.uuid4().hex}"


class ArchiveQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ArchiveQuerySet":
        """One's own, and nobody else's."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class Archive(Job):
    """All that is held on one person, as one zip for themselves alone (GDPR, articles 15 and 20)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    file = models.FileField(storage=private_storage, upload_to=archive_name, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True, blank=True)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of my data")
        verbose_name_plural = _("copies of my data")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_ready(self) -> bool:
        return self.state == JobState.DONE and bool(self.file) and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def perform(self) -> None:
        from privacy.domain.archives import build_archive

        build_archive(self)
