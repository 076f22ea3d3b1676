# SPDX-License-Identifier: EUPL-1.2
"""The end of a day: nothing stays that is of one visitor, and figures of fewer than FEWEST are added to what is left."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import Region
from visits.domain.counting import count_day
from visits.domain.days import day_of
from visits.domain.salts import cache_key, forget_former
from visits.models import FEWEST, LEFT, Count, Day, Kind, Salt, Visitor, WaitingView

# What processes still held at midnight is written by then.
GRACE = timedelta(minutes=2)


def close_days(now: datetime | None = None) -> int:
    """Close every day that is over; returns how many. Harmless to call again, and after any absence."""
    now = now or timezone.now()
    forget_former(now)
    today = day_of(now - GRACE)
    over = {*Day.objects.filter(day__lt=today, closed_at__isnull=True).values_list("day", flat=True)}
    for model in (Salt, Visitor, WaitingView):
        over |= {*model.objects.filter(day__lt=today).values_list("day", flat=True)}
    for day in sorted(over):
        close_day(day, now)
    return len(over)


@transaction.atomic
def close_day(day: date, now: datetime) -> None:
    count_day(day, WaitingView.objects.all())
    Day.objects.get_or_create(day=day)
    row = Day.objects.select_for_update().get(day=day)
    if not row.closed_at:
        sandboxes = [str(pk) for pk in Region.objects.filter(is_sandbox=True).values_list("pk", flat=True)]
        Count.objects.filter(day=day, kind=Kind.REGION, value__in=sandboxes).delete()
        came = Visitor.objects.filter(day=day).exists()
        for kind in Kind:
            _hide_small(day, kind)
        row.few = came and not Count.objects.filter(day=day).exists()
        row.closed_at = now
        row.save()
    Salt.objects.filter(day=day).delete()
    cache.delete(cache_key(day))
    Visitor.objects.filter(day=day).delete()


def _hide_small(day: date, kind: str) -> None:
    """Add the small figures of a kind up as what is left, along with the next smallest while that is small itself."""
    rows = sorted(Count.objects.filter(day=day, kind=kind), key=lambda row: row.visits)
    small = [row for row in rows if row.visits < FEWEST]
    if not small:
        return
    values = [
        set(seen.get(kind, [""] if kind == Kind.WHOLE else [])) for seen in Visitor.objects.filter(day=day).values_list("seen", flat=True)
    ]
    while (visitors := _of_any(values, small)) < FEWEST and len(small) < len(rows):
        small.append(rows[len(small)])
    Count.objects.filter(pk__in=[row.pk for row in small]).delete()
    if visitors >= FEWEST:
        left = Count(day=day, kind=kind, value=LEFT)
        for row in small:
            left.add(row.figures)
        left.visits = visitors
        left.save()


def _of_any(values: list[set[str]], rows: list[Count]) -> int:
    """How many visitors are counted in at least one of the rows."""
    wanted = {row.value for row in rows}
    return sum(not wanted.isdisjoint(one) for one in values)


def forget_old(now: datetime | None = None) -> int:
    """Delete the figures that have outlived VISITS_KEEP_MONTHS; returns how many rows."""
    today = day_of(now or timezone.now())
    months = today.year * 12 + today.month - 1 - settings.VISITS_KEEP_MONTHS
    before = date(months // 12, months % 12 + 1, 1)
    Day.objects.filter(day__lt=before).delete()
    return Count.objects.filter(day__lt=before).delete()[0]
