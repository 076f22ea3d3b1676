from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One night of retention in the journal. outcome: [{"model", "fate", "rows", "before"}], people erased under "accounts.User"."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    outcome = models.JSONField(_("what was done"), default=list)

    class Meta:
        verbose_name = _("application of the rules of retention")
        verbose_name_plural = _("applications of the rules of retention")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
