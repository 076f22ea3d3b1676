import uuid
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from accounts.models.user import fold
from accounts.reach import Reach
from sessions.enums import EnrolmentState, Phase, SessionState, TutorRole
from sessions.models.roles import in_reach
from sessions.permissions import EDIT_SESSIONS, FOLLOW_LEARNERS, SEE_SESSIONS

ACTIVE = Q(enrolments__state=EnrolmentState.ACTIVE)


class SessionQuerySet(models.QuerySet):
    def open(self) -> "SessionQuerySet":
        return self.filter(state=SessionState.OPEN)

    def real(self) -> "SessionQuerySet":
        """Without those of sandboxes."""
        return self.filter(region__is_sandbox=False)

    def running(self, now=None) -> "SessionQuerySet":
        """Confirmed sessions whose access is open at `now`."""
        now = now or timezone.now()
        return self.open().filter(opens_at__lte=now, closes_at__gt=now)

    def upcoming(self, now=None) -> "SessionQuerySet":
        return self.exclude(state=SessionState.CANCELLED).filter(opens_at__gt=now or timezone.now())

    def over(self, now=None) -> "SessionQuerySet":
        return self.filter(closes_at__lte=now or timezone.now())

    def in_phase(self, phase: str, now=None) -> "SessionQuerySet":
        now = now or timezone.now()
        match phase:
            case Phase.DRAFT | Phase.CANCELLED:
                return self.filter(state=phase)
            case Phase.UPCOMING:
                return self.open().filter(opens_at__gt=now)
            case Phase.RUNNING:
                return self.running(now)
            case Phase.OVER:
                return self.open().over(now)
        return self

    def search(self, words: str) -> "SessionQuerySet":
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_figures(self) -> "SessionQuerySet":
        """learner_count, succeeded_count, silent_count (never came), mean_percent and has_tutor on each session."""
        tutors = SessionTutor.objects.filter(session=OuterRef("pk")).exclude(role=TutorRole.TRAINER)
        return self.annotate(
            learner_count=Count("enrolments", filter=ACTIVE),
            succeeded_count=Count("enrolments", filter=ACTIVE & Q(enrolments__succeeded=True)),
            silent_count=Count("enrolments", filter=ACTIVE & Q(enrolments__first_visit_at__isnull=True)),
            mean_percent=Avg("enrolments__percent", filter=ACTIVE),
            has_tutor=Exists(tutors),
        ).select_related("region", "pathway")

    def with_permission(self, user, permission) -> "SessionQuerySet":
        """Sessions in which the person's roles allow it: those of their regions, those that name them, all for a national role."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(in_reach(user.reach(permission)))

    def managed_by(self, user) -> "SessionQuerySet":
        """Those that the person may change."""
        return self.with_permission(user, EDIT_SESSIONS)

    def together(self, user, permission) -> "SessionQuerySet":
        """All regions at once: without sandboxes, unless the permission holds in nothing else."""
        return self if Region.objects.only_sandboxes(user, permission) else self.real()

    def tutored_by(self, user) -> "SessionQuerySet":
        """Confirmed sessions the person is attached to as tutor or trainer."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(pk__in=SessionTutor.objects.filter(user=user).values("session")).open()

    def followed_by(self, user) -> "SessionQuerySet":
        """Confirmed sessions whose learners the person accompanies: as their tutor, or by a role."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if not (reach := user.reach(FOLLOW_LEARNERS)):
            return self.tutored_by(user)
        named = SessionTutor.objects.filter(user=user).values("session")
        return self.filter(Q(pk__in=named) | in_reach(reach)).open()

    def visible_to(self, user) -> "SessionQuerySet":
        """Sessions that a role shows, tutored, or followed (an active enrolment in a confirmed session)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.open_to(user.pk, user.reach(SEE_SESSIONS))

    def open_to(self, user_id: int, reach: Reach) -> "SessionQuerySet":
        """The same for the id of somebody whose account is open, whose roles reach so far."""
        if reach.everywhere:
            return self
        from sessions.models.enrolment import Enrolment

        followed = Enrolment.objects.filter(user=user_id).active().values("session")
        tutored = SessionTutor.objects.filter(user=user_id).values("session")
        confirmed = Q(state=SessionState.OPEN) & (Q(pk__in=followed) | Q(pk__in=tutored))
        return self.filter(confirmed | in_reach(reach))


class TrainingSession(models.Model):
    """A pathway made available to a group for a period, run by one region (CMA-S5).

    opens_at and closes_at follow from the dates in the region's time zone: from the first day's midnight
    to the end of the last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pathway = models.ForeignKey("pathways.PathwayPage", models.PROTECT, related_name="training_sessions", verbose_name=_("pathway"))
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="training_sessions", verbose_name=_("region"))
    name = models.CharField(_("name of the session"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=SessionState.choices, default=SessionState.DRAFT)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_at = models.DateTimeField(_("access opens"), editable=False)
    closes_at = models.DateTimeField(_("access closes"), editable=False)
    places = models.PositiveSmallIntegerField(_("places"), default=12, validators=[MinValueValidator(1)])
    welcome = models.TextField(_("message to the learners"), blank=True)
    search_text = models.CharField(max_length=500, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    # The region as it was read.
    _stored_region_id: int | None = None

    # Set by SessionQuerySet.with_figures().
    learner_count: int
    succeeded_count: int
    silent_count: int
    mean_percent: float | None
    has_tutor: bool

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-starts_on", "name"]
        indexes = [models.Index(fields=["region", "-starts_on"]), models.Index(fields=["closes_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="session_dates_in_order",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self._stay_where_it_is()
        zone = self.region.zone
        self.opens_at = datetime.combine(self.starts_on, time.min, tzinfo=zone)
        self.closes_at = datetime.combine(self.ends_on + timedelta(days=1), time.min, tzinfo=zone)
        self.search_text = fold(f"{self.name} {self.pathway.title}")[:500]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "opens_at", "closes_at", "search_text"}
        super().save(*args, **kwargs)

    def _stay_where_it_is(self) -> None:
        """A session goes neither into a sandbox nor out of it."""
        if not self._state.adding and self.region_id != self._stored_region_id:
            moved = TrainingSession.objects.filter(pk=self.pk).exclude(region__is_sandbox=self.region.is_sandbox)
            if moved.exists():
                raise ValidationError(_("A session goes neither into a sandbox nor out of it."))
            self._stored_region_id = self.region_id

    @classmethod
    def from_db(cls, db, field_names, values):
        session = super().from_db(db, field_names, values)
        session._stored_region_id = session.__dict__.get("region_id")
        return session

    @property
    def zone(self):
        return self.region.zone

    def phase(self, now=None) -> Phase:
        now = now or timezone.now()
        if self.state != SessionState.OPEN:
            return Phase(self.state)
        if now < self.opens_at:
            return Phase.UPCOMING
        return Phase.OVER if self.is_over(now) else Phase.RUNNING

    def is_running(self, now=None) -> bool:
        now = now or timezone.now()
        return self.state == SessionState.OPEN and self.opens_at <= now < self.closes_at

    def is_over(self, now=None) -> bool:
        return self.closes_at <= (now or timezone.now())

    def day_number(self, now=None) -> int:
        """Which day of the session it is, 1 on the first; 0 or less before."""
        today = (now or timezone.now()).astimezone(self.zone).date()
        return (today - self.starts_on).days + 1

    def days_left(self, now=None) -> int:
        """Days of access left, today included; 0 once over."""
        today = (now or timezone.now()).astimezone(self.zone).date()
        return max(0, (self.ends_on - today).days + 1)


class SessionTutor(models.Model):
    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="tutors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tutored", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=12, choices=TutorRole.choices)

    class Meta:
        verbose_name = _("tutor of a session")
        verbose_name_plural = _("tutors of a session")
        ordering = ["role", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "user", "role"], name="session_tutor_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
