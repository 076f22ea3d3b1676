"""Begin attempts and write what happened to them."""

from django.db import transaction
from django.utils import timezone

from accounts.prepared import Prepared
from accounts.prepared_writes import write
from courses.enums import AttemptState
from courses.models import Attempt, LearningClock
from courses.players.context import LearningContext
from courses.signals import attempt_finished, attempt_recorded

# What progress is derived from, beside the time spent.
JUDGED = frozenset({"state", "mode", "completed", "success", "score", "started_at", "completed_at", "finished_at"})


def current_attempt(context: LearningContext) -> Attempt | None:
    """The newest attempt of the context's registration at its activity, or None."""
    return Attempt.objects.filter(registration=context.registration, activity_id=context.activity.pk).order_by("-number").first()


@transaction.atomic
def begin_attempt(context: LearningContext, *, new: bool = False, details: dict | None = None) -> Attempt:
    """The attempt to go on with: the newest one, or a new one, with `details`, when there is none or `new` is asked for.

    The registration's clock row is the lock: two tabs beginning at once get the same attempt.
    """
    lock_registration(context.registration)
    newest = current_attempt(context)
    if newest is not None and not new:
        return newest
    attempt = Attempt(
        user=context.user,
        registration=context.registration,
        activity_id=context.activity.pk,
        number=newest.number + 1 if newest else 1,
        mode=context.mode,
        details=details or {},
    )
    return record(attempt)


_clock = Prepared(lambda registration: LearningClock.objects.select_for_update().filter(registration=registration))


def lock_registration(registration) -> LearningClock:
    """Take the lock of a registration; call within a transaction."""
    clock = _clock.first(registration=registration)
    if clock is not None:
        return clock
    LearningClock.objects.get_or_create(registration=registration, defaults={"credited_until": timezone.now()})
    return LearningClock.objects.select_for_update().get(registration=registration)


@transaction.atomic(savepoint=False)
def record(attempt: Attempt, **changes) -> Attempt:
    """Write `changes` to the attempt with its dates, and tell those who derive progress from it.

    Completion is never taken back: completed stays true once it was.
    """
    now = timezone.now()
    gained = _time_alone(attempt, changes)
    was_finished = attempt.state == AttemptState.FINISHED and not attempt._state.adding
    changes["completed"] = attempt.completed or changes.get("completed", False)
    for name, value in changes.items():
        setattr(attempt, name, value)
    attempt.last_activity_at = changes.get("last_activity_at", now)
    if attempt.completed and attempt.completed_at is None:
        attempt.completed_at = now
    if attempt.state == AttemptState.FINISHED and attempt.finished_at is None:
        attempt.finished_at = now
    write(attempt)
    attempt_recorded.send(sender=Attempt, attempt=attempt, gained=gained)
    if attempt.state == AttemptState.FINISHED and not was_finished:
        transaction.on_commit(lambda: attempt_finished.send(sender=Attempt, attempt_id=attempt.pk))
    return attempt


def _time_alone(attempt: Attempt, changes: dict) -> int | None:
    """The seconds that are added, when the changes tell of nothing else that progress is derived from; else None."""
    if attempt._state.adding or any(getattr(attempt, name) != value for name, value in changes.items() if name in JUDGED):
        return None
    return max(0, changes.get("seconds", attempt.seconds) - attempt.seconds)
