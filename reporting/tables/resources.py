"""One row for each resource or activity of the library that learners of the scope met."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.models import LibraryObject
from pathways.models import Step
from reporting.domain.figures import Figures, Row
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import column, figures
from sessions.domain.facts import THERE
from sessions.enums import StepState
from sessions.models import Presence, StepProgress
from sessions.report_columns import ValueKind

STARTED = Q(first_at__isnull=False) | Q(completed=True)
SUMS = {
    "n_learners": Count("pk"),
    "n_started": Count("pk", filter=STARTED),
    "n_finished": Count("pk", filter=Q(state=StepState.DONE)),
    "n_points": Sum("score"),
    "n_scored": Count("score"),
    "n_seconds": Sum("seconds"),
}


def rows(scope: Scope) -> list[Row]:
    """By title. A resource used in several pathways is one row: the same object everywhere."""
    found, pathways = _progress(scope)
    _add_presence(scope, found)
    objects = LibraryObject.objects.filter(pk__in=found).order_by("title", "pk")
    return [Row(found[one.pk], _names(one, pathways[one.pk])) for one in objects]


def _progress(scope: Scope) -> tuple[dict[int, Figures], dict[int, int]]:
    """Figures and number of pathways by activity id. The database groups by step, which it holds; steps are put together here."""
    stored = StepProgress.objects.filter(enrolment__in=scope.enrolments().order_by().values("pk")).order_by()
    by_step: dict[int, Any] = {row["step"]: row for row in stored.values("step").annotate(**SUMS)}
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    pathways: dict[int, set[int]] = defaultdict(set)
    for step, activity, pathway in Step.objects.filter(pk__in=by_step).values_list("pk", "activity", "sequence__pathway"):
        grouped[activity].append(by_step[step])
        pathways[activity].add(pathway)
    return {activity: _together(rows) for activity, rows in grouped.items()}, {activity: len(found) for activity, found in pathways.items()}


def _together(rows: list[dict[str, Any]]) -> Figures:
    whole = {name: sum(row[name] or 0 for row in rows) for name in SUMS}
    return Figures(
        learners=whole["n_learners"],
        started=whole["n_started"],
        finished=whole["n_finished"],
        completion=whole["n_finished"],
        seconds=whole["n_seconds"],
        points=float(whole["n_points"]),
        scored=whole["n_scored"],
    )


def _add_presence(scope: Scope, found: dict[int, Figures]) -> None:
    held = Presence.objects.filter(enrolment__in=scope.enrolments().order_by().values("pk"), event__activity__in=list(found))
    counted = held.order_by().values("event__activity").annotate(whole=Count("pk"), there=Count("pk", filter=Q(status__in=THERE)))
    for activity, whole, there in counted.values_list("event__activity", "whole", "there"):
        found[activity].validated, found[activity].there = whole, there


def _names(one: LibraryObject, pathways: int) -> dict[str, Any]:
    return {
        "key": one.pk,
        "title": one.title,
        "kind": capfirst(one.kind_name),
        "modality": str(one.get_modality_display()),
        "planned": one.duration_minutes * 60,
        "pathways": pathways,
    }


COLUMNS = [
    column("title", _("Resource or activity"), ValueKind.TEXT, order_by="title"),
    column("kind", _("Kind"), ValueKind.TEXT, order_by="kind"),
    column("modality", _("Modality"), ValueKind.TEXT, order_by="modality", by_default=False),
    column("planned", _("Planned duration"), ValueKind.SECONDS, order_by="planned", by_default=False),
    column("pathways", _("Pathways"), ValueKind.COUNT, order_by="pathways"),
    *figures("learners", "started", "finished"),
    column("percent", _("Completion"), ValueKind.SHARE, order_by="percent"),
    column("score", _("Mean score"), ValueKind.SHARE, order_by="score"),
    column("seconds", _("Time spent"), ValueKind.SECONDS, order_by="seconds"),
    column("attendance", _("Attendance"), ValueKind.SHARE, order_by="attendance"),
]

RESOURCES = add_table(
    Table(
        name="ressources",
        title=_("Resources and activities"),
        about=_("One row per object of the library: pathways that use it, learners, completion, score, time, attendance."),
        icon="library",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region", "parcours", "etat"),
    )
)
