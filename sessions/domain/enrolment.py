"""Enrol people in sessions, take them out, write to them again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.addresses import AddressRefused
from accounts.domain.invitations import InvitationRefused, invite
from accounts.enums import Role
from accounts.models import User
from lrs.api import Thing, Verb, activity_iri
from lrs.api import record as record_statement
from sessions.domain import notices, progress
from sessions.domain.mailings import ask_mailing
from sessions.domain.pasted_people import Line
from sessions.domain.refusals import Refused
from sessions.domain.sessions import lock
from sessions.enums import EnrolmentState, MailingKind, SessionState
from sessions.models import Enrolment, TrainingSession
from sessions.signals import enrolment_created, enrolment_withdrawn


class AlreadyEnrolled(Refused):
    """The person is in the session."""


@dataclass
class Outcome:
    """What became of a pasted list: who was enrolled, who was already, and the lines refused with the reason."""

    enrolled: list[Enrolment] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: list[tuple[Line, str]] = field(default_factory=list)


@transaction.atomic
def enrol(
    *,
    session: TrainingSession,
    email: str,
    first_name: str = "",
    last_name: str = "",
    by: User | None,
    at: datetime | None = None,
    notify: bool = True,
) -> Enrolment:
    """Enrol the person of an address, whose account is made or recognised; back again when they had left.

    In a confirmed session the invitation leaves with the transaction; in one in preparation, at its confirmation.
    at: the moment of the enrolment when it is not now. Raises Refused with the reason in words.
    """
    session = lock(session)
    now = at or timezone.now()
    _check_accepts(session, now)
    try:
        user = invite(email=email, first_name=first_name, last_name=last_name, role=Role.LEARNER, region=session.region, by=by)
    except (AddressRefused, InvitationRefused) as refusal:
        raise Refused(str(refusal)) from refusal
    enrolment = Enrolment.objects.filter(session=session, user=user).first()
    if enrolment is not None and enrolment.state == EnrolmentState.ACTIVE:
        raise AlreadyEnrolled(_("%(person)s is already enrolled in this session.") % {"person": user})
    _check_room(session)
    return _let_in(enrolment or Enrolment(session=session, user=user, created_by=by, created_at=now), by=by, now=now, notify=notify)


@transaction.atomic
def enrol_again(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Bring back a person who was taken out, with all they had done."""
    session = lock(enrolment.session)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.ACTIVE:
        return enrolment
    _check_accepts(session, timezone.now())
    _check_room(session)
    return _let_in(enrolment, by=by, now=timezone.now(), notify=True)


@transaction.atomic
def enrol_lines(*, session: TrainingSession, lines: Iterable[Line], by: User) -> Outcome:
    """Enrol everyone of a pasted list who can be; each refusal keeps to its own line. A job writes their invitations."""
    outcome = Outcome()
    for line in lines:
        try:
            with transaction.atomic():
                enrolment = enrol(
                    session=session, email=line.email, first_name=line.first_name, last_name=line.last_name, by=by, notify=False
                )
        except AlreadyEnrolled:
            outcome.already.append(line.email)
        except Refused as refusal:
            outcome.refused.append((line, str(refusal)))
        else:
            outcome.enrolled.append(enrolment)
    if outcome.enrolled and session.state == SessionState.OPEN:
        ask_mailing(session=session, kind=MailingKind.INVITATIONS, by=by, to=outcome.enrolled)
    return outcome


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Take a person out of a session: the access closes, the place is free, what was done is kept."""
    lock(enrolment.session)
    enrolment = Enrolment.objects.select_for_update().select_related("session", "user").get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return enrolment
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save(update_fields=["state"])
    transaction.on_commit(lambda: enrolment_withdrawn.send(sender=Enrolment, enrolment_id=enrolment.pk))
    return enrolment


@transaction.atomic
def invite_again(enrolments: Iterable[Enrolment], *, by: User) -> int:
    """Write the invitation once more to each of them; returns to how many it went."""
    count = 0
    for enrolment in enrolments:
        if enrolment.state != EnrolmentState.ACTIVE or enrolment.session.state != SessionState.OPEN:
            continue
        notices.send_invitation(enrolment, by=by, again=True)
        count += 1
    return count


def _let_in(enrolment: Enrolment, *, by: User | None, now: datetime, notify: bool) -> Enrolment:
    enrolment.state = EnrolmentState.ACTIVE
    enrolment.save()
    progress.refresh(enrolment)
    session = enrolment.session
    thing = Thing(activity_iri("session", session.pk), session.name, "http://id.tincanapi.com/activitytype/school-session")
    record_statement(user=enrolment.user, verb=Verb.REGISTERED, thing=thing, registration=enrolment.registration, timestamp=now)
    if session.state == SessionState.OPEN:
        notices.mark_invited(enrolment, now)
        if notify:
            notices.send_invitation(enrolment, by=by)
    transaction.on_commit(lambda: enrolment_created.send(sender=Enrolment, enrolment_id=enrolment.pk))
    return enrolment


def _check_accepts(session: TrainingSession, now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise Refused(_("This session is cancelled: nobody can be enrolled any more."))
    if session.is_over(now):
        raise Refused(_("This session is over: nobody can be enrolled any more."))


def _check_room(session: TrainingSession) -> None:
    if session.enrolments.active().count() >= session.places:
        message = ngettext("The only place of this session is taken.", "All %(count)d places of this session are taken.", session.places)
        raise Refused(message % {"count": session.places})
