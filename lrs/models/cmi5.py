import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lrs.models.credential import Credential


class LaunchMode(models.TextChoices):
    """cmi5, 10: what is recorded of a session. The values are the specification's."""

    NORMAL = "Normal", _("normal")
    BROWSE = "Browse", _("browse")
    REVIEW = "Review", _("review")


class MoveOn(models.TextChoices):
    """cmi5, 13.1.4: what an assignable unit asks of the learner. The values are the specification's."""

    PASSED = "Passed", _("passed")
    COMPLETED = "Completed", _("completed")
    COMPLETED_AND_PASSED = "CompletedAndPassed", _("completed and passed")
    COMPLETED_OR_PASSED = "CompletedOrPassed", _("completed or passed")
    NOT_APPLICABLE = "NotApplicable", _("not applicable")


class Cmi5SessionQuerySet(models.QuerySet):
    def running(self) -> "Cmi5SessionQuerySet":
        """Launched, and neither terminated nor abandoned."""
        return self.filter(terminated_at__isnull=True, abandoned_at__isnull=True)

    def of_unit(self, *, registration: uuid.UUID, activity_key: uuid.UUID) -> "Cmi5SessionQuerySet":
        """All sessions of one assignable unit in one registration, in the order in which they are locked."""
        return self.filter(registration=registration, activity_key=activity_key).order_by("pk")


class Cmi5Session(models.Model):
    """One launch of an assignable unit, until it is terminated or abandoned (cmi5, 3.0). Its id is the session id (9.6.3.1).

    The moments of what the unit said (`initialized_at` … `terminated_at`, `last_at`) are the timestamps of its statements, by
    which cmi5 orders them (9.3). Rows are written by lrs.domain.cmi5 alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cmi5_sessions")
    credential = models.OneToOneField(Credential, models.SET_NULL, null=True, blank=True, related_name="cmi5_session")
    registration = models.UUIDField(_("registration"))
    activity = models.TextField(_("activity"))
    activity_key = models.UUIDField(editable=False)
    launch_mode = models.CharField(_("mode"), max_length=10, choices=LaunchMode.choices, default=LaunchMode.NORMAL)
    move_on = models.CharField(_("what is asked"), max_length=20, choices=MoveOn.choices, default=MoveOn.NOT_APPLICABLE)
    mastery_score = models.DecimalField(_("score to reach"), max_digits=5, decimal_places=4, null=True, blank=True)
    context_template = models.JSONField(default=dict)
    fetch_hash = models.CharField(max_length=64, unique=True)
    launched_at = models.DateTimeField(_("launched"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    fetched_at = models.DateTimeField(null=True, blank=True)
    launch_data_read_at = models.DateTimeField(null=True, blank=True)
    preferences_read_at = models.DateTimeField(null=True, blank=True)
    initialized_at = models.DateTimeField(_("initialized"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    passed_at = models.DateTimeField(_("passed"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    terminated_at = models.DateTimeField(_("terminated"), null=True, blank=True)
    abandoned_at = models.DateTimeField(_("abandoned"), null=True, blank=True)
    last_at = models.DateTimeField(_("last record"), null=True, blank=True)

    objects = Cmi5SessionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cmi5 session")
        verbose_name_plural = _("cmi5 sessions")
        ordering = ["-launched_at"]
        indexes = [
            models.Index(fields=["registration", "activity_key"], name="lrs_cmi5_by_unit"),
            models.Index(
                fields=["expires_at"], name="lrs_cmi5_running", condition=Q(terminated_at__isnull=True, abandoned_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mastery_score__isnull=True) | Q(mastery_score__gte=0, mastery_score__lte=1), name="lrs_cmi5_mastery"
            ),
            models.CheckConstraint(condition=Q(passed_at__isnull=True) | Q(failed_at__isnull=True), name="lrs_cmi5_one_verdict"),
            models.UniqueConstraint(
                fields=["registration", "activity_key"], condition=Q(completed_at__isnull=False), name="lrs_cmi5_completed_once"
            ),
            models.UniqueConstraint(
                fields=["registration", "activity_key"], condition=Q(passed_at__isnull=False), name="lrs_cmi5_passed_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_over(self) -> bool:
        return bool(self.terminated_at or self.abandoned_at) or self.expires_at <= timezone.now()
