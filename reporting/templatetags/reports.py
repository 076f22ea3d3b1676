"""Figures of reports on pages."""

from typing import Any

from django import template

from reporting.domain.tables import table_named
from reporting.rules import exports_reports, reads_reports
from sessions.domain.column_words import count_words, duration_words, share_words
from sessions.report_columns import ReportColumn, ValueKind

register = template.Library()
NUMBERS = frozenset({ValueKind.COUNT, ValueKind.NUMBER, ValueKind.SHARE, ValueKind.SECONDS})


@register.filter
def is_number(column: ReportColumn) -> bool:
    """Whether the figures of a column are set flush at the end."""
    return column.kind in NUMBERS


@register.filter
def words_of_count(value: int) -> str:
    return count_words(value)


@register.filter
def words_of_share(value: float | None) -> str:
    return "–" if value is None else share_words(value)


@register.filter
def words_of_seconds(value: int | None) -> str:
    return duration_words(value) if value else "–"


@register.filter
def at(values: list, place: int):
    return values[place]


@register.inclusion_tag("reporting/parts/take_away.html", takes_context=True)
def take_away(context: Any, name: str, label: str, **filters: Any) -> dict[str, Any]:
    """The list of a page, taken away as a table of the reports; nothing for those who may not. filters: see list_export.html."""
    table, user = table_named(name), context["request"].user
    offered = table is not None and table.shown_to(user) and reads_reports(user) and exports_reports(user)
    return {"offered": offered, "table": name, "label": label, "csrf_token": context["csrf_token"], **filters}
