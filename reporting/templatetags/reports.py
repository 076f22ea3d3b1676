"""Figures of reports on pages."""

from django import template

from reporting.domain.cells import count_words, duration_words, share_words
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
