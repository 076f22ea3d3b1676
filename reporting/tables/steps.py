"""One row for each learner at each step: the longest table, read as plain rows of the database."""

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import column, zone
from sessions.enums import StepState
from sessions.models import StepProgress
from sessions.report_columns import ReportColumn, ValueKind, each

NAMES: dict[str, str] = {
    "last_name": "enrolment__user__last_name",
    "first_name": "enrolment__user__first_name",
    "email": "enrolment__user__email",
    "region": "enrolment__session__region__name",
    "zone": "enrolment__session__region__time_zone",
    "pathway": "enrolment__session__pathway__title",
    "session": "enrolment__session__name",
    "sequence": "step__sequence__title",
    "title": "step__activity__title",
    "required": "step__required",
}
OWN = ("state", "completed", "success", "score", "seconds", "first_at", "last_at", "completed_at")


def rows(scope: Scope) -> QuerySet:
    found = StepProgress.objects.filter(enrolment__in=scope.enrolments().order_by().values("pk"))
    found = found.order_by(
        "-enrolment__session__starts_on",
        "enrolment__session",
        "enrolment__user__last_name",
        "enrolment__user__first_name",
        "enrolment",
        "step__sequence__sort_order",
        "step__sort_order",
        "pk",
    )
    return found.values_list(*OWN, *NAMES.values(), named=True)


def _text(name: str, label: Any, *, by_default: bool = True) -> ReportColumn:
    return ReportColumn(name, label, ValueKind.TEXT, each(attrgetter(NAMES[name])), order_by=NAMES[name], by_default=by_default)


def _moment(name: str, label: Any, *, by_default: bool = True, own_zone: str = "") -> ReportColumn:
    def read(row: Any):
        value = getattr(row, name)
        return value.astimezone(zone(own_zone or getattr(row, NAMES["zone"]))) if value else None

    return ReportColumn(name, label, ValueKind.MOMENT, each(read), order_by=name, by_default=by_default)


def _state(row: Any) -> str:
    return str(STATES[row.state])


STATES = dict(StepState.choices)


def columns_in(own_zone: str = "") -> list[ReportColumn]:
    """Moments are read in the zone of the region, or in one's own."""
    return [
        _text("last_name", _("Last name")),
        _text("first_name", _("First name")),
        _text("email", _("E-mail address"), by_default=False),
        _text("region", _("Region"), by_default=False),
        _text("pathway", _("Pathway")),
        _text("session", _("Session")),
        _text("sequence", _("Sequence"), by_default=False),
        _text("title", _("Step")),
        ReportColumn("state", _("State"), ValueKind.TEXT, each(_state), order_by="state", by_default=True),
        column("completed", _("Finished"), ValueKind.YES_NO, order_by="completed", by_default=False),
        column("success", _("Passed"), ValueKind.YES_NO, order_by="success", by_default=False),
        column("score", _("Score"), ValueKind.SHARE, order_by="score"),
        column("seconds", _("Time spent"), ValueKind.SECONDS, order_by="seconds"),
        _moment("first_at", _("Begun"), by_default=False, own_zone=own_zone),
        _moment("last_at", _("Last visit"), own_zone=own_zone),
        _moment("completed_at", _("Finished on"), own_zone=own_zone),
    ]


COLUMNS = columns_in()

STEPS = add_table(
    Table(
        name="etapes",
        title=_("Learners, step by step"),
        about=_("One row per learner and step: state, score, time, last visit."),
        icon="list-checks",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("session", "inscription", "periode", "region", "parcours", "etat", "q"),
        configurable=True,
    )
)
