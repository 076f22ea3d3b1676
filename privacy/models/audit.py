"""The audit log: rows are added and read. Triggers of the database refuse the rest (migration 0003)."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.enums import Action


class AuditEntryQuerySet(models.QuerySet):
    def search(self, *, who: str = "", action: str = "", first: date | None = None, last: date | None = None) -> "AuditEntryQuerySet":
        """Done by or about people of that name or address; of an action; between two days, both included."""
        found = self
        if who:
            people = list(get_user_model().objects.search(who).values_list("pk", flat=True)[:200])
            found = found.filter(Q(actor__in=people) | Q(person__in=people))
        days = {"at__date__gte": first, "at__date__lte": last}
        wanted = {"action": action or None, **days}
        return found.filter(**{name: value for name, value in wanted.items() if value is not None})


class AuditEntry(models.Model):
    """Who did what to which object, when, from where and under which roles.

    actor, person: ids of people (who did it; whom it is about), and no relations: nothing of a person is in a row, so that
    erasing them leaves the log as it was. before, after: the watched columns that changed; of an identity only that it did.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.BigIntegerField(_("who"), null=True)
    person = models.BigIntegerField(_("about whom"), null=True)
    roles = models.CharField(_("roles"), max_length=300, blank=True)
    action = models.CharField(_("what"), max_length=12, choices=Action.choices)
    model = models.CharField(_("object"), max_length=80, blank=True)
    object_id = models.CharField(_("its number"), max_length=64, blank=True)
    view = models.CharField(_("page"), max_length=100, blank=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)

    objects = AuditEntryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["person", "-id"], name="audit_by_person"),
            models.Index(fields=["model", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.model} {self.object_id}"


class AuditLink(models.Model):
    """The chain of the log: each digest covers its entry and the digest before. previous is unique: the chain never forks."""

    entry = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("link of the audit log")

    def __str__(self) -> str:
        return self.digest[:12]


class AuditPurge(models.Model):
    """Entries from before a moment went; the chain goes on after `digest`. Without such a row no entry can be deleted."""

    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("end of the time of keeping of the audit log")

    def __str__(self) -> str:
        return f"{self.before:%Y-%m-%d}"
