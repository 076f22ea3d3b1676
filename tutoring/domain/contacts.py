"""Write to a learner, and keep what was written: the log of the assistance given."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from messaging.api import Refused, address_of_person, conversation_url, send, write
from messaging.models import Message
from sessions.domain.circle import scope_of
from sessions.models import Enrolment
from tutoring.domain.reminders import is_silent
from tutoring.models import Contact


@transaction.atomic
def write_to_learner(*, enrolment: Enrolment, subject: str, text: str, by) -> Contact:
    """Write in their conversation, tell by mail with answers going to the tutor, and log it."""
    contact = Contact.objects.create(enrolment=enrolment, author=by, subject=subject, text=text)
    message = _in_conversation(enrolment, subject, text, by)
    send(
        to=enrolment.user,
        kind="tutor_message",
        key=f"tutor-message:{contact.pk}:{uuid.uuid4()}",
        context={
            "title": subject,
            "message": text,
            "tutor": by,
            "session": enrolment.session,
            "link": settings.SITE_ORIGIN + conversation_url(message.conversation),
        },
        reply_to=by.email,
    )
    return contact


@transaction.atomic
def write_to_learners(*, enrolments: Iterable[Enrolment], subject: str, text: str, by) -> int:
    """The same message to each, in a conversation of their own; returns how many."""
    return len([write_to_learner(enrolment=enrolment, subject=subject, text=text, by=by) for enrolment in enrolments])


def _in_conversation(enrolment: Enrolment, subject: str, text: str, by) -> Message:
    address = address_of_person(by, enrolment.user, scope_of(enrolment.session))
    if address is None:
        raise Refused(_("You no longer accompany this learner."))
    return write(to=address, author=by, subject=subject, text=text, tell=False)


def log_message(message: Message, recipients: list) -> None:
    """A message without a subject, written in a conversation by someone of the team to a learner, is assistance too."""
    session_id = message.conversation.scope.removeprefix("session:")
    if message.subject or session_id == message.conversation.scope:
        return
    followed = Enrolment.objects.followed_by(message.author).filter(session=session_id, user__in=recipients)
    for enrolment in followed:
        Contact.objects.create(
            enrolment=enrolment, author=message.author, subject=_("Message in the conversation"), text=message.text[:5000]
        )


def prepared_message(enrolment: Enrolment, by) -> dict[str, str]:
    """Subject and text to start from, in the learner's language, after what is known: never came, silent, or neither."""
    with translation.override(enrolment.user.language):
        pathway = enrolment.session.pathway.title
        values = {"name": enrolment.user.get_short_name(), "pathway": pathway, "tutor": by.get_full_name() or by.email}
        values["percent"] = enrolment.percent
        return {"subject": _("Your pathway “%(pathway)s”") % values, "text": _wording(enrolment) % values}


def _wording(enrolment: Enrolment) -> str:
    if enrolment.last_visit_at is None:
        return _(
            "Hello %(name)s,\n\nYour pathway “%(pathway)s” has begun and I have not seen you there yet. Did you get the link to sign in? "
            "The first step takes a few minutes only.\n\nIf anything is in the way, answer this message: I am here to help.\n\n%(tutor)s"
        )
    if is_silent(enrolment):
        return _(
            "Hello %(name)s,\n\nYou have done %(percent)d %% of “%(pathway)s”, and I have not seen you for a few days. "
            "What is left can be done in short sittings.\n\nIs a step giving you trouble, or is time short? Answer this message "
            "and we will find a way together.\n\n%(tutor)s"
        )
    return _("Hello %(name)s,\n\n\n\n%(tutor)s")
