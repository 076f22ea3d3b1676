# SPDX-License-Identifier: EUPL-1.2
"""Visits, day by day and by what they are counted by; nothing here is of a person (decision 0088)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.domain.visit_names import names_of
from reporting.rules import is_national, sees_visits
from reporting.tables.columns import column
from sessions.report_columns import ReportColumn, ValueKind
from visits.models import Count, Day, Kind
from visits.models import CountQuerySet as Counts
from visits.permissions import SEE_VISITS

FIGURES = ("views", "visits", "seconds", "timed")


@dataclass
class Visited:
    """Figures of a day or a value. mean: seconds spent on a page, or in a visit; None where it is not known."""

    name: str | date
    views: int = 0
    visits: int | None = 0
    seconds: int = 0
    timed: int = 0
    kind: str = Kind.WHOLE

    @property
    def mean(self) -> float | None:
        shared = self.timed if self.kind == Kind.PAGE else self.visits
        return self.seconds / shared if shared else None


def counts_of(scope: Scope, kind: str) -> Counts:
    """Counts of the scope's period; of the whole site, those of the regions read where that is what the scope is about."""
    found = Count.objects.visible_to(scope.user).closed().within(scope.first, scope.last)
    if kind == Kind.WHOLE and not is_whole(scope):
        regions = found.filter(kind=Kind.REGION)
        return regions.filter(value=str(scope.region_id)) if scope.region_id else regions
    return found.filter(kind=kind)


def is_whole(scope: Scope) -> bool:
    """Is the scope the whole site? Else it is regions, of which only totals are counted."""
    return scope.user.reach(SEE_VISITS).everywhere and not scope.region_id


def rows(kind: str, scope: Scope) -> list[Visited]:
    """The most visited first; values that go under one name are one row, whose visits are those of the most visited."""
    sums = counts_of(scope, kind).order_by().values("value").annotate(**{name: Sum(name) for name in FIGURES})
    read = [(row["value"], [row[name] for name in FIGURES]) for row in sums]
    names, grouped = names_of(kind, [value for value, _figures in read]), defaultdict(list)
    for value, figures in read:
        grouped[names[value]].append(figures)
    found = [Visited(name, *_together(list(zip(*each, strict=True))), kind=kind) for name, each in grouped.items()]
    return sorted(found, key=lambda row: (-(row.visits or 0), str(row.name)))


def _together(figures: list[Any]) -> tuple[int, int, int, int]:
    """A visitor may be counted for several values: of visits the highest is what is certain."""
    views, visits, seconds, timed = figures
    return sum(views), max(visits), sum(seconds), sum(timed)


def days(scope: Scope) -> list[Visited]:
    """The newest day first. Of a day with fewer visitors than are told, the row says nothing but that somebody came."""
    sums = counts_of(scope, Kind.WHOLE).order_by().values("day").annotate(**{name: Sum(name) for name in FIGURES})
    found = [Visited(row["day"], *(row[name] for name in FIGURES)) for row in sums]
    if is_whole(scope):
        few = Day.objects.filter(few=True, closed_at__isnull=False)
        few = few.filter(day__gte=scope.first) if scope.first else few
        few = few.filter(day__lte=scope.last) if scope.last else few
        found += [Visited(day, visits=None) for day in few.values_list("day", flat=True)]
    return sorted(found, key=lambda row: row.name, reverse=True)


def _columns(head: Any, kind: ValueKind, mean: Any) -> list[ReportColumn]:
    return [
        column("name", head, kind, order_by="name"),
        column("visits", _("Visits"), ValueKind.COUNT, order_by="visits"),
        column("views", _("Pages seen"), ValueKind.COUNT, order_by="views"),
        column("mean", mean, ValueKind.SECONDS, order_by="mean"),
    ]


ON_PAGE, OF_VISIT = _("Mean time on the page"), _("Mean time of a visit")
ABOUT_ORIGIN = _("From where people come. Direct access: address typed, bookmark, link in a mail program.")
# By kind: name in addresses, title, what it says, head of its first column.
TABLES = {
    Kind.PAGE: ("visites-pages", _("Visits by page"), _("One row per page: visits, times it was seen, time on it."), _("Page")),
    Kind.ORIGIN: (
        "visites-origines",
        _("Visits by origin"),
        _("From where people come. Direct access: address typed, bookmark, link in a mail program."),
        _("Origin"),
    ),
    Kind.HOST: ("visites-sites", _("Sites people come from"), _("The sites from which people came, by their name."), _("Site")),
    Kind.DEVICE: ("visites-appareils", _("Visits by kind of device"), _("Phone, tablet or computer."), _("Device")),
    Kind.COUNTRY: ("visites-pays", _("Visits by country"), _("The country, after the network address."), _("Country")),
    Kind.LANGUAGE: ("visites-langues", _("Visits by language"), _("The language that the browser asks for."), _("Language")),
    Kind.REGION: ("visites-regions", _("Visits by region"), _("Visits of signed-in people, by their region."), _("Region")),
}

DAYS = add_table(
    Table(
        name="visites",
        title=_("Visits by day"),
        about=_("One row per day: visits, pages seen, time. A day with fewer than 5 visitors has no figures."),
        icon="eye",
        columns=lambda scope: _columns(_("Day"), ValueKind.DATE, OF_VISIT),
        rows=days,
        filters=("periode", "region"),
        shown_to=sees_visits,
        listed=False,
    )
)


def _table(kind: Kind) -> Table:
    name, title, about, head = TABLES[kind]
    return add_table(
        Table(
            name=name,
            title=title,
            about=about,
            icon="eye",
            columns=lambda scope: _columns(head, ValueKind.TEXT, ON_PAGE if kind == Kind.PAGE else OF_VISIT),
            rows=partial(rows, kind),
            filters=("periode",),
            shown_to=is_national,
            listed=False,
        )
    )


BY_KIND = {kind: _table(kind) for kind in TABLES}
