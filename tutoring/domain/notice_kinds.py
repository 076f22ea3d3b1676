"""The kinds of notice that tutors' work sends."""

from django.utils.translation import gettext_lazy as _

from messaging.api import NoticeKind, Variable
from sessions.domain import notice_kinds
from sessions.domain.notice_kinds import LEARNERS

TUTOR = Variable("tuteur", _("Name of the tutor"), "{{ tutor }}")


def sample() -> dict:
    """Tutors write in their own name: their messages carry no foot of the region."""
    return {name: value for name, value in notice_kinds.sample().items() if name in {"session", "tutor", "link", "title", "message"}}


def tutoring_kinds() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "tutor_message",
            _("Message from a tutor"),
            _("When a tutor writes to you about your training."),
            audience=LEARNERS,
            required=True,
            digestible=False,
            variables=(
                TUTOR,
                Variable("objet", _("Subject that was written"), "{{ title }}"),
                Variable("message", _("Message that was written"), "{{ message }}"),
                Variable("session", _("Name of the session"), "{{ session.name }}"),
                Variable("lien", _("The link to the conversation"), "{{ link }}", button=_("Answer on the platform")),
            ),
            sample=sample,
        ),
        NoticeKind(
            "work_graded",
            _("Work graded"),
            _("When a tutor gives back work you handed in."),
            audience=LEARNERS,
            variables=(
                TUTOR,
                Variable("travail", _("Title of the work"), "{{ title }}"),
                Variable("lien", _("The link to the pathway"), "{{ link }}", button=_("See my grade and feedback")),
            ),
            sample=sample,
        ),
    )
