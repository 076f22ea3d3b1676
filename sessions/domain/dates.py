# SPDX-License-Identifier: EUPL-1.2
"""The dates of a learner's trainings: openings, meetings, work to hand in, last days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.prepared import Prepared
from courses.models import CaseStudyPage
from pathways.api import PathwayPlan, StepStanding
from sessions.domain.access import Access, access_to
from sessions.domain.learning import Journey, journeys_of, zone_of
from sessions.enums import EventKind
from sessions.models import Enrolment, SessionEvent, TrainingSession

EVENT_ICONS = {EventKind.VIRTUAL_CLASS: "video", EventKind.HALF_DAY: "map-pin"}
OPENING, LAST_DAY = "ouverture", "fin"


@dataclass(frozen=True)
class KeyDate:
    """A date to keep in mind: an event with its hours in the zone it is lived in, or a day of the session without hours.

    key: its name among the dates of its session. clock: whose hours they are, where those are not the learner's own.
    link: of a virtual class. note: more words for a calendar. done: nothing is left to do for it. enrolment: whose it is, where
    it is a learner's.
    """

    day: date
    title: str
    icon: str
    pathway: str
    href: str
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    key: str = ""
    clock: str = ""
    link: str = ""
    note: str = ""
    done: bool = False
    enrolment: Enrolment | None = None


def order_of(one: KeyDate) -> tuple:
    return (one.day, one.starts is not None, one.starts.timestamp() if one.starts else 0, one.title)


# --- What a session has ---


def opening(session: TrainingSession, href: str = "") -> KeyDate:
    return KeyDate(session.starts_on, _("Your training opens"), "lock-open", session.pathway.title, href, key=OPENING)


def last_day(session: TrainingSession, href: str = "") -> KeyDate:
    return KeyDate(session.ends_on, _("Last day of access"), "calendar-clock", session.pathway.title, href, key=LAST_DAY)


def event_date(event: SessionEvent, session: TrainingSession, zone: tzinfo, href: str = "", *, told: bool = False) -> KeyDate:
    """An event on the clock of where it is lived: the region's in person, at a distance that of `zone`.

    told: with its kind and its trainer in words; the trainer is then at hand.
    """
    lived = session.zone if event.kind == EventKind.HALF_DAY else zone
    starts = event.starts_at.astimezone(lived)
    elsewhere = starts.utcoffset() != event.starts_at.astimezone(zone).utcoffset()
    return KeyDate(
        day=starts.date(),
        title=event.title,
        icon=EVENT_ICONS[EventKind(event.kind)],
        pathway=session.pathway.title,
        href=href,
        starts=starts,
        ends=event.ends_at.astimezone(lived),
        place=event.place,
        key=f"rendez-vous-{event.pk}",
        clock=session.region.name if elsewhere else "",
        link=event.link,
        note=", ".join(filter(None, (event.get_kind_display(), str(event.trainer or "")))) if told else "",
    )


def plan_dates(session: TrainingSession, plan: PathwayPlan) -> Iterator[KeyDate]:
    """The days that the pathway itself sets: a step opens, work is to be handed in."""
    for step in plan.steps:
        if step.opens_on_day and not step.is_event:
            day = session.starts_on + timedelta(days=step.opens_on_day - 1)
            if session.starts_on < day <= session.ends_on:
                title = _("Opens: %(title)s") % {"title": step.title}
                yield KeyDate(day, title, "lock-open", session.pathway.title, "", key=f"etape-{step.step_id}")
        if step.kind == CaseStudyPage.kind:
            title = _("Last day to hand in: %(title)s") % {"title": step.title}
            yield KeyDate(session.ends_on, title, "upload", session.pathway.title, "", key=f"travail-{step.step_id}")


# --- What a learner has ---


def event_dates(enrolment: Enrolment, events: list[SessionEvent], now: datetime, journey: Journey | None = None) -> list[KeyDate]:
    """The events still to come, on the clock of where they are lived, each leading to its step where that is open."""
    steps: dict[int | None, StepStanding] = {one.plan.activity_id: one for one in journey.standing.steps} if journey else {}
    found, zone = [], zone_of(enrolment)
    for event in events:
        if event.ends_at > now:
            step = steps.get(event.activity_id)
            href = journey.step_url(step) if journey and step and step.is_open else ""
            found.append(event_date(event, enrolment.session, zone, href))
    return found


def dates_of(enrolment: Enrolment, plan: PathwayPlan, events: Iterable[SessionEvent], *, told: bool = False) -> list[KeyDate]:
    """Every date of one training in order, past ones too, whatever the learner did. told: as for event_date."""
    session, zone = enrolment.session, zone_of(enrolment)
    meetings = (event_date(one, session, zone, told=told) for one in events)
    found = [opening(session), last_day(session), *plan_dates(session, plan), *meetings]
    return sorted((replace(one, enrolment=enrolment) for one in found), key=order_of)


def _with_standing(one: KeyDate, journey: Journey, events: dict[str, SessionEvent]) -> KeyDate:
    """Where the date leads, and whether the learner has nothing left to do for it."""
    kind, _dash, number = one.key.rpartition("-")
    if kind == "rendez-vous":
        activity = events[one.key].activity_id
        step = next((row for row in journey.standing.steps if row.plan.activity_id == activity), None)
        done = False
    else:
        step = journey.steps.get(int(number)) if kind else None
        done = kind == "travail" and step is not None and step.state in {"done", "waiting"}
    href = journey.step_url(step) if step and step.is_open and journey.access is Access.OPEN else journey.url
    return replace(one, href=href, done=done)


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its dates."""

    day: date
    dates: list[KeyDate]


@dataclass(frozen=True)
class Agenda:
    """A learner's dates of all trainings that are not over. coming, past: day by day; several: whether of several trainings."""

    coming: list[Day]
    past: list[Day]
    several: bool
    enrolments: list[Enrolment]


_session_events = Prepared(lambda sessions: SessionEvent.objects.filter(session__in=sessions))


def events_of(enrolments: list[Enrolment]) -> dict:
    """Events by session id, in order of time."""
    found: dict = {}
    for event in _session_events(sessions=list({one.session_id for one in enrolments})):
        found.setdefault(event.session_id, []).append(event)
    return found


def current_enrolments(user, now: datetime | None = None) -> list[Enrolment]:
    """Those in confirmed sessions that are coming or running."""
    rows = Enrolment.objects.confirmed_of(user.pk).select_related("session__region", "session__pathway") if user.is_active else ()
    found = [one for one in rows if access_to(one.session, now) is not Access.OVER]
    for one in found:
        one.user = user
    return found


def agenda_of(user, now: datetime | None = None) -> Agenda:
    """A constant number of queries for any number of trainings and dates."""
    now = now or timezone.now()
    enrolments = current_enrolments(user, now)
    events, dates = events_of(enrolments) if enrolments else {}, []
    for journey in journeys_of(enrolments, now):
        mine = events.get(journey.session.pk, [])
        by_key = {f"rendez-vous-{one.pk}": one for one in mine}
        dates += [_with_standing(one, journey, by_key) for one in dates_of(journey.enrolment, journey.plan, mine)]
    dates.sort(key=order_of)
    return Agenda(
        coming=_days(one for one in dates if not _is_past(one, now)),
        past=_days(one for one in dates if _is_past(one, now))[::-1],
        several=len(enrolments) > 1,
        enrolments=enrolments,
    )


def _is_past(one: KeyDate, now: datetime) -> bool:
    if one.ends:
        return one.ends <= now
    zone = one.enrolment.session.zone if one.enrolment else timezone.get_current_timezone()
    return one.day < now.astimezone(zone).date()


def _days(dates: Iterable[KeyDate]) -> list[Day]:
    return [Day(day, list(found)) for day, found in groupby(dates, key=lambda one: one.day)]
