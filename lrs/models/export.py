from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from lrs.models.attachment import private_files


class ExportFormat(models.TextChoices):
    CSV = "csv", _("Table (CSV)")
    JSONL = "jsonl", _("Statements (JSON Lines)")


class StatementExport(Job):
    """The statements that a filter of the journal chooses, as a file."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="statement_exports")
    format = models.CharField(_("form"), max_length=10, choices=ExportFormat.choices)
    filters = models.JSONField(_("filter"), default=dict)
    file = models.FileField(_("file"), storage=private_files, max_length=200, blank=True)

    class Meta:
        verbose_name = _("export of the journal")
        verbose_name_plural = _("exports of the journal")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.pk}"

    def perform(self) -> None:
        from lrs.domain.exporting import write_export

        write_export(self)
