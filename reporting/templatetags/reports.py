"""Figures of reports on pages."""

from typing import Any

from django import template

from accounts.models import User
from reporting.domain.tables import Table, table_named
from reporting.permissions import EXPORT_REPORTS
from reporting.rules import exports_reports, reported_sessions
from sessions.domain.column_words import count_words, duration_words, share_words
from sessions.models import Enrolment
from sessions.report_columns import ReportColumn, ValueKind

register = template.Library()
# What a page says of itself, by the field of ScopeForm that it is sent as.
OF_THE_PAGE = {
    "enrolment": "inscription",
    "person": "personne",
    "row": "objet",
    "waiting": "attente",
    "action": "geste",
    "first": "du",
    "last": "au",
    "listing": "liste",
}
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
    return {**_taken_away(context, name, filters), "label": label, **filters}


@register.inclusion_tag("reporting/parts/back_office_export.html", takes_context=True)
def take_away_from_back_office(context: Any, name: str, label: str, **filters: Any) -> dict[str, Any]:
    """The same on a page of the back office."""
    return {**_taken_away(context, name, filters), "label": label}


def _taken_away(context: Any, name: str, filters: dict[str, Any]) -> dict[str, Any]:
    table, user = table_named(name), context["request"].user
    offered = table is not None and table.is_for(user) and _is_told(user, table, filters)
    sent = [(OF_THE_PAGE[one], _sent(value)) for one, value in filters.items() if one in OF_THE_PAGE and value]
    return {"offered": offered, "table": name, "csrf_token": context["csrf_token"], "sent": sent}


def _is_told(user: Any, table: Table, filters: dict[str, Any]) -> bool:
    """Of one session or learner: may the person take data of that session away?"""
    about = filters.get("session") or getattr(filters.get("enrolment"), "session", None)
    return about is None or table.taken_by is not exports_reports or about in reported_sessions(user, EXPORT_REPORTS)


def _sent(value: Any) -> str:
    if isinstance(value, User | Enrolment):
        return str(value.uid if isinstance(value, User) else value.pk)
    return "on" if value is True else str(value)
