import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.enums import EnrolmentState, SessionState, StepState
from sessions.models.roles import in_reach
from sessions.permissions import SEE_SESSIONS


class EnrolmentQuerySet(models.QuerySet):
    def active(self) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.ACTIVE)

    def of_learner(self, user) -> "EnrolmentQuerySet":
        """A learner's own, in confirmed sessions."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.confirmed_of(user.pk)

    def confirmed_of(self, user_id: int) -> "EnrolmentQuerySet":
        """The same for the id of somebody whose account is open."""
        return self.active().filter(user=user_id, session__state=SessionState.OPEN)

    def followed_by(self, user) -> "EnrolmentQuerySet":
        """Enrolments of the sessions whose learners the person accompanies."""
        from sessions.models.session import TrainingSession

        return self.active().filter(session__in=TrainingSession.objects.followed_by(user))

    def with_permission(self, user, permission) -> "EnrolmentQuerySet":
        """Enrolments of the sessions in which the person's roles allow it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(in_reach(user.reach(permission), "session"))

    def visible_to(self, user) -> "EnrolmentQuerySet":
        """One's own, those one tutors, those of the sessions that a role shows."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = user.reach(SEE_SESSIONS)
        if reach.everywhere:
            return self
        from sessions.models.session import TrainingSession

        own = Q(user=user, state=EnrolmentState.ACTIVE, session__state=SessionState.OPEN)
        tutored = Q(state=EnrolmentState.ACTIVE, session__in=TrainingSession.objects.tutored_by(user))
        return self.filter(own | tutored | in_reach(reach, "session"))

    def with_people(self) -> "EnrolmentQuerySet":
        return self.select_related("user", "session", "session__region", "session__pathway")


class Enrolment(models.Model):
    """A learner in a session. `registration` ties every fact of learning to it (xAPI context.registration).

    percent, minutes_left, seconds and succeeded are derived from facts by sessions.domain.progress.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("training_sessions.TrainingSession", models.PROTECT, related_name="enrolments", verbose_name=_("session"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments", verbose_name=_("learner"))
    registration = models.UUIDField(_("registration"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.ACTIVE)
    created_at = models.DateTimeField(_("enrolled"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    first_visit_at = models.DateTimeField(_("first visit"), null=True, blank=True)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("progress, in percent"), default=0)
    minutes_left = models.PositiveIntegerField(_("minutes left"), default=0)
    seconds = models.PositiveIntegerField(_("time spent, in seconds"), default=0)
    succeeded = models.BooleanField(_("succeeded"), default=False)
    succeeded_at = models.DateTimeField(_("succeeded on"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["user__last_name", "user__first_name", "pk"]
        indexes = [models.Index(fields=["user", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"], name="enrolled_once", violation_error_message=_("This person is already enrolled.")
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="enrolment_percent_range"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.session}"


class StepProgress(models.Model):
    """Where a learner stands at one step: derived from attempts and presences, rebuilt at will."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="step_progress")
    step = models.ForeignKey("pathways.Step", models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=StepState.choices, default=StepState.TODO)
    completed = models.BooleanField(_("finished"), default=False)
    success = models.BooleanField(_("success"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    seconds = models.PositiveIntegerField(_("time spent, in seconds"), default=0)
    first_at = models.DateTimeField(_("begun"), null=True, blank=True)
    last_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    completed_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("progress at a step")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step"], name="step_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.step_id} · {self.state}"
