"""One row for each learner of each session, with the columns that the apps tell of."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reporting.domain.links import learner_link
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.rules import reported_regions
from sessions.report_columns import ReportColumn, learner_columns


def rows(scope: Scope) -> QuerySet:
    found = scope.enrolments().select_related("user", "session__region").prefetch_related("session__pathway")
    return found.order_by("-session__starts_on", "session__name", "session", "user__last_name", "user__first_name", "pk")


def columns(scope: Scope | None) -> list[ReportColumn]:
    """What the apps tell of learners; the region goes without saying to who reads one."""
    found = learner_columns()
    if scope is None or scope.user.reach(scope.permission).everywhere or reported_regions(scope.user, scope.permission).count() > 1:
        return found
    return [replace(column, by_default=False) if column.name == "region" else column for column in found]


LEARNERS = add_table(
    Table(
        name="apprenants",
        title=_("Learners"),
        about=_("One row per learner and session: completion, score, time, attendance, success, traces."),
        icon="users",
        columns=columns,
        rows=rows,
        link=learner_link,
        filters=("session", "personne", "periode", "region", "parcours", "etat", "reussite", "silencieux", "q"),
        configurable=True,
    )
)
