"""Backups and rehearsals as rows: when, how large, how long, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job, JobState


class BackupQuerySet(models.QuerySet):
    def there(self) -> "BackupQuerySet":
        """Those that can be restored, the latest first."""
        return self.filter(state=JobState.DONE, forgotten=False).order_by("-taken_at")


class Backup(Job):
    """A copy of everything at one moment. size: in bytes, before sealing; missing: files that went while it was made."""

    name = models.CharField(_("name"), max_length=40, blank=True, db_index=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)
    missing = models.PositiveIntegerField(_("files gone meanwhile"), default=0)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    forgotten = models.BooleanField(_("no longer kept"), default=False)

    objects = BackupQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def perform(self) -> None:
        from backups.domain.taking import take

        take(self)


class Rehearsal(Job):
    """A backup restored to a database made for that, and compared with what it was. report: lines for the reader."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    backup = models.CharField(_("backup"), max_length=40, blank=True)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    faults = models.JSONField(_("faults"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rehearsal of a restore")
        verbose_name_plural = _("rehearsals of a restore")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.backup} ({self.pk})"

    def perform(self) -> None:
        from backups.domain.rehearsing import rehearse

        rehearse(self)
