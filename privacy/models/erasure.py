from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from privacy.enums import Ground


class Erasure(Job):
    """The erasure of one person: the job that does it, then its line in the journal, without the erased data.

    key: stands for the person's former identifier (privacy.domain.journal.key_of). person: the row that now bears a pseudonym.
    outcome: [{"model", "fate", "rows", "why"}], one for each kind of data in which there was something.
    files: [[storage, name]] that are still to be removed.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="erasures", verbose_name=_("person"))
    ground = models.CharField(_("rule"), max_length=10, choices=Ground.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    replayed_at = models.DateTimeField(_("erased again after a restore"), null=True, blank=True)
    outcome = models.JSONField(_("what was done"), default=list)
    files = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.key[:12]

    def perform(self) -> None:
        from privacy.domain.erasing import erase

        erase(self)
