from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions.enums import THERE, EventKind, PresenceStatus, SessionState, SheetState
from sessions.permissions import KEEP_ATTENDANCE, RUN_CLASSES


class EventQuerySet(models.QuerySet):
    def kept_by(self, user) -> "EventQuerySet":
        """Events whose attendance sheet the person keeps: by a role, as a tutor of the session, as the event's trainer.

        Of a session they only run the virtual classes of, those.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        from sessions.models.session import TrainingSession

        kept, run = (TrainingSession.objects.with_permission(user, one).values("pk") for one in (KEEP_ATTENDANCE, RUN_CLASSES))
        tutored = Q(session__in=TrainingSession.objects.tutored_by(user).values("pk"))
        led = Q(trainer=user, session__state=SessionState.OPEN)
        return self.filter(Q(session__in=kept) | Q(session__in=run, kind=EventKind.VIRTUAL_CLASS) | tutored | led)

    def visible_to(self, user) -> "EventQuerySet":
        """Those kept, and those of the sessions followed."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        from sessions.models.session import TrainingSession

        visible = Q(session__in=TrainingSession.objects.visible_to(user).values("pk"))
        return self.filter(visible | Q(trainer=user, session__state=SessionState.OPEN))

    def with_people(self) -> "EventQuerySet":
        return self.select_related("session__region", "session__pathway", "trainer", "sheet_closed_by")


class SessionEvent(models.Model):
    """A virtual class or in-person half-day of a session: the date of one of its pathway's activities.

    sheet_*: the attendance sheet. Closed means validated by a person; corrected since, it waits to be validated again.
    """

    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=15, choices=EventKind.choices)
    activity = models.ForeignKey(
        "courses.LibraryObject", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.TextField(_("place"), blank=True)
    link = models.URLField(_("link of the virtual class"), blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("trainer")
    )
    sheet_state = models.CharField(_("attendance sheet"), max_length=10, choices=SheetState.choices, default=SheetState.OPEN)
    sheet_closed_at = models.DateTimeField(_("sheet validated"), null=True, blank=True)
    sheet_closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sheet validated by")
    )

    # Set by sessions.domain.attendance.with_counts(); papers, the signed paper sheets that stand, by with_papers() too.
    noted: int
    signed: int
    learners: int
    papers: list

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_times_in_order",
                violation_error_message=_("The end comes after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(sheet_state=SheetState.OPEN, sheet_closed_at__isnull=True)
                | (~Q(sheet_state=SheetState.OPEN) & Q(sheet_closed_at__isnull=False)),
                name="event_sheet_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_sheet_open(self) -> bool:
        return self.sheet_state == SheetState.OPEN

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class PresenceQuerySet(models.QuerySet):
    def there(self) -> "PresenceQuerySet":
        return self.filter(status__in=THERE)


class Presence(models.Model):
    """Who was there: noted by a person, at a time. arrived_at, left_at: of those late or gone early, where it is known."""

    event = models.ForeignKey(SessionEvent, models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey("training_sessions.Enrolment", models.CASCADE, related_name="presences")
    status = models.CharField(_("status"), max_length=10, choices=PresenceStatus.choices)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("validated by"))
    validated_at = models.DateTimeField(_("validated"), auto_now=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["event", "enrolment"], name="presence_once"),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(status=PresenceStatus.LATE), name="presence_arrival_of_the_late"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(status__in=[PresenceStatus.LATE, PresenceStatus.LEFT_EARLY]),
                name="presence_leaving_of_those_who_left",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(left_at__isnull=True) | Q(left_at__gt=F("arrived_at")),
                name="presence_times_in_order",
                violation_error_message=_("The time of leaving comes after the time of arrival."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.event}"

    @property
    def was_there(self) -> bool:
        return self.status in THERE

    @property
    def minutes(self) -> int:
        """How long the person was there, by what was noted; 0 for who was not."""
        return minutes_there(self.event, self.status, self.arrived_at, self.left_at)


def minutes_there(event: SessionEvent, status: str, arrived_at: datetime | None, left_at: datetime | None) -> int:
    if status not in THERE:
        return 0
    begins = max(event.starts_at, arrived_at or event.starts_at)
    ends = min(event.ends_at, left_at or event.ends_at)
    return max(0, round((ends - begins).total_seconds() / 60))
