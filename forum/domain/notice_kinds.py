"""The kinds of notice that a forum sends."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.api import NoticeKind, Variable
from sessions.domain import notice_kinds
from sessions.domain.notice_kinds import LEARNERS, TUTORS

FOLLOWED, ASKED, HIDDEN, REPORTED = "forum_reply", "forum_question", "forum_hidden", "forum_report"
ABOUT = (
    *notice_kinds.ABOUT[:3],
    Variable("sujet", gettext_lazy("Subject of the thread"), "{{ thread.title }}"),
    Variable("auteur", gettext_lazy("Who wrote the message"), "{{ author }}"),
    Variable("lien", gettext_lazy("The link to the message"), "{{ link }}", button=gettext_lazy("Read and answer")),
)
MESSAGE = Variable("message", gettext_lazy("Message that was written"), "{{ post.text|truncatechars:1500 }}")


def sample() -> dict:
    """A question about pictures, in the session that every sample is about; nothing of it is stored."""
    text = _("Which size for the picture on top of the page?")
    reason = _("A telephone number must not stand here.")
    return {
        **notice_kinds.sample(),
        "thread": SimpleNamespace(title=_("Size of the pictures")),
        "post": SimpleNamespace(text=text, hidden_reason=reason),
        "author": "Monique Le Goff",
        "report": SimpleNamespace(user="Yann Kervella", reason=reason),
    }


def forum_kinds() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            FOLLOWED,
            gettext_lazy("New message in a thread you follow"),
            gettext_lazy(
                "When somebody writes in a thread of the forum where you wrote, or that you chose to follow; once until you read it."
            ),
            audience=LEARNERS | TUTORS,
            variables=(*ABOUT, MESSAGE),
            sample=sample,
        ),
        NoticeKind(
            ASKED,
            gettext_lazy("New question in a forum"),
            gettext_lazy("When a thread is opened in the forum of a session you accompany."),
            audience=TUTORS,
            variables=(*ABOUT, MESSAGE),
            sample=sample,
        ),
        NoticeKind(
            HIDDEN,
            gettext_lazy("Your message was hidden"),
            gettext_lazy("When those who accompany the session hide a message you wrote in the forum, with their reason."),
            audience=LEARNERS | TUTORS,
            digestible=False,
            variables=(*ABOUT, Variable("motif", gettext_lazy("Reason given"), "{{ post.hidden_reason }}")),
            sample=sample,
        ),
        NoticeKind(
            REPORTED,
            gettext_lazy("Message reported in a forum"),
            gettext_lazy("When a learner reports a message in the forum of a session you accompany."),
            audience=TUTORS,
            digestible=False,
            variables=(*ABOUT, Variable("motif", gettext_lazy("Reason given"), "{{ report.reason }}")),
            sample=sample,
        ),
    )
