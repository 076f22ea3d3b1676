"""One row for each pathway that was run."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from pathways.models import PathwayPage
from reporting.domain.figures import Grid, Row, rows_of
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import LABELS, column, figures
from sessions.report_columns import ValueKind


def rows(scope: Scope, grid: Grid | None = None) -> list[Row]:
    """Pathways with learners in the scope, by title; the sessions of each counted.

    grid: the figures of the scope, when the page has them already.
    """
    found = (grid or Grid.of(scope.enrolments())).by_pathway
    sessions = Counter(scope.sessions().values_list("pathway", flat=True))
    titles = PathwayPage.objects.filter(pk__in=found).order_by("title").values_list("pk", "title")
    return list(rows_of(found, ((pk, {"title": title, "sessions": sessions[pk]}) for pk, title in titles)))


COLUMNS = [
    column("title", _("Pathway"), ValueKind.TEXT, order_by="title"),
    column("sessions", _("Sessions"), ValueKind.COUNT, order_by="sessions"),
    *figures(*LABELS),
]

PATHWAYS = add_table(
    Table(
        name="parcours",
        title=_("Pathways"),
        about=_("One row per pathway: sessions, learners, completion, score, time, attendance, success."),
        icon="map",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region", "etat"),
    )
)
