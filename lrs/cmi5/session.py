"""A session as the rules see it: what it was opened with, where it stands, what its unit reported."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lrs.cmi5.vocabulary import PROGRESS, Said


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An assignable unit as it was launched (8.1, 10). actor: identifier of its learner, as lrs.validation.actors writes it."""

    actor: str
    registration: str
    session_id: str
    activity: str
    is_normal: bool = True
    mastery_score: Decimal | None = None
    template: dict = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a session stands. said: what its unit reported, with the timestamps, by which cmi5 orders (9.3).

    has_read_launch_data, has_read_preferences: what a unit reads before it begins (10, 11). last: the latest timestamp of any
    statement. is_abandoned: ended by the platform. completed, passed, failed: other sessions of the unit in the registration
    reported it (the latest, for failed).
    """

    has_read_launch_data: bool = False
    has_read_preferences: bool = False
    said: dict[Said, datetime] = field(default_factory=dict)
    last: datetime | None = None
    is_abandoned: bool = False
    completed: datetime | None = None
    passed: datetime | None = None
    failed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Happened:
    """A cmi5 defined statement of the unit, accepted.

    at: its timestamp, by which cmi5 orders (9.3). scaled: 0 to 1. raw, minimum, maximum: points. duration: ISO 8601.
    progress: percent (9.5.5.1).
    """

    verb: Said
    at: datetime
    statement_id: UUID
    scaled: float | None = None
    raw: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    duration: str | None = None
    progress: int | None = None


def reported(statement_id: UUID, verb: Said, at: datetime, result: dict) -> Happened:
    """What an accepted statement with this result tells."""
    score = result.get("score", {})
    return Happened(
        verb=verb,
        at=at,
        statement_id=statement_id,
        scaled=score.get("scaled"),
        raw=score.get("raw"),
        minimum=score.get("min"),
        maximum=score.get("max"),
        duration=result.get("duration"),
        progress=progress_of(result),
    )


def progress_of(result: dict, otherwise: int | None = None) -> int | None:
    """The percent that a result tells (9.5.5.1)."""
    return result.get("extensions", {}).get(PROGRESS, otherwise)
