"""The report of one session: a row for each learner, with columns for each condition of success and each step."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.api import StepPlan, plan_of
from pathways.domain import wording
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from sessions.domain.stored_standing import stored_conditions
from sessions.enums import StepState
from sessions.models import Enrolment, StepProgress, TrainingSession
from sessions.report_columns import ReportColumn, ValueKind, each, learner_columns

# From what apps tell of learners: before the steps, and after them.
FIRST = (
    "last_name",
    "first_name",
    "email",
    "percent",
    "mean_score",
    "seconds",
    "platform_seconds",
    "last_visit",
    "attendance",
    "succeeded",
)
LAST = ("first_visit", "succeeded_at", "attended", "validated", "hand_ins", "forum_posts", "contacts", "badges", "certificate")
STATES = dict(StepState.choices)


@dataclass
class SheetRow:
    """An enrolment with its stored progress by step, and what each condition of success says of it."""

    enrolment: Enrolment
    steps: dict[int, StepProgress]
    conditions: tuple[Any, ...]


def rows(scope: Scope) -> QuerySet:
    found = scope.enrolments().select_related("user", "session__region").prefetch_related("session__pathway")
    return found.order_by("user__last_name", "user__first_name", "pk")


def finish(rows: list[Any], scope: Scope) -> list[Any]:
    """Three queries more than the rows, and those of the plan."""
    stored: dict[Any, dict[int, StepProgress]] = defaultdict(dict)
    for progress in StepProgress.objects.filter(enrolment__in=[row.pk for row in rows]):
        stored[progress.enrolment_id][progress.step_id] = progress
    conditions = stored_conditions(rows)
    return [SheetRow(row, stored[row.pk], conditions[row.pk]) for row in rows]


def columns(scope: Scope) -> list[ReportColumn]:
    session = TrainingSession.objects.select_related("pathway").filter(pk=scope.session_id or UUID(int=0)).first()
    if session is None:
        return []
    plan = plan_of(session.pathway)
    known = {column.name: column for column in learner_columns()}
    found = [_of_enrolment(known[name], by_default=True) for name in FIRST if name in known]
    for number, condition in enumerate(plan.conditions):
        words = _("Condition: %(condition)s") % {"condition": _condition_name(condition)}
        found.append(ReportColumn(f"condition-{number}", words, ValueKind.YES_NO, each(_met(number)), by_default=True))
    for step in plan.steps:
        found += _step_columns(step)
    return found + [_of_enrolment(known[name], by_default=False) for name in LAST if name in known]


def _condition_name(condition) -> str:
    return wording.condition(condition.kind, title=condition.title, threshold=condition.threshold)


def _met(number: int) -> Callable[[SheetRow], bool | None]:
    return lambda row: row.conditions[number].met if number < len(row.conditions) else None


def _of_enrolment(column: ReportColumn, *, by_default: bool) -> ReportColumn:
    """A column on enrolments, read from the rows of the sheet."""

    def read(rows: list[SheetRow]) -> list[Any]:
        return column.read([row.enrolment for row in rows])

    return ReportColumn(column.name, column.label, column.kind, read, column.group, column.order_by, by_default=by_default)


def _step_columns(step: StepPlan) -> list[ReportColumn]:
    """State, score, time and last visit of one step."""

    def of(name: str, words: str, kind: ValueKind, read: Callable[[StepProgress], Any]) -> ReportColumn:
        label = f"{step.number}. {step.title} – {words}"
        return ReportColumn(f"etape-{step.step_id}-{name}", label, kind, each(_at(step.step_id, read)), by_default=True)

    return [
        of("etat", _("state"), ValueKind.TEXT, lambda progress: str(STATES[progress.state])),
        of("score", _("score"), ValueKind.SHARE, lambda progress: progress.score),
        of("temps", _("time spent"), ValueKind.SECONDS, lambda progress: progress.seconds),
        of("visite", _("last visit"), ValueKind.MOMENT, lambda progress: progress.last_at),
    ]


def _at(step_id: int, read: Callable[[StepProgress], Any]) -> Callable[[SheetRow], Any]:
    def read_row(row: SheetRow) -> Any:
        progress = row.steps.get(step_id)
        value: Any = read(progress) if progress else None
        return value.astimezone(row.enrolment.session.zone) if hasattr(value, "astimezone") else value

    return read_row


SESSION_SHEET = add_table(
    Table(
        name="session",
        title=gettext_lazy("Report of a session"),
        about="",
        icon="",
        columns=columns,
        rows=rows,
        filters=("session", "reussite", "silencieux", "q"),
        finish=finish,
    )
)
