"""One row for each region."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from reporting.domain.figures import Grid, Row, rows_of
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.rules import is_national, reported_regions
from reporting.tables.columns import LABELS, column, figures
from sessions.report_columns import ValueKind


def rows(scope: Scope, grid: Grid | None = None) -> list[Row]:
    """grid: the figures of the scope, when the page has them already."""
    found = (grid or Grid.of(scope.enrolments())).by_region
    sessions = Counter(scope.sessions().values_list("region", flat=True))
    names = reported_regions(scope.user, scope.permission).values_list("pk", "name", "code")
    return list(rows_of(found, ((pk, {"name": name, "code": code, "sessions": sessions[pk]}) for pk, name, code in names)))


COLUMNS = [
    column("name", _("Region"), ValueKind.TEXT, order_by="name"),
    column("sessions", _("Sessions"), ValueKind.COUNT, order_by="sessions"),
    *figures(*LABELS),
]

REGIONS = add_table(
    Table(
        name="regions",
        title=_("Regions"),
        about=_("One row per region: sessions, learners, completion, time, attendance, success."),
        icon="building-2",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "parcours", "etat"),
        shown_to=is_national,
    )
)
