"""Letters to all learners of a session, each with a calendar and a convocation of their own: written by a job, person by person."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState
from messaging.models import Notice
from sessions.domain import notices
from sessions.domain.convocations import shared_of
from sessions.enums import MailingKind, SessionState
from sessions.models import Enrolment, Mailing, TrainingSession

SHOWN_AFTERWARDS = timedelta(minutes=10)


@transaction.atomic
def ask_mailing(*, session: TrainingSession, kind: MailingKind, by: User | None, to: Collection[Enrolment] = ()) -> Mailing:
    """Queue the letters, to everyone or to some; one to everyone that was asked for and has not begun is given back."""
    waiting = session.mailings.filter(kind=kind, state=JobState.WAITING, people=None).first()
    if waiting is not None and not to:
        return waiting
    mailing = Mailing.objects.create(session=session, kind=kind, asked_by=by)
    mailing.people.set(to)
    enqueue(mailing)
    return mailing


def mailing_to_show(session: TrainingSession, now: datetime | None = None) -> Mailing | None:
    """The last letters, while they are written, when they failed, and for a while after they left."""
    latest = session.mailings.order_by("-created_at").first()
    if latest is None or latest.state != JobState.DONE:
        return latest
    return latest if latest.finished_at and latest.finished_at > (now or timezone.now()) - SHOWN_AFTERWARDS else None


def write_letters(mailing: Mailing) -> None:
    """Write to everyone who was not written to yet: done again after an interruption, it goes on where it stopped."""
    session = mailing.session
    if session.state != SessionState.OPEN:
        raise JobRefused(_("The session is not open to its learners any more: the letters that were left did not leave."))
    enrolments = list(_people(mailing))
    shared = shared_of(session)
    known = _already_told(mailing, enrolments)
    mailing.advance(0, len(enrolments))
    for done, enrolment in enumerate(enrolments, start=1):
        if _key(mailing, enrolment) not in known:
            _write(mailing, enrolment, shared)
        mailing.advance(done)


def _people(mailing: Mailing) -> QuerySet[Enrolment]:
    found = mailing.session.enrolments.active().with_people()
    if mailing.people.exists():
        return found.filter(mailings=mailing)
    # Whoever is enrolled later is written to at that moment.
    return found.filter(created_at__lte=mailing.created_at)


def _write(mailing: Mailing, enrolment: Enrolment, shared) -> None:
    if mailing.kind == MailingKind.INVITATIONS:
        notices.send_invitation(enrolment, by=mailing.asked_by, shared=shared)
    else:
        notices.send_convocation(enrolment, by=mailing.asked_by, shared=shared, key=_key(mailing, enrolment))


def _key(mailing: Mailing, enrolment: Enrolment) -> str:
    """What makes the notice of a learner unique: one invitation for ever, one convocation each time they are sent."""
    if mailing.kind == MailingKind.INVITATIONS:
        return notices.invitation_key(enrolment)
    return f"convocation:{enrolment.pk}:{mailing.pk}"


def _already_told(mailing: Mailing, enrolments: Iterable[Enrolment]) -> set[str]:
    keys = [_key(mailing, one) for one in enrolments]
    return set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
