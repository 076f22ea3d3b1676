"""Time spent: one wall clock for each registration, whose seconds are credited once, whoever claims them."""

from datetime import datetime, timedelta
from math import floor, isfinite

from django.db import transaction
from django.utils import timezone

from accounts.domain.connection import count_learning
from accounts.prepared_writes import write_again
from courses.domain.attempts import lock_registration, record
from courses.models import Attempt, LearningClock


@transaction.atomic
def credit(*, attempt: Attempt, claimed_seconds: float, not_before: datetime, now: datetime | None = None) -> int:
    """Add the whole seconds that may be added of `claimed_seconds` to attempt.seconds, and return how many.

    not_before: when the claimed time can have begun at the earliest (the page's or the module's opening).
    What is credited never goes beyond the wall clock since the later of not_before and the last credit of the same
    registration, by any tab: two claims for the same seconds are credited once. A claim spends the clock up to now,
    so a page that was left claims at that moment, and a page nobody looks at claims nothing. Parts of a second are
    carried to the next claim. The person's time on the platform grows by what no page has counted yet. The attempt is
    read again under the lock: write other changes before or after.
    """
    now = now or timezone.now()
    clock = lock_registration(attempt.registration)
    attempt.refresh_from_db()
    seconds = spend(clock, claimed_seconds, not_before, now)
    if seconds:
        record(attempt, seconds=attempt.seconds + seconds)
        count_learning(attempt.user_id, seconds, now)
    return seconds


def spend(clock: LearningClock, claimed: float, not_before: datetime, now: datetime) -> int:
    """Advance the clock, which the caller holds locked, for a claim; the whole seconds granted, for the caller to record.

    The clock is put back from now by the fraction that was not granted: the sum of what is granted is thus at
    most how far the clock went, whatever the order of claims.
    """
    available = (now - max(clock.credited_until, not_before)).total_seconds()
    if not isfinite(claimed) or claimed <= 0 or available <= 0:
        return 0
    amount = min(claimed + clock.carried, available)
    granted = floor(amount)
    clock.carried = amount - granted
    clock.credited_until = max(clock.credited_until, now - timedelta(seconds=clock.carried))
    write_again(clock, "credited_until", "carried")
    return granted
