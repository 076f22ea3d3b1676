"""A frequent question grown out of an answered thread: its first words and its answer, without the names of people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import nh3
from django.utils.translation import gettext as _

from accounts.models.user import fold
from courses.models import LibraryObject
from forum.domain.rendering import render_message
from forum.models import Thread
from pathways.api import plan_of, propose
from pathways.models import FaqEntry
from sessions.models import Enrolment, SessionTutor, TrainingSession

REMOVED = "[…]"
PATHWAY = "parcours"
# What the rich text of a frequent question may hold.
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
_WORD = re.compile(r"[\w’'-]+")
_QUESTION = re.compile(r"[^.!?\n]+\?")
# Shorter parts of names ("Le", "De") are words of the language.
SHORTEST = 3


@dataclass(frozen=True)
class Draft:
    """What the form begins with; names_removed: whether some name was taken out."""

    question: str
    answer: str
    names_removed: bool


def draft_of(thread: Thread) -> Draft:
    """The question from the thread, the answer from the message kept, else from the team's last one, else from the last one."""
    people, asked = _people(thread.session), _question_of(thread)
    others = thread.posts.standing().exclude(author=thread.author_id)
    answer = thread.answer or others.filter(author__in=_team(thread.session)).last() or others.last()
    text = answer.text if answer else ""
    question, body = without_names(asked, people), without_names(text, people)
    return Draft(question[:250], body, (question, body) != (asked, text))


def without_names(text: str, people: Iterable) -> str:
    """`text` with the names of `people` replaced, accents aside; only words that begin with a capital, for Pierre is a stone too."""
    names = {fold(part) for person in people for part in _parts(person) if len(part) >= SHORTEST}

    def replace(match: re.Match) -> str:
        word = match.group()
        return REMOVED if word[:1].isupper() and fold(word) in names else word

    replaced = _WORD.sub(replace, text)
    return re.sub(rf"{re.escape(REMOVED)}(?:[ -]{re.escape(REMOVED)})+", REMOVED, replaced)


def grow(*, thread: Thread, by, question: str, answer: str, activity: LibraryObject | None) -> FaqEntry:
    """The entry, for the thread's session alone until an editor opens it to all. answer: Markdown; activity None: the pathway's."""
    session = thread.session
    html = nh3.clean(render_message(answer), tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
    origin = _("Forum of the session “%(session)s”, %(region)s") % {"session": session.name, "region": session.region}
    pathway = None if activity else session.pathway
    return propose(question=question, answer=html, group=session.pk, origin=origin, by=by, pathway=pathway, activity=activity)


def subjects_of(session: TrainingSession) -> list[tuple[str, str]]:
    """What an entry may be about: (PATHWAY, its words) first, then (id, title) of its steps."""
    plan = plan_of(session.pathway)
    return [(PATHWAY, _("The whole pathway")), *((str(step.activity_id), step.title) for step in plan.steps)]


def _question_of(thread: Thread) -> str:
    """The subject when it asks something, else the first sentence of the first message that does, else the subject."""
    if "?" in thread.title:
        return thread.title
    asks = _QUESTION.search(thread.opening.text)
    return asks.group().strip() if asks else thread.title


def _parts(person) -> list[str]:
    whole = [person.first_name, person.last_name]
    return [*whole, *(part for name in whole for part in re.split(r"[ -]", name))]


def _people(session: TrainingSession) -> list:
    learners = [row.user for row in Enrolment.objects.filter(session=session).select_related("user")]
    return [*learners, *(row.user for row in SessionTutor.objects.filter(session=session).select_related("user"))]


def _team(session: TrainingSession):
    return SessionTutor.objects.filter(session=session).values("user")
