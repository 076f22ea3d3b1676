# SPDX-License-Identifier: EUPL-1.2
"""The paper sheet of an event that comes back signed, as a scan or as photographs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.domain.stored import private_storage


def page_name(instance: "PaperPage", filename: str) -> str:
    return f"paper-sheets/{uuid.uuid4().hex}"


class PaperQuerySet(models.QuerySet):
    def standing(self) -> "PaperQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class PaperSheet(models.Model):
    """A signed paper sheet, or some of its pages. Withdrawn, it stays with who did that, when and why.

    replaces: the one withdrawn for it. emptied: its files are gone as well, for they showed something else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("training_sessions.SessionEvent", models.CASCADE, related_name="paper_sheets", verbose_name=_("event"))
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("withdrawn by")
    )
    reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    emptied = models.BooleanField(_("its pictures are erased"), default=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed paper sheet")
        verbose_name_plural = _("signed paper sheets")
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, reason="", emptied=False) | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="paper_sheet_withdrawn_says_why",
                violation_error_message=_("Say why the paper sheet is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.added_at:%Y-%m-%d}"

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None

    @property
    def page_count(self) -> int:
        """Sheets of paper, whatever the number of files."""
        return sum(page.pages for page in self.pages.all())


class PaperPage(models.Model):
    """A file of a paper sheet: a photograph written anew as JPEG, or a PDF as it came. sha256: of the file as it is stored.

    pages: how many it shows. file: "" once it is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(PaperSheet, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), storage=private_storage, upload_to=page_name, blank=True)
    media_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("page of a signed paper sheet")
        verbose_name_plural = _("pages of signed paper sheets")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="paper_page_number_once")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def extension(self) -> str:
        return "jpg" if self.is_picture else "pdf"
