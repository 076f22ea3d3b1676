# SPDX-License-Identifier: EUPL-1.2
"""From pages shown to figures: in the order in which they were shown, each batch in one transaction."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from visits.models import Count, Day, Kind, Visitor, WaitingView

# Every process has written its views by then, and those of one visitor are in order.
LAG = timedelta(seconds=30)
AT_ONCE = 2000
# A visit has one of each, that of its first page.
ONE_EACH = (Kind.ORIGIN, Kind.HOST, Kind.DEVICE, Kind.COUNTRY, Kind.LANGUAGE)
VIEWS, VISITS, SECONDS, TIMED = range(4)


def count_waiting(now: datetime | None = None) -> int:
    """Count the pages shown up to a moment ago; returns how many. Each is counted once, however often this is called."""
    ready = WaitingView.objects.filter(at__lte=(now or timezone.now()) - LAG)
    return sum(count_day(day, ready) for day in sorted(set(ready.values_list("day", flat=True))))


def count_day(day: date, views: Any) -> int:
    """views: query set of those to count."""
    done = 0
    while counted := _count_some(day, views.filter(day=day).order_by("at", "pk")):
        done += counted
    return done


@transaction.atomic
def _count_some(day: date, views: Any) -> int:
    """One batch, under the lock of its day; what comes after the day was closed is not counted any more."""
    Day.objects.get_or_create(day=day)
    of_day = Day.objects.select_for_update().get(day=day)
    batch = list(views[:AT_ONCE])
    if batch and not of_day.closed_at:
        tally = Tally(day, {view.visitor for view in batch})
        for view in batch:
            tally.add(view)
        tally.save()
    WaitingView.objects.filter(pk__in=[view.pk for view in batch]).delete()
    return len(batch)


class Tally:
    """What a batch of views adds to the figures of a day and to what is known of its visitors."""

    def __init__(self, day: date, keys: set[str]):
        self.day = day
        self.visitors = {one.key: one for one in Visitor.objects.filter(day=day, key__in=keys)}
        self.figures: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.stays = timedelta(minutes=settings.VISITS_IDLE_MINUTES)

    def add(self, view: WaitingView) -> None:
        visitor = self.visitors.get(view.visitor)
        if visitor is None:
            visitor = self.visitors[view.visitor] = Visitor(day=self.day, key=view.visitor)
            visitor.seen = {kind: [view.told[kind]] for kind in ONE_EACH if kind != Kind.HOST or view.told[kind]}
            new = [(Kind.WHOLE, ""), *((kind, values[0]) for kind, values in visitor.seen.items())]
        else:
            self._add_time(visitor, view.at)
            new = []
        new += [pair for pair in self._of_page(view) if pair[1] not in visitor.seen.setdefault(pair[0], [])]
        for kind, value in new:
            self.figures[kind, value][VISITS] += 1
            if kind not in {Kind.WHOLE, *ONE_EACH}:
                visitor.seen[kind].append(value)
        for pair in [*self._of_visit(visitor), *self._of_page(view)]:
            self.figures[pair][VIEWS] += 1
        visitor.page, visitor.seen_at = view.told[Kind.PAGE], view.at

    def _add_time(self, visitor: Visitor, at: datetime) -> None:
        """The time since the page before is that page's, unless the visitor had left meanwhile."""
        spent = at - visitor.seen_at
        if not timedelta(0) <= spent <= self.stays:
            return
        regions = [(Kind.REGION, value) for value in visitor.seen.get(Kind.REGION, [])]
        for pair in [*self._of_visit(visitor), *regions, (Kind.PAGE, visitor.page)]:
            self.figures[pair][SECONDS] += round(spent.total_seconds())
            self.figures[pair][TIMED] += 1

    @staticmethod
    def _of_visit(visitor: Visitor) -> list[tuple[str, str]]:
        return [(Kind.WHOLE, ""), *((kind, visitor.seen[kind][0]) for kind in ONE_EACH if kind in visitor.seen)]

    @staticmethod
    def _of_page(view: WaitingView) -> list[tuple[str, str]]:
        return [(Kind.PAGE, view.told[Kind.PAGE]), *((Kind.REGION, value) for value in view.told[Kind.REGION])]

    def save(self) -> None:
        kept = {(row.kind, row.value): row for row in Count.objects.filter(day=self.day)}
        changed = []
        for (kind, value), figures in self.figures.items():
            row = kept.get((kind, value)) or Count(day=self.day, kind=kind, value=value)
            row.add(figures)
            changed.append(row)
        Count.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["day", "kind", "value"],
            update_fields=["views", "visits", "seconds", "timed"],
        )
        Visitor.objects.bulk_create(
            self.visitors.values(), update_conflicts=True, unique_fields=["day", "key"], update_fields=["seen_at", "page", "seen"]
        )
