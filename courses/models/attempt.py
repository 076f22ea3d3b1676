import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import AttemptMode, AttemptState, CountedAttempt


class AttemptQuerySet(models.QuerySet):
    def counting(self) -> "AttemptQuerySet":
        """Attempts that are facts of a training: previews and read-agains are not."""
        return self.filter(mode=AttemptMode.NORMAL)

    def of(self, registration) -> "AttemptQuerySet":
        return self.filter(registration=registration)

    def with_counting_rule(self) -> "AttemptQuerySet":
        """Each with `counted`: which attempt makes the result of its activity, a CountedAttempt."""
        return self.annotate(counted=Coalesce("activity__scormpage__attempt_counted", Value(CountedAttempt.BEST)))

    def with_limit(self) -> "AttemptQuerySet":
        """Each with `allowed`: how many attempts its activity allows, 0 without a limit."""
        return self.annotate(allowed=Coalesce("activity__scormpage__attempts_allowed", "activity__quizpage__attempts_allowed", 0))

    def visible_to(self, user) -> "AttemptQuerySet":
        """A person's own. Others see them through the enrolment, in the apps above."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class Attempt(models.Model):
    """One try of one person at one library object, within one registration (an enrolment's xAPI registration).

    success is None while unknown. score is the share of the maximum, from 0 to 1 (SCORM's scaled can be
    negative: it is kept from -1). seconds is credited time, never counted twice (courses.domain.timekeeping).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts", verbose_name=_("person"))
    registration = models.UUIDField(_("registration"))
    activity = models.ForeignKey("courses.LibraryObject", models.PROTECT, related_name="attempts", verbose_name=_("activity"))
    number = models.PositiveIntegerField(_("number"), default=1)
    mode = models.CharField(_("mode"), max_length=10, choices=AttemptMode.choices, default=AttemptMode.NORMAL)
    state = models.CharField(_("state"), max_length=10, choices=AttemptState.choices, default=AttemptState.RUNNING)
    completed = models.BooleanField(_("completed"), default=False)
    success = models.BooleanField(_("success"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    raw_score = models.DecimalField(_("points"), max_digits=12, decimal_places=4, null=True, blank=True)
    max_score = models.DecimalField(_("maximum"), max_digits=12, decimal_places=4, null=True, blank=True)
    seconds = models.PositiveIntegerField(_("time spent, in seconds"), default=0)
    details = models.JSONField(_("details"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    last_activity_at = models.DateTimeField(_("last activity"), default=timezone.now)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    # Set by with_counting_rule and with_limit.
    counted: str = CountedAttempt.BEST
    allowed: int = 0

    objects = AttemptQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["registration", "activity", "number"]
        indexes = [models.Index(fields=["user", "-last_activity_at"])]
        constraints = [
            models.UniqueConstraint(fields=["registration", "activity", "number"], name="attempt_number_unique"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__gte=-1, score__lte=1), name="attempt_score_range"),
            models.CheckConstraint(condition=~Q(state="finished") | Q(finished_at__isnull=False), name="attempt_finished_has_date"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.user} · {self.number}"


class LearningClock(models.Model):
    """Until when a registration's time has been credited: the wall clock is spent only once.

    carried: the part of a second that was claimed and did not make a whole one yet, from 0 to below 1.
    """

    registration = models.UUIDField(primary_key=True)
    credited_until = models.DateTimeField()
    carried = models.FloatField(default=0)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.registration} · {self.credited_until}"
