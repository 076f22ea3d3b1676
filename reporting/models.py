import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.package import private_storage
from jobs.models import Job, JobState


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


def export_name(instance, filename: str) -> str:
    """A generated name: nothing of the table's title reaches the disk."""
    return f"exports/{uuid.uuid4().hex}"


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ExportQuerySet":
        """One's own: what an export holds depends on who asked for it."""
        return self.filter(asked_by=user) if user.is_authenticated and user.is_active else self.none()

    def told_to(self, user) -> "ExportQuerySet":
        """Who made which, without the files: all for whom a role lets, one's own for the others."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.may("see_exports") else self.filter(asked_by=user)


class Export(Job):
    """A table written to a file in the background, for the person who asked. The row outlives its file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="exports", verbose_name=_("asked by"))
    table = models.CharField(_("table"), max_length=30)
    title = models.CharField(_("title"), max_length=250)
    format = models.CharField(_("format"), max_length=5, choices=ExportFormat.choices)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    order = models.CharField(_("order"), max_length=60, blank=True)
    file = models.FileField(storage=private_storage, upload_to=export_name, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["asked_by", "-created_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        """Is there a file to fetch?"""
        return self.state == JobState.DONE and bool(self.file) and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def perform(self) -> None:
        from reporting.domain.exports import build_export

        build_export(self)


class SavedReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SavedReportQuerySet":
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class SavedReport(models.Model):
    """A report of one's own: a table with the columns and filters one chose, under a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_reports", verbose_name=_("person"))
    name = models.CharField(_("name of the report"), max_length=120)
    table = models.CharField(_("table"), max_length=30)
    columns = models.JSONField(_("columns"), default=list)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    order = models.CharField(_("order"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SavedReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of one's own")
        verbose_name_plural = _("reports of one's own")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="report_name_once", violation_error_message=_("You already have a report of this name.")
            ),
            models.CheckConstraint(condition=~Q(name=""), name="report_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
