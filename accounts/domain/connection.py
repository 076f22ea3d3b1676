"""Time on the platform: one wall clock for each person, whose seconds are counted once, whatever page or tab spends them.

Two sources spend it. Following the pages: the time between two requests counts when it is short enough for the person to
have stayed (CONNECTION_IDLE_MINUTES). Learning inside a module, which asks the site for nothing: the seconds credited to
a step (courses.domain.timekeeping). Each is one UPDATE that adds no more than the clock has left.
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from accounts.models import ConnectionDay
from accounts.prepared_writes import PreparedUpdate


def note_request(user_id: int, now: datetime | None = None) -> None:
    """The person asks for a page: count the time since the moment counted last, unless they had left meanwhile."""
    now = now or timezone.now()
    moment = int(now.timestamp())
    idle = settings.CONNECTION_IDLE_MINUTES * 60
    stayed = When(counted_until__gt=moment - idle, then=Greatest(Value(0), Value(moment) - F("counted_until")))
    changes = {"seconds": F("seconds") + Case(stayed, default=Value(0)), "counted_until": Greatest(F("counted_until"), Value(moment))}
    if not ConnectionDay.objects.filter(user=user_id, day=day_of(now)).update(**changes):
        _begin(user_id, now, seconds=0)


def count_learning(user_id: int, seconds: int, now: datetime | None = None) -> None:
    """The person learned for `seconds` up to now: add what no page has counted already."""
    now = now or timezone.now()
    moment = int(now.timestamp())
    if not _add_learning(user=user_id, day=day_of(now), seconds=seconds, moment=moment):
        _begin(user_id, now, seconds=min(seconds, moment - _midnight(now)))


@PreparedUpdate
def _add_learning(user: int, day: date, seconds: int, moment: int):
    left = Greatest(Value(0), Value(moment) - F("counted_until"))
    changes = {"seconds": F("seconds") + Least(Value(seconds), left), "counted_until": Greatest(F("counted_until"), Value(moment))}
    return ConnectionDay.objects.filter(user=user, day=day), changes


def day_of(now: datetime) -> date:
    return now.astimezone(timezone.get_default_timezone()).date()


def _midnight(now: datetime) -> int:
    return int(datetime.combine(day_of(now), time.min, tzinfo=timezone.get_default_timezone()).timestamp())


def _begin(user_id: int, now: datetime, *, seconds: int) -> None:
    """The first row of the day; of two requests that begin it at once, the second finds it begun."""
    values = {"seconds": max(0, seconds), "counted_until": int(now.timestamp())}
    ConnectionDay.objects.bulk_create([ConnectionDay(user_id=user_id, day=day_of(now), **values)], ignore_conflicts=True)


class Throttle:
    """Who was noted lately by this process, so that a person costs a write per interval and not per request."""

    def __init__(self, most: int = 50_000):
        self.most = most
        self._until: dict[int, datetime] = {}

    def passes(self, user_id: int, now: datetime, seconds: int) -> bool:
        if self._until.get(user_id, now) > now:
            return False
        if len(self._until) >= self.most:
            self._until.clear()
        self._until[user_id] = now + timedelta(seconds=seconds)
        return True
