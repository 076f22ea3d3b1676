"""The pile of hand-ins a tutor works through, oldest first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet


@dataclass(frozen=True)
class Place:
    """Where a hand-in is in the pile: its number from 1 (None when it is not in it), and its neighbours."""

    number: int | None
    total: int
    previous: UUID | None
    next: UUID | None


def place_in(pile: QuerySet, submission_id: UUID, handed_in_at) -> Place:
    """The place of a hand-in in `pile`. One graded since has no number; its neighbours are those it would have."""
    rows = list(pile.values_list("pk", "handed_in_at"))
    ids = [pk for pk, _moment in rows]
    if submission_id in ids:
        at = ids.index(submission_id)
        return Place(at + 1, len(ids), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
    before = [pk for pk, moment in rows if moment <= handed_in_at]
    after = [pk for pk, moment in rows if moment > handed_in_at]
    return Place(None, len(ids), before[-1] if before else None, after[0] if after else None)
