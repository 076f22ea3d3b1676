"""What is written to the people of a session. Every mail has a key: the same news is never sent twice."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.invitations import awaits_answer, invitation_url
from accounts.models import User
from messaging.api import Attachment, address_of_region, conversation_url, send, write
from sessions.domain.branding import site_brand
from sessions.domain.calendar import calendar_of, calendar_of_session
from sessions.domain.convocations import Shared, convocation_filename, shared_of
from sessions.enums import EnrolmentState, SessionState, TutorRole
from sessions.models import Enrolment, TrainingSession
from sessions.pdf.convocation import pdf_for

PDF_TYPE = "application/pdf"
CALENDAR_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def announce_to_team(session: TrainingSession, *, by: User | None) -> None:
    """The session was confirmed: tutors get what they need; the learners' invitations are a job (sessions.domain.mailings)."""
    for user in _team(session):
        tell_tutor(session, user, by=by)


def mark_invited(enrolment: Enrolment, now: datetime) -> None:
    enrolment.invited_at = now
    enrolment.save(update_fields=["invited_at"])


def invitation_key(enrolment: Enrolment) -> str:
    return f"invitation:{enrolment.pk}"


def send_invitation(enrolment: Enrolment, *, by: User | None, again: bool = False, shared: Shared | None = None) -> None:
    """The invitation: how to get in, when, with whom, the convocation, and the dates for the person's calendar.

    shared: what the convocations of the session have in common, where several are sent.
    """
    user, session = enrolment.user, enrolment.session
    is_new = awaits_answer(user)
    home = settings.SITE_ORIGIN + reverse("training_sessions:pathway", args=[enrolment.pk])
    key = invitation_key(enrolment)
    if again:
        key += f":{uuid.uuid4()}"
        mark_invited(enrolment, timezone.now())
    send(
        to=user,
        kind="invitation",
        key=key,
        context={
            **_about(session, by),
            "enrolment": enrolment,
            "is_new": is_new,
            "link": invitation_url(user) if is_new else home,
            "days": settings.INVITATION_DAYS,
        },
        attachments=_for_learner(enrolment, shared),
        reply_to=_answer_to(session, by),
    )


def _for_learner(enrolment: Enrolment, shared: Shared | None) -> tuple[Attachment, ...]:
    """The calendar and the convocation."""
    convocation = Attachment(convocation_filename(enrolment), PDF_TYPE, pdf_for(enrolment, shared))
    return (Attachment("session.ics", CALENDAR_TYPE, calendar_of(enrolment)), convocation)


def send_convocation(enrolment: Enrolment, *, by: User | None, shared: Shared, key: str) -> None:
    """The convocation anew, after dates or places changed."""
    send(
        to=enrolment.user,
        kind="convocation",
        key=key,
        context={
            **_about(enrolment.session, by),
            "enrolment": enrolment,
            "link": settings.SITE_ORIGIN + reverse("training_sessions:convocation_page", args=[enrolment.pk]),
        },
        attachments=_for_learner(enrolment, shared),
        reply_to=_answer_to(enrolment.session, by),
    )


def tell_tutor(session: TrainingSession, user: User, *, by: User | None) -> None:
    roles = [row.get_role_display() for row in session.tutors.all() if row.user_id == user.pk]
    is_new = awaits_answer(user)
    link = invitation_url(user) if is_new else settings.SITE_ORIGIN + reverse("tutoring:session", args=[session.pk])
    send(
        to=user,
        kind="session_tutor",
        key=f"session-tutor:{session.pk}:{user.pk}",
        context={**_about(session, by), "roles": roles, "is_new": is_new, "link": link, "days": settings.INVITATION_DAYS},
        attachments=(Attachment("session.ics", CALENDAR_TYPE, calendar_of_session(session)),),
        reply_to=_answer_to(session, by),
    )


def tell_new_tutor(user: User, *, region, by: User) -> None:
    is_new = awaits_answer(user)
    send(
        to=user,
        kind="new_tutor",
        key=f"new-tutor:{region.pk}:{user.pk}:{is_new}",
        context={
            "brand": site_brand(),
            "region": region,
            "manager": by,
            "is_new": is_new,
            "link": invitation_url(user) if is_new else settings.SITE_ORIGIN + reverse("accounts:workspace"),
            "days": settings.INVITATION_DAYS,
        },
        reply_to=region.email or by.email,
    )


def tell_dates_changed(session: TrainingSession, *, by: User) -> None:
    """The dates moved: learners and team get the new ones, with a calendar that replaces the former."""
    shared = shared_of(session)
    learners = [(row.user, _for_learner(row, shared)) for row in session.enrolments.active().with_people()]
    calendar = Attachment("session.ics", CALENDAR_TYPE, calendar_of_session(session))
    for user, files in [*learners, *((user, (calendar,)) for user in _team(session))]:
        send(
            to=user,
            kind="session_changed",
            key=f"session-changed:{session.pk}:{user.pk}:{uuid.uuid4()}",
            context=_about(session, by),
            attachments=files,
            reply_to=_answer_to(session, by),
        )


def tell_cancelled(session: TrainingSession, *, message: str, by: User) -> None:
    learners = [row.user for row in session.enrolments.active().select_related("user")]
    people = {user.pk: user for user in [*learners, *_team(session)]}
    for user in people.values():
        send(
            to=user,
            kind="session_cancelled",
            key=f"session-cancelled:{session.pk}:{user.pk}",
            context={**_about(session, by), "message": message},
            reply_to=_answer_to(session, by),
        )


def tell_certificate(certificate, *, by: User | None) -> None:
    enrolment = certificate.enrolment
    session = enrolment.session
    send(
        to=enrolment.user,
        kind="certificate",
        key=f"certificate:{certificate.code}",
        context={
            **_about(session, by),
            "certificate": certificate,
            "link": settings.SITE_ORIGIN + reverse("training_sessions:documents"),
        },
        reply_to=_answer_to(session, by),
    )


@transaction.atomic
def write_to(enrolments, *, subject: str, message: str, by: User) -> int:
    """A message of the manager's own to learners of confirmed sessions: by mail, and in their conversation with the region."""
    count = 0
    for enrolment in enrolments:
        if enrolment.state != EnrolmentState.ACTIVE or enrolment.session.state != SessionState.OPEN:
            continue
        address = address_of_region(enrolment.user, enrolment.session.region)
        posted = write(to=address, author=by, subject=subject, text=message, tell=False)
        link = settings.SITE_ORIGIN + conversation_url(posted.conversation)
        send(
            to=enrolment.user,
            kind="message",
            key=f"message:{posted.pk}",
            context={**_about(enrolment.session, by), "title": subject, "message": message, "link": link},
            reply_to=by.email,
        )
        count += 1
    return count


def _team(session: TrainingSession) -> list[User]:
    people = {row.user_id: row.user for row in session.tutors.select_related("user")}
    return list(people.values())


def _about(session: TrainingSession, by: User | None) -> dict:
    tutors = [
        {"name": str(row.user), "email": row.user.email, "phone": row.user.phone, "role": row.get_role_display()}
        for row in session.tutors.select_related("user")
        if row.role != TutorRole.TRAINER
    ]
    events = list(session.events.select_related("trainer").all())
    return {
        "brand": site_brand(),
        "session": session,
        "region": session.region,
        "pathway": session.pathway,
        "zone": session.region.zone,
        "tutors": tutors,
        "events": events,
        "manager": by,
    }


def _answer_to(session: TrainingSession, by: User | None) -> str:
    return session.region.email or (by.email if by else "")
