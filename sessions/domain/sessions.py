"""Prepare, confirm, change and cancel training sessions."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from privacy.days import in_words
from sessions.domain import notices, progress
from sessions.domain.events import EventPlan, add_event
from sessions.domain.mailings import ask_mailing
from sessions.domain.refusals import Refused
from sessions.enums import MailingKind, SessionState, TutorRole
from sessions.models import SessionTutor, TrainingSession


def last_day(pathway, starts_on: date) -> date:
    """The last day of a session of `pathway`, the first day counting as one."""
    return starts_on + timedelta(days=pathway.session_days - 1)


def default_name(pathway, starts_on: date) -> str:
    return f"{pathway.title}, {in_words(starts_on)}"[:200]


@transaction.atomic
def create_session(
    *,
    pathway,
    region,
    starts_on: date,
    ends_on: date | None = None,
    name: str = "",
    places: int = 12,
    welcome: str = "",
    tutors: Iterable[tuple[User, str]] = (),
    events: Iterable[EventPlan] = (),
    by: User | None,
) -> TrainingSession:
    """A session in preparation: nobody is told anything before it is confirmed.

    The end follows from the pathway's length and the name from its title unless they are given.
    tutors: people and their sessions.enums.TutorRole.
    """
    session = TrainingSession(
        pathway=pathway,
        region=region,
        starts_on=starts_on,
        ends_on=ends_on or last_day(pathway, starts_on),
        name=name or default_name(pathway, starts_on),
        places=places,
        welcome=welcome,
        created_by=by,
    )
    _check_dates(session)
    session.save()
    for user, role in tutors:
        SessionTutor.objects.get_or_create(session=session, user=user, role=TutorRole(role))
    for plan in events:
        add_event(session=session, plan=plan)
    return session


@transaction.atomic
def change_session(
    session: TrainingSession,
    *,
    starts_on: date,
    ends_on: date,
    name: str,
    places: int,
    welcome: str,
    tutors: Iterable[tuple[User, str]],
    tell: bool = False,
    by: User,
) -> TrainingSession:
    """Write what was changed; access and progress follow the new dates at once. New tutors of a confirmed session are told.

    tell: whether everyone is written to when the dates of a confirmed session move.
    """
    session = lock(session)
    _check_open_to_change(session)
    dates_moved = (session.starts_on, session.ends_on) != (starts_on, ends_on)
    taken = session.enrolments.active().count()
    if places < taken:
        raise Refused(_("%(count)d people are enrolled already: leave at least that many places.") % {"count": taken})
    session.starts_on, session.ends_on, session.places = starts_on, ends_on, places
    session.name, session.welcome = name or default_name(session.pathway, starts_on), welcome
    _check_dates(session)
    session.save()
    _set_tutors(session, {(user.pk, TutorRole(role)): user for user, role in tutors}, by)
    if dates_moved:
        progress.refresh_many(session.enrolments.all())
        if tell and session.state == SessionState.OPEN:
            notices.tell_dates_changed(session, by=by)
    return session


def _set_tutors(session: TrainingSession, wanted: dict[tuple[int, str], User], by: User) -> None:
    """Who leads one of the session's events stays its trainer, whatever the form says."""
    held = {(row.user_id, row.role): row for row in session.tutors.all()}
    known = {user for user, _role in held}
    leading = {(user_id, TutorRole.TRAINER) for user_id in session.events.filter(trainer__isnull=False).values_list("trainer", flat=True)}
    for key in held.keys() - wanted.keys() - leading:
        held[key].delete()
    for user_id, role in sorted(wanted.keys() - held.keys()):
        SessionTutor.objects.create(session=session, user_id=user_id, role=role)
    if session.state == SessionState.OPEN:
        newcomers = {user.pk: user for (pk, _role), user in wanted.items() if pk not in known}
        for user in newcomers.values():
            notices.tell_tutor(session, user, by=by)


@transaction.atomic
def confirm(session: TrainingSession, *, by: User | None, notify: bool = True) -> TrainingSession:
    """Make the session real: its people are written to (the learners by a job), and it opens by itself on its first day.

    Confirming twice changes nothing. notify=False sends nothing.
    """
    session = lock(session)
    if session.state == SessionState.OPEN:
        return session
    _check_open_to_change(session)
    session.state = SessionState.OPEN
    session.save(update_fields=["state"])
    if notify:
        if session.enrolments.active().update(invited_at=timezone.now()):
            ask_mailing(session=session, kind=MailingKind.INVITATIONS, by=by)
        notices.announce_to_team(session, by=by)
    return session


@transaction.atomic
def cancel(session: TrainingSession, *, message: str = "", by: User) -> TrainingSession:
    """Close the session for good; whoever had been told of it is told, with the manager's message."""
    session = lock(session)
    was_confirmed = session.state == SessionState.OPEN
    _check_open_to_change(session)
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    if was_confirmed:
        notices.tell_cancelled(session, message=message.strip(), by=by)
    return session


def lock(session: TrainingSession) -> TrainingSession:
    """The session's row under lock: places and states are checked behind it."""
    return TrainingSession.objects.select_for_update(of=("self",)).select_related("region", "pathway").get(pk=session.pk)


def _check_open_to_change(session: TrainingSession) -> None:
    if session.state == SessionState.CANCELLED:
        raise Refused(_("This session is cancelled: it cannot be changed any more."))


def _check_dates(session: TrainingSession) -> None:
    if session.ends_on < session.starts_on:
        raise Refused(_("The last day comes after the first."))
