from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import Job

VERSIONS = [("2.0.0", "xAPI 2.0"), ("1.0.3", "xAPI 1.0.3")]


class ForwardTarget(Job):
    """Another record store that gets our statements in order; the row is its own job, done when it has all there is.

    `at`, `at_id`: the last statement that it has. `failures`: in a row; the next try is at `next_try_at`.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    url = models.URLField(_("address"), max_length=300, help_text=_("Of its xAPI, such as https://lrs.example.fr/xapi/"))
    version = models.CharField(_("version"), max_length=10, choices=VERSIONS, default="2.0.0")
    key = models.CharField(_("key"), max_length=200)
    sealed_secret = models.TextField(editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    verb = models.CharField(_("this verb only"), max_length=300, blank=True)
    activity = models.CharField(_("this activity only"), max_length=500, blank=True)
    registration = models.UUIDField(_("this registration only"), null=True, blank=True)
    platform_only = models.BooleanField(_("only what the platform says"), default=False)
    at = models.DateTimeField(_("sent up to"), default=timezone.now)
    at_id = models.UUIDField(null=True, editable=False)
    sent = models.PositiveBigIntegerField(_("sent"), default=0, editable=False)
    refused = models.PositiveBigIntegerField(_("refused"), default=0, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False)
    last_error = models.TextField(_("last problem"), blank=True, editable=False)

    class Meta:
        verbose_name = _("record store to feed")
        verbose_name_plural = _("record stores to feed")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def perform(self) -> None:
        from lrs.domain.forwarding import forward

        forward(self)
