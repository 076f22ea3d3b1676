"""What the parts of a course come to: satisfied by the moveOn of each, blocks and course by those within (cmi5 13.1.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.cmi5.structure import (
    AU,
    COMPLETED,
    COMPLETED_AND_PASSED,
    COMPLETED_OR_PASSED,
    NOT_APPLICABLE,
    PASSED,
)


@dataclass(frozen=True)
class Standing:
    """What is known of one unit in one registration. score: 0 to 1."""

    begun: bool = False
    completed: bool = False
    passed: bool = False
    failed: bool = False
    waived: bool = False
    score: Decimal | None = None


@dataclass(frozen=True)
class Place:
    """A node of the tree, in document order: depth is 0 for the course."""

    key: str
    kind: str
    depth: int
    move_on: str = NOT_APPLICABLE


@dataclass(frozen=True)
class Outcome:
    """Of a whole course. success is None while unknown; score is the mean of the units that have one."""

    completed: bool = False
    success: bool | None = None
    score: Decimal | None = None


NOTHING = Standing()


def is_satisfied(move_on: str, standing: Standing) -> bool:
    """Does the unit count as done (cmi5 13.1.4, moveOn; 9.3.7)?"""
    if standing.waived:
        return True
    return {
        PASSED: standing.passed,
        COMPLETED: standing.completed,
        COMPLETED_AND_PASSED: standing.completed and standing.passed,
        COMPLETED_OR_PASSED: standing.completed or standing.passed,
        NOT_APPLICABLE: True,
    }[move_on]


def satisfied(places: Sequence[Place], standings: Mapping[str, Standing]) -> list[str]:
    """Keys of all that is satisfied, the innermost first: units, then blocks, the course last.

    A block is when all that it contains is, the course likewise (cmi5 9.3.9, 13.1.4).
    """
    found: list[str] = []
    # Open ancestors of the place being read: their key, their depth and whether all within was satisfied so far.
    within: list[list] = []

    def close(depth: int) -> None:
        while within and within[-1][1] >= depth:
            key, _depth, whole = within.pop()
            if whole:
                found.append(key)
            elif within:
                within[-1][2] = False

    for place in places:
        close(place.depth)
        if place.kind != AU:
            within.append([place.key, place.depth, True])
        elif is_satisfied(place.move_on, standings.get(place.key, NOTHING)):
            found.append(place.key)
        elif within:
            within[-1][2] = False
    close(0)
    return found


def outcome(places: Sequence[Place], standings: Mapping[str, Standing]) -> Outcome:
    """What the course comes to for the step that it is.

    Completed once the course is satisfied; but a course that asks for nothing at all (each unit NotApplicable) once each
    unit was opened, for else it would be completed before it began. Passed when it is completed and each judged unit passed;
    failed when a judged unit failed and none is left to do.
    """
    units = [place for place in places if place.kind == AU]
    known = [standings.get(place.key, NOTHING) for place in units]
    asks = any(place.move_on != NOT_APPLICABLE for place in units)
    done = all(is_satisfied(place.move_on, standing) for place, standing in zip(units, known, strict=True))
    completed = bool(units) and done and (asks or all(one.begun or one.waived for one in known))
    scores = [one.score for one in known if one.score is not None]
    score = round(sum(scores, Decimal(0)) / len(scores), 6) if scores else None
    return Outcome(completed, _success(known, completed), score)


def _success(known: Sequence[Standing], completed: bool) -> bool | None:
    judged = [one for one in known if one.passed or one.failed]
    if not judged:
        return None
    if all(one.passed or one.waived for one in judged):
        return True if completed else None
    settled = completed or all(one.passed or one.failed or one.completed or one.waived for one in known)
    return False if settled else None
