# SPDX-License-Identifier: EUPL-1.2
"""The page of visits: totals of a period, its pictures, its tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.domain import plots
from privacy.days import in_words
from reporting.domain.scope import Scope
from reporting.tables.visits import BY_KIND, Visited, days, is_whole, rows
from sessions.domain.column_words import count_words
from visits.models import FEWEST, Count, Kind

# Columns of a plot of days: beyond so many days they stand for weeks, then for months.
MOST_DAYS, MOST_WEEKS = 31, 26
IN_A_PLOT = 8
PAGES = 15
DRAWN = (Kind.ORIGIN, Kind.HOST, Kind.DEVICE, Kind.COUNTRY, Kind.LANGUAGE, Kind.REGION)


@dataclass(frozen=True)
class Board:
    """figures: of the period. today: visits so far, None for fewer than are told. by_kind: table and plot, for the whole site."""

    figures: Visited
    today: int | None
    by_day: plots.Plot
    by_kind: list[tuple[str, plots.Plot]]
    pages: list[Visited]

    @property
    def per_visit(self) -> float:
        return self.figures.views / self.figures.visits if self.figures.visits else 0


def board_of(scope: Scope) -> Board:
    found, whole = days(scope), is_whole(scope)
    return Board(
        figures=_sum(found),
        today=visits_today(scope),
        by_day=day_plot(scope, found),
        by_kind=[(BY_KIND[kind].name, kind_plot(kind, rows(kind, scope))) for kind in DRAWN] if whole else [],
        pages=rows(Kind.PAGE, scope)[:PAGES] if whole else [],
    )


def _sum(found: Iterable[Visited]) -> Visited:
    whole = Visited("", visits=0)
    for row in found:
        whole.views, whole.visits = whole.views + row.views, (whole.visits or 0) + (row.visits or 0)
        whole.seconds += row.seconds
    return whole


def visits_today(scope: Scope) -> int | None:
    """Of a day that is not over only the total is told."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    found = Count.objects.visible_to(scope.user).filter(day=today)
    if is_whole(scope):
        found = found.filter(kind=Kind.WHOLE)
    else:
        found = found.filter(kind=Kind.REGION, **({"value": str(scope.region_id)} if scope.region_id else {}))
    visits = max(found.values_list("visits", flat=True), default=0)
    return visits if visits >= FEWEST else None


def day_plot(scope: Scope, found: list[Visited]) -> plots.Plot:
    """Visits by day, by week or by month, the periods without any included."""
    visits = {row.name: row.visits or 0 for row in found if isinstance(row.name, date)}
    yesterday = timezone.localdate() - timedelta(days=1)
    first = scope.first or min(visits, default=yesterday)
    last = min(scope.last or yesterday, yesterday)
    listed = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    title, head, begin, pattern = _steps(len(listed))
    sums: dict[date, int] = {}
    for day in listed:
        sums[begin(day)] = sums.get(begin(day), 0) + visits.get(day, 0)
    values = [(in_words(day, pattern), n, count_words(n)) for day, n in sums.items()]
    text = _("Visits of the period: %(whole)s in all.") % {"whole": count_words(sum(sums.values()))}
    return plots.columns("visits", title, text, head=(head, _("Visits")), values=values)


def _steps(number: int):
    """Title, head of the table, first day of the step that a day is in, how that day is written."""
    if number <= MOST_DAYS:
        return _("Visits by day"), _("Day"), lambda day: day, "j b"
    if number <= MOST_WEEKS * 7:
        return _("Visits by week"), _("Week from"), lambda day: day - timedelta(days=day.weekday()), "j b"
    return _("Visits by month"), _("Month"), lambda day: day.replace(day=1), "b Y"


def kind_plot(kind: str, found: list[Visited]) -> plots.Plot:
    table = BY_KIND[Kind(kind)]
    head = str(table.columns(None)[0].label)  # type: ignore[arg-type]
    values = [(str(row.name), row.visits or 0, count_words(row.visits or 0)) for row in found[:IN_A_PLOT]]
    return plots.bars(f"by-{kind}", str(table.title), str(table.about), head=(head, _("Visits")), values=values)
