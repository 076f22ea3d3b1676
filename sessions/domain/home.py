"""What a learner's home shows, gathered in a number of queries that depends neither on steps nor on sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.prepared import Prepared
from courses.models import Submission
from sessions.domain.access import Access, access_to
from sessions.domain.dates import KeyDate, event_dates, events_of, last_day, order_of
from sessions.domain.learning import Journey, journeys_of
from sessions.domain.signing import unsigned
from sessions.domain.situation import Kind, Situation
from sessions.models import Enrolment, SessionEvent

RECENT = timedelta(days=30)
DATES_SHOWN = 4
FEEDBACK_SHOWN = 3


@dataclass(frozen=True)
class Feedback:
    """An answer to work handed in, published lately."""

    title: str
    published_at: datetime
    score: object
    href: str


@dataclass(frozen=True)
class Home:
    """situations: of running sessions, the one to go on with first. upcoming and past: enrolments."""

    enrolments: list[Enrolment]
    situations: list[Situation]
    upcoming: list[Enrolment]
    past: list[Enrolment]
    dates: list[KeyDate]
    feedback: list[Feedback]
    to_sign: list[tuple[SessionEvent, Enrolment]]

    @property
    def main(self) -> Situation | None:
        return self.situations[0] if self.situations else None

    @property
    def has_several(self) -> bool:
        return len(self.situations) + len(self.upcoming) > 1

    @property
    def calendar_of(self) -> Enrolment | None:
        """The enrolment whose calendar the dates offer; None with several, each offering its own."""
        if self.has_several:
            return None
        return self.main.journey.enrolment if self.main else next(iter(self.upcoming), None)

    @property
    def others(self) -> list[Situation]:
        return self.situations[1:]


def _own_enrolments(user: int):
    rows = Enrolment.objects.confirmed_of(user).select_related("session__region", "session__pathway", "certificate")
    return rows.defer("certificate__content").order_by("session__closes_at", "pk")


_enrolments = Prepared(_own_enrolments)


def home_of(user, now: datetime | None = None) -> Home:
    now = now or timezone.now()
    enrolments = _enrolments(user=user.pk) if user.is_active else []
    for enrolment in enrolments:
        enrolment.user = user
    by_access: dict[Access, list[Enrolment]] = {access: [] for access in Access}
    for enrolment in enrolments:
        by_access[access_to(enrolment.session, now)].append(enrolment)
    running = by_access[Access.OPEN]
    events = events_of([*running, *by_access[Access.NOT_YET]])
    situations = [Situation(journey, events.get(journey.session.pk, [])) for journey in journeys_of(running, now)]
    return Home(
        enrolments=enrolments,
        situations=sorted(situations, key=_urgency),
        upcoming=by_access[Access.NOT_YET],
        past=by_access[Access.OVER][::-1],
        dates=_dates([one.journey for one in situations], by_access[Access.NOT_YET], events, now)[:DATES_SHOWN],
        to_sign=unsigned([(event, one) for one in running for event in events.get(one.session_id, [])], now),
        feedback=_feedback([one.journey for one in situations], now) if running else [],
    )


def _urgency(situation: Situation) -> tuple:
    """What can be done before what waits; then the one visited last, then the one that closes first."""
    visit = situation.journey.enrolment.last_visit_at
    return (
        situation.kind not in {Kind.STEP, Kind.EVENT},
        -(visit.timestamp() if visit else 0),
        situation.journey.session.closes_at,
    )


def _dates(journeys: list[Journey], upcoming: list[Enrolment], events: dict, now: datetime) -> list[KeyDate]:
    found = []
    for journey in journeys:
        found += event_dates(journey.enrolment, events.get(journey.session.pk, []), now, journey)
        found.append(last_day(journey.session, journey.url))
    for enrolment in upcoming:
        found += event_dates(enrolment, events.get(enrolment.session_id, []), now)
    return sorted(found, key=order_of)


def _answered_submissions(registrations: list[UUID], since: datetime):
    columns = ("attempt__registration", "attempt__activity_id", "attempt__score", "published_at")
    found = Submission.objects.filter(attempt__registration__in=registrations, published_at__gte=since)
    return found.order_by("-published_at").values_list(*columns)[:FEEDBACK_SHOWN]


_answered = Prepared(_answered_submissions)


def _feedback(journeys: list[Journey], now: datetime) -> list[Feedback]:
    by_registration = {journey.enrolment.registration: journey for journey in journeys if _has_handed_in(journey)}
    if not by_registration:
        return []
    found = []
    for registration, activity, score, published in _answered(registrations=list(by_registration), since=now - RECENT):
        journey = by_registration[registration]
        step = next((one for one in journey.standing.steps if one.plan.activity_id == activity), None)
        if step is not None and published is not None:
            found.append(Feedback(step.plan.title, published, score, journey.step_url(step)))
    return found


def _has_handed_in(journey: Journey) -> bool:
    return any(step.fact.started and step.plan.kind == "case_study" for step in journey.standing.steps)
