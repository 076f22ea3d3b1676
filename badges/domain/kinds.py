"""The badges of the platform."""

from django.utils.translation import gettext_lazy as _

from badges.domain import facts
from badges.registry import BadgeKind, register_badge
from lrs.api import SESSION_FORUM, Verb

PROGRESS = (Verb.PROGRESSED, "pathway")

KINDS = (
    BadgeKind(
        "first_forum_visit",
        _("First visit to the forum"),
        why=_("You came to meet the others in the forum."),
        how=_("Open the forum of your session."),
        icon="messages-square",
        after=(Verb.EXPERIENCED, SESSION_FORUM),
        earned=facts.first_forum_visit,
        order=10,
    ),
    BadgeKind(
        "first_answer",
        _("First helping hand"),
        why=_("You answered somebody of your group in the forum."),
        how=_("Answer somebody’s question in the forum."),
        icon="hand-helping",
        after=(Verb.COMMENTED, "forum-thread"),
        earned=facts.first_answer,
        order=20,
    ),
    BadgeKind(
        "first_sequence",
        _("First sequence finished"),
        why=_("You finished every required step of a sequence."),
        how=_("Finish every required step of a sequence."),
        icon="flag",
        after=PROGRESS,
        earned=facts.first_sequence,
        order=30,
    ),
    BadgeKind(
        "pathway_finished",
        _("Pathway finished"),
        why=_("You went to the end of the pathway."),
        how=_("Go to the end of the pathway."),
        icon="trophy",
        after=PROGRESS,
        earned=facts.pathway_finished,
        order=40,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register_badge(kind)
