"""A table that is reported: its columns, its rows within a scope, and how they are read chunk by chunk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import Promise

from reporting.domain.scope import Scope
from reporting.rules import exports_reports, reads_reports
from sessions.report_columns import ReportColumn

# Rows finished and written together: queries grow with their number, memory with their size.
CHUNK = 500
# Rows fetched together. Django holds them until the next ones are there.
FETCHED = 250
Rows = QuerySet | list[Any]

EVERY_FILTER = ("periode", "region", "parcours")


@dataclass(frozen=True)
class Table:
    """name: in addresses, kept in saved reports. rows: of a scope, in the order they have by themselves.

    A query set is read from the database as it is written; a list is a few figures already grouped.
    filters: fields of ScopeForm that narrow it. shown_to: who may open it, beyond what the scope lets through.
    taken_by: who of them may take it away; beyond the data of learners, whoever reads the page it stands on.
    finish: given a page or chunk of rows, gives the rows that the columns read. link: where a finished row leads, "" for nowhere.
    listed: among the reports; else a page of its own leads to it.
    """

    name: str
    title: str | Promise
    about: str | Promise
    icon: str
    columns: Callable[[Scope], list[ReportColumn]]
    rows: Callable[[Scope], Rows]
    filters: tuple[str, ...] = EVERY_FILTER
    page_size: int = 50
    shown_to: Callable[[Any], bool] = reads_reports
    taken_by: Callable[[Any], bool] = exports_reports
    finish: Callable[[list[Any], Scope], list[Any]] = field(default=lambda rows, scope: rows)
    link: Callable[[Any, Any], str] = field(default=lambda row, user: "")
    configurable: bool = False
    listed: bool = True

    def is_for(self, user) -> bool:
        """May the person take it away?"""
        return self.shown_to(user) and self.taken_by(user)

    def chosen(self, scope: Scope, names: list[str]) -> list[ReportColumn]:
        """The columns named, in the order of the names; those by default when none is, or none exists any more."""
        known = {column.name: column for column in self.columns(scope)}
        return [known[name] for name in dict.fromkeys(names) if name in known] or [one for one in known.values() if one.by_default]

    def ordered(self, scope: Scope, columns: list[ReportColumn], order: str) -> Rows:
        """The rows by the column that `order` names (a leading - turns it round); an order nobody knows changes nothing."""
        rows = self.rows(scope)
        column = next((one for one in columns if one.name == order.lstrip("-") and one.order_by), None)
        if column is None:
            return rows
        if isinstance(rows, QuerySet):
            key = F(column.order_by)
            turned = key.desc(nulls_last=True) if order.startswith("-") else key.asc(nulls_last=True)
            return rows.order_by(turned, *rows.query.order_by)
        return _sorted(rows, column, turned=order.startswith("-"))

    def chunks(self, scope: Scope, columns: list[ReportColumn], order: str = "") -> Iterator[list[tuple[Any, ...]]]:
        """The values of all rows, chunk by chunk, in a constant number of queries per chunk."""
        rows = self.ordered(scope, columns, order)
        source = rows.iterator(chunk_size=FETCHED) if isinstance(rows, QuerySet) else iter(rows)
        while chunk := list(islice(source, CHUNK)):
            values = values_of(self.finish(chunk, scope), columns)
            # The next rows are read while the values are still held: not while these are, too.
            chunk.clear()
            yield values

    def count(self, scope: Scope) -> int:
        rows = self.rows(scope)
        return rows.count() if isinstance(rows, QuerySet) else len(rows)


def values_of(rows: list[Any], columns: list[ReportColumn]) -> list[tuple[Any, ...]]:
    return list(zip(*(column.read(rows) for column in columns), strict=True)) if rows else []


def _sorted(rows: list[Any], column: ReportColumn, *, turned: bool) -> list[Any]:
    """By the column's own values, rows without one last."""
    pairs = list(zip(column.read(rows), rows, strict=True))
    known = [pair for pair in pairs if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=turned)
    return [row for _value, row in known] + [row for value, row in pairs if value is None]


_tables: dict[str, Table] = {}


def add_table(table: Table) -> Table:
    _tables[table.name] = table
    return table


def table_named(name: str) -> Table | None:
    return _tables.get(name)


def tables_for(user) -> list[Table]:
    """The tables that the person may open from the list of reports."""
    return [table for table in _tables.values() if table.icon and table.listed and table.shown_to(user)]
