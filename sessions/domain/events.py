"""The dates of a session: virtual classes and in-person half-days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import HalfDayPage, VirtualClassPage
from pathways.api import plan_of
from sessions.domain import notices
from sessions.domain.refusals import Refused
from sessions.enums import EventKind, SessionState, TutorRole
from sessions.models import SessionEvent, SessionTutor, TrainingSession

KINDS = {VirtualClassPage.kind: EventKind.VIRTUAL_CLASS, HalfDayPage.kind: EventKind.HALF_DAY}
USUAL_START = {EventKind.VIRTUAL_CLASS: time(18, 0), EventKind.HALF_DAY: time(9, 0)}
LATEST_HOUR = 22


@dataclass(frozen=True)
class EventPlan:
    """A dated activity of a session; `day` and times are those of the region's clock.

    activity_id: the library object whose presence it proves; None for a date of its own.
    """

    kind: str
    title: str
    day: date
    begins: time
    ends: time
    place: str = ""
    link: str = ""
    trainer: User | None = None
    activity_id: int | None = None


def pattern_of(pathway, starts_on: date, ends_on: date) -> list[EventPlan]:
    """The dates a pathway asks for, in its order, placed in the period.

    A step's opening day decides; the others are spread evenly. Saturdays and Sundays move to the Monday after,
    or to the Friday before when that is past the end.
    """
    steps = [step for step in plan_of(pathway).steps if step.kind in KINDS]
    length = (ends_on - starts_on).days
    plans = []
    for position, step in enumerate(steps, start=1):
        offset = step.opens_on_day - 1 if step.opens_on_day else round(length * position / (len(steps) + 1))
        day = _working_day(starts_on + timedelta(days=min(offset, length)), starts_on, ends_on)
        kind = KINDS[step.kind]
        begins = USUAL_START[kind]
        minutes = min(step.minutes, LATEST_HOUR * 60 - begins.hour * 60)
        ends = (datetime.combine(day, begins) + timedelta(minutes=minutes)).time()
        plans.append(EventPlan(kind, step.title, day, begins, ends, activity_id=step.activity_id))
    return plans


def _working_day(day: date, earliest: date, latest: date) -> date:
    monday = day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
    if monday <= latest:
        return monday
    friday = day - timedelta(days=day.weekday() - 4)
    return friday if friday >= earliest else day


@transaction.atomic
def add_event(*, session: TrainingSession, plan: EventPlan) -> SessionEvent:
    return _write(SessionEvent(session=session), plan)


@transaction.atomic
def change_event(event: SessionEvent, *, plan: EventPlan) -> SessionEvent:
    return _write(event, plan)


@transaction.atomic
def remove_event(event: SessionEvent) -> None:
    """Take a date away; one whose presence was validated, or that was signed, stays, for it is evidence."""
    if event.presences.exists() or event.signatures.exists() or event.paper_sheets.exists():
        raise Refused(_("Presence at “%(title)s” was validated: this date stays.") % {"title": event.title})
    event.delete()


def _write(event: SessionEvent, plan: EventPlan) -> SessionEvent:
    session = event.session
    if session.state == SessionState.CANCELLED:
        raise Refused(_("This session is cancelled: it cannot be changed any more."))
    if plan.ends <= plan.begins:
        raise Refused(_("“%(title)s”: the end comes after the beginning.") % {"title": plan.title})
    if not session.starts_on <= plan.day <= session.ends_on:
        raise Refused(_("“%(title)s” is outside the dates of the session.") % {"title": plan.title})
    zone = session.region.zone
    event.kind, event.title, event.activity_id = plan.kind, plan.title, plan.activity_id
    event.starts_at = datetime.combine(plan.day, plan.begins, tzinfo=zone)
    event.ends_at = datetime.combine(plan.day, plan.ends, tzinfo=zone)
    event.place, event.link, event.trainer = plan.place, plan.link, plan.trainer
    event.save()
    _join_team(event)
    return event


def _join_team(event: SessionEvent) -> None:
    """Who leads an event belongs to the session's team, and is told so where the session is confirmed already."""
    session, trainer = event.session, event.trainer
    if trainer is None or session.tutors.filter(user=trainer).exists():
        return
    SessionTutor.objects.create(session=session, user=trainer, role=TutorRole.TRAINER)
    if session.state == SessionState.OPEN:
        notices.tell_tutor(session, trainer, by=None)


def plan_for(event: SessionEvent) -> EventPlan:
    """The event as it is written in a form, on its region's clock."""
    zone = event.session.region.zone
    begins, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return EventPlan(
        event.kind, event.title, begins.date(), begins.time(), ends.time(), event.place, event.link, event.trainer, event.activity_id
    )
