"""When an assignable unit may say what, in a session and in a registration (cmi5, 7.1.1, 7.1.2, 9.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.session import Standing
from lrs.cmi5.vocabulary import Said

VERDICTS = (Said.PASSED, Said.FAILED)
# Statements of one moment stand in the only order that is allowed.
RANK = {Said.INITIALIZED: 0, Said.TERMINATED: 2}


@dataclass(frozen=True)
class Coming:
    """A statement that is in itself allowed: its number in the batch, its timestamp, its verb when it is cmi5 defined."""

    number: int
    at: datetime
    said: Said | None


def in_order(batch: Iterable[Coming]) -> list[Coming]:
    """By timestamp, for that is the order cmi5 means (9.3)."""
    return sorted(batch, key=lambda one: (one.at, RANK.get(one.said, 1) if one.said else 1))


def after(standing: Standing, coming: Coming) -> Standing:
    """Where the session stands after a statement, the next by its timestamp; Forbidden when there is no place for it."""
    check_running(standing)
    at, said = coming.at, coming.said
    begun = standing.said.get(Said.INITIALIZED)
    if begun is None:
        _begin(standing, said)
    elif said is Said.INITIALIZED:
        raise Forbidden("verb", "9.3.2", "the session is initialized already")
    elif at < begun:
        raise Forbidden("timestamp", "9.3", "initialized comes before all others, by its timestamp too")
    if said is Said.TERMINATED and standing.last is not None and at < standing.last:
        raise Forbidden("timestamp", "9.3.8", "terminated comes after all others, by its timestamp too")
    if said is Said.COMPLETED:
        _complete(standing)
    elif said in VERDICTS:
        _judge(standing, said, at)
    return replace(
        standing,
        said=standing.said if said is None else {**standing.said, said: at},
        last=at if standing.last is None else max(at, standing.last),
    )


def check_running(standing: Standing) -> None:
    """A session that is over takes nothing more."""
    if standing.is_abandoned:
        raise Forbidden("", "9.3.6", "the session was abandoned")
    if Said.TERMINATED in standing.said:
        raise Forbidden("", "9.3.8", "the session is terminated")


def _begin(standing: Standing, said: Said | None) -> None:
    if said is not Said.INITIALIZED:
        raise Forbidden("verb", "7.1.1", "the first statement of a session is initialized, with the category cmi5")
    if not standing.has_read_launch_data:
        raise Forbidden("verb", "10", "the unit reads LMS.LaunchData before it begins")
    if not standing.has_read_preferences:
        raise Forbidden("verb", "11", "the unit reads cmi5LearnerPreferences before it begins")


def _complete(standing: Standing) -> None:
    if Said.COMPLETED in standing.said:
        raise Forbidden("verb", "9.3", "the session has completed already")
    if standing.completed is not None:
        raise Forbidden("verb", "9.3.3", "the unit is completed already in this registration")


def _judge(standing: Standing, said: Said, at: datetime) -> None:
    if any(one in standing.said for one in VERDICTS):
        raise Forbidden("verb", "9.3", "the session has passed or failed already")
    if said is Said.PASSED and standing.passed is not None:
        raise Forbidden("verb", "9.3.4", "the unit is passed already in this registration")
    if said is Said.FAILED and standing.passed is not None and at >= standing.passed:
        raise Forbidden("verb", "9.3", "failed does not follow passed in a registration")
    if said is Said.PASSED and standing.failed is not None and at <= standing.failed:
        raise Forbidden("timestamp", "9.3", "failed does not follow passed in a registration")
