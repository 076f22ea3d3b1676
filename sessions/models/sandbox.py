# SPDX-License-Identifier: EUPL-1.2
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job


class SandboxDeed(models.TextChoices):
    FILL = "fill", _("Fill with made-up people")
    EMPTY = "empty", _("Empty")


class SandboxWork(Job):
    """A sandbox is filled, or emptied, in the background (decision 0089)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey("accounts.Region", models.CASCADE, related_name="sandbox_works", verbose_name=_("region"))
    deed = models.CharField(_("what"), max_length=10, choices=SandboxDeed.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by"))

    class Meta:
        verbose_name = _("work on a sandbox")
        verbose_name_plural = _("works on sandboxes")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} · {self.region}"

    def perform(self) -> None:
        from sessions.domain.sandbox import empty, fill

        if self.deed == SandboxDeed.FILL:
            fill(region=self.region, by=self.asked_by)
        else:
            empty(region=self.region)
