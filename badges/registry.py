"""The badges there are. A badge is derived from facts: given once, and given by reconciling alone when a signal was lost."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from lrs.api import Verb, activity_iri
from sessions.models import Enrolment

Moments = dict[UUID, datetime]


@dataclass(frozen=True)
class BadgeKind:
    """One badge of a learner within an enrolment.

    why: what was done to earn it, how: what to do to earn it, said to the learner. after: the verb of the platform's
    statements after which it may be earned, and the kind of thing they are about (docs/xapi.md). earned: from enrolments
    to the moment each earned it, the others left out, in a constant number of queries.
    """

    name: str
    label: str | Promise
    why: str | Promise
    how: str | Promise
    icon: str
    after: tuple[Verb, str]
    earned: Callable[[Collection[Enrolment]], Moments]
    order: int = 100

    def may_follow(self, verb: str, activity: str) -> bool:
        """Whether a statement with this verb about this activity may have earned it."""
        return verb == self.after[0].iri and activity.startswith(activity_iri(self.after[1], ""))


_kinds: dict[str, BadgeKind] = {}


def register_badge(kind: BadgeKind) -> None:
    _kinds[kind.name] = kind


def badge_kinds() -> list[BadgeKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def badge_kind(name: str) -> BadgeKind | None:
    """The badge called `name`; None for one that is no longer given."""
    return _kinds.get(name)
