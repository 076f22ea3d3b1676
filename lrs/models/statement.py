import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lrs.permissions import READ_JOURNAL


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "StatementQuerySet":
        """All for whom a role lets read the journal; one's own for everybody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.may(READ_JOURNAL) else self.filter(user=user)

    def real(self) -> "StatementQuerySet":
        """Without what made-up people of sandboxes did."""
        return self.filter(Q(user=None) | Q(user__is_made_up=False))


class Statement(models.Model):
    """One xAPI statement: its JSON as it is sent out again, and beside it the columns it is found by.

    `…_key` columns are sixteen-byte hashes (lrs.validation.facts.key_of) of identifiers of any length. Rows are written by
    lrs.domain.storing alone, and never change but for `voided` and the pseudonym of an erased person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="statements")
    verb = models.TextField(_("verb"))
    activity = models.TextField(_("activity"), blank=True)
    actor_key = models.UUIDField(null=True, editable=False)
    verb_key = models.UUIDField(null=True, editable=False)
    activity_key = models.UUIDField(null=True, editable=False)
    authority_key = models.UUIDField(null=True, editable=False)
    registration = models.UUIDField(_("registration"), null=True, blank=True)
    timestamp = models.DateTimeField(_("time of the event"))
    stored = models.DateTimeField(_("stored"), default=timezone.now)
    is_platform = models.BooleanField(_("said by the platform"), default=True)
    voided = models.BooleanField(_("voided"), default=False)
    raw = models.TextField(_("statement"))

    objects = StatementQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("learning record")
        verbose_name_plural = _("learning records")
        ordering = ["-stored", "-id"]
        indexes = [
            models.Index(fields=["stored", "id"], name="lrs_by_time"),
            models.Index(fields=["actor_key", "stored"], name="lrs_by_actor", condition=Q(actor_key__isnull=False)),
            models.Index(fields=["verb_key", "stored"], name="lrs_by_verb"),
            models.Index(fields=["activity_key", "stored"], name="lrs_by_activity", condition=Q(activity_key__isnull=False)),
            models.Index(fields=["registration", "stored"], name="lrs_by_registration", condition=Q(registration__isnull=False)),
            models.Index(fields=["authority_key", "stored"], name="lrs_by_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.activity}"

    @cached_property
    def body(self) -> dict:
        """The statement as read from its JSON."""
        return json.loads(self.raw)
