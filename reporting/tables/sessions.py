"""One row for each session."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reporting.domain.figures import Figures, Row, figures_by
from reporting.domain.links import session_link
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import LABELS, column, figures
from sessions.models import Enrolment, TrainingSession
from sessions.report_columns import ReportColumn, ValueKind


def rows(scope: Scope) -> QuerySet:
    found = scope.sessions().search(scope.words).select_related("region").prefetch_related("pathway", "tutors__user")
    return found.order_by("-starts_on", "name", "pk")


def finish(rows: list[Any], scope: Scope) -> list[Any]:
    """Sessions with their figures: three queries for a chunk."""
    found = figures_by(Enrolment.objects.active().filter(session__in=[row.pk for row in rows]), "session")
    return [Row(found.get(row.pk, Figures()), _names(row)) for row in rows]


def _names(session: TrainingSession) -> dict[str, Any]:
    return {
        "key": session.pk,
        "name": session.name,
        "region": session.region.name,
        "pathway": session.pathway.title,
        "phase": str(session.phase().label),
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
        "places": session.places,
        "tutors": ", ".join(sorted({str(one.user) for one in session.tutors.all()})),
    }


COLUMNS: list[ReportColumn] = [
    column("name", _("Session"), ValueKind.TEXT, order_by="name"),
    column("region", _("Region"), ValueKind.TEXT, order_by="region__name"),
    column("pathway", _("Pathway"), ValueKind.TEXT, order_by="pathway__title"),
    column("phase", _("State"), ValueKind.TEXT),
    column("starts_on", _("First day"), ValueKind.DATE, order_by="starts_on"),
    column("ends_on", _("Last day"), ValueKind.DATE, order_by="ends_on"),
    column("places", _("Places"), ValueKind.COUNT, order_by="places", by_default=False),
    column("tutors", _("Tutors and trainers"), ValueKind.TEXT, by_default=False),
    *[column(name, LABELS[name], one.kind) for name in LABELS for one in figures(name)],
]

SESSIONS = add_table(
    Table(
        name="sessions",
        title=_("Sessions"),
        about=_("One row per session: learners, completion, score, time, attendance, success."),
        icon="calendar-days",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region", "parcours", "etat", "q"),
        finish=finish,
        link=session_link,
        configurable=True,
    )
)
