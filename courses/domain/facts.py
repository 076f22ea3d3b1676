"""What is known of a registration at each activity: the facts that progress is computed from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounts.prepared import Prepared
from courses.enums import AttemptState, CountedAttempt
from courses.models import Attempt


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """All counting attempts at one activity, taken together: the one its rule says makes the result, time adds up.

    score: share of the maximum, 0 to 1. seconds: credited time. waiting: handed in and not graded yet.
    attended: None where presence does not apply.
    """

    completed: bool = False
    success: bool | None = None
    score: Decimal | None = None
    seconds: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    completed_at: datetime | None = None
    waiting: bool = False
    attended: bool | None = None

    @property
    def started(self) -> bool:
        return self.first_at is not None


def _counting_attempts(registrations: list[UUID]):
    return Attempt.objects.counting().with_counting_rule().filter(registration__in=registrations).order_by("number")


_counting = Prepared(_counting_attempts)


def facts_of(registrations: Iterable[UUID], *, begun_before: Mapping[UUID, datetime] | None = None) -> dict[UUID, dict[int, ActivityFact]]:
    """Facts by registration and activity id, in one query.

    begun_before: by registration, the moment from which an attempt begun no longer counts.
    """
    attempts: dict[tuple[UUID, int], list[Attempt]] = defaultdict(list)
    for attempt in _counting(registrations=list(registrations)):
        limit = begun_before.get(attempt.registration) if begun_before else None
        if limit is None or attempt.started_at < limit:
            attempts[attempt.registration, attempt.activity_id].append(attempt)
    found: dict[UUID, dict[int, ActivityFact]] = defaultdict(dict)
    for (registration, activity), tries in attempts.items():
        found[registration][activity] = merge(tries)
    return found


def merge(tries: list[Attempt]) -> ActivityFact:
    """One fact from the attempts of one registration at one activity, oldest first, as read with_counting_rule."""
    counting = those_that_count(tries)
    scores = [attempt.score for attempt in counting if attempt.score is not None]
    finished = [attempt.completed_at for attempt in counting if attempt.completed_at]
    score = _score(tries[0].counted, scores)
    return ActivityFact(
        completed=any(attempt.completed for attempt in counting),
        success=_success(tries[0].counted, counting, score),
        score=score,
        seconds=sum(attempt.seconds for attempt in tries),
        first_at=min(attempt.started_at for attempt in tries),
        last_at=max(attempt.last_activity_at for attempt in tries),
        completed_at=min(finished) if finished else None,
        waiting=tries[-1].state == AttemptState.SUBMITTED,
    )


def those_that_count(tries: list[Attempt]) -> list[Attempt]:
    """The attempts that the result is made of. Of the best one each quality counts, whichever attempt had it.

    An attempt under way takes nothing away: the last one, and the mean, are of those that are finished, once one is.
    """
    finished = [attempt for attempt in tries if attempt.completed] or tries
    rule = tries[0].counted
    if rule == CountedAttempt.FIRST:
        return tries[:1]
    if rule == CountedAttempt.LAST:
        return finished[-1:]
    return finished if rule == CountedAttempt.MEAN else tries


def shown_as_counting(tries: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """The attempts to point at as those that count: where the best one does, that with the best score, if any has one."""
    counting = those_that_count(list(tries)) if tries else []
    if counting and tries[0].counted == CountedAttempt.BEST:
        scored = [attempt for attempt in counting if attempt.score is not None]
        return tuple([max(scored, key=lambda attempt: (attempt.score, attempt.number))] if scored else [])
    return tuple(counting)


def _score(rule: str, scores: list[Decimal]) -> Decimal | None:
    if not scores:
        return None
    return round(sum(scores, Decimal(0)) / len(scores), 6) if rule == CountedAttempt.MEAN else max(scores)


def _success(rule: str, counting: list[Attempt], score: Decimal | None) -> bool | None:
    """Passed in one of them; by the mean where it is the mean that counts and a mark to reach is known."""
    mark = counting[-1].details.get("pass_share")
    if rule == CountedAttempt.MEAN and score is not None and mark is not None:
        return float(score) >= mark
    verdicts = [attempt.success for attempt in counting if attempt.success is not None]
    return any(verdicts) if verdicts else None
