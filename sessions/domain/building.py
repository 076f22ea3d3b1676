"""Build a session in one gesture: its dates, team, events and people, and its confirmation."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Region, User
from sessions.domain.enrolment import Outcome, enrol_lines
from sessions.domain.events import EventPlan
from sessions.domain.pasted_people import Line
from sessions.domain.sessions import confirm, create_session
from sessions.models import SessionTutor, TrainingSession


@dataclass(frozen=True)
class Blueprint:
    """Everything a session is built from; `tutors` are people with their TutorRole."""

    pathway: object
    region: Region
    name: str
    starts_on: date
    ends_on: date
    places: int
    welcome: str = ""
    tutors: tuple[tuple[User, str], ...] = ()
    events: tuple[EventPlan, ...] = ()
    people: tuple[Line, ...] = ()


@transaction.atomic
def build(plan: Blueprint, *, confirmed: bool, by: User) -> tuple[TrainingSession, Outcome]:
    """The session of a blueprint, confirmed or left in preparation; nothing at all where something is refused.

    People who cannot be enrolled (a closed account) are in the outcome; the others are in.
    """
    session = create_session(
        pathway=plan.pathway,
        region=plan.region,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        name=plan.name,
        places=plan.places,
        welcome=plan.welcome,
        tutors=plan.tutors,
        events=plan.events,
        by=by,
    )
    outcome = enrol_lines(session=session, lines=plan.people, by=by)
    if confirmed:
        session = confirm(session, by=by)
    return session, outcome


@dataclass(frozen=True)
class Forecast:
    """What confirming would send, to whom and when."""

    opens_at: datetime
    closes_at: datetime
    new_people: int = 0
    known_people: int = 0
    tutors: list[str] = field(default_factory=list)
    events: int = 0

    @property
    def people(self) -> int:
        return self.new_people + self.known_people

    @property
    def is_open_already(self) -> bool:
        return self.opens_at <= timezone.now()


def forecast(*, region: Region, starts_on: date, ends_on: date, emails: list[str], tutors: list[User], events: int) -> Forecast:
    """Counted before anything is saved; an address counts as known when its owner already has a password."""
    owners = User.objects.filter(email__in=emails)
    known = sum(owner.has_usable_password() for owner in owners)
    return Forecast(
        opens_at=datetime.combine(starts_on, time.min, tzinfo=region.zone),
        closes_at=datetime.combine(ends_on + timedelta(days=1), time.min, tzinfo=region.zone) - timedelta(minutes=1),
        new_people=len(emails) - known,
        known_people=known,
        tutors=[str(tutor) for tutor in tutors],
        events=events,
    )


@dataclass(frozen=True)
class Available:
    """A tutor or trainer; `busy` counts their sessions that overlap the dates (in all regions, without saying which)."""

    user: User
    busy: int = 0


def available_tutors(region: Region, starts_on: date | None = None, ends_on: date | None = None, besides=None) -> list[Available]:
    """The tutors and trainers of a region, and how busy they are on these dates, a session left aside."""
    people = list(User.objects.active().with_role(Role.TUTOR, region))
    busy: dict[int, set] = {one.pk: set() for one in people}
    if starts_on and ends_on:
        rows = SessionTutor.objects.filter(user__in=people, session__starts_on__lte=ends_on, session__ends_on__gte=starts_on)
        rows = rows.exclude(session__state="cancelled").exclude(session=besides)
        for user_id, session_id in rows.values_list("user", "session"):
            busy[user_id].add(session_id)
    return [Available(one, len(busy[one.pk])) for one in people]
