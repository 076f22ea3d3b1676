"""The report of a session: by learner, step by step, and its attendance."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.templatetags.interface import icon
from pathways.api import plan_of
from privacy.days import in_words
from reporting.domain.figures import Grid
from reporting.domain.links import learner_link
from reporting.domain.tables import Table, values_of
from reporting.forms import ScopeForm
from reporting.rules import exports_reports, reported_session
from reporting.tables.attendance import ATTENDANCE
from reporting.tables.session_sheet import SESSION_SHEET, STATES, SheetRow
from reporting.tables.steps import STEPS
from reporting.views.door import for_readers, shown
from sessions.domain.column_words import duration_words, on_screen, share_words
from sessions.models import StepProgress, TrainingSession
from sessions.permissions import SEE_SESSIONS
from sessions.report_columns import ReportColumn
from sessions.rules import Powers
from tutoring.rules import is_tutor

# Of the sheet, what the screen shows beside the steps: the rest is in the files.
ON_SCREEN = ("percent", "mean_score", "seconds", "last_visit", "attendance", "succeeded")
# States in which there is something to tell, with their pictures.
STEP_ICONS = {"done": "circle-check", "redo": "rotate-ccw", "waiting": "hourglass", "running": "circle-dot"}
SAME_FOR_ALL = frozenset({"pathway", "session", "region"})


@dataclass(frozen=True)
class StepCell:
    """A learner at a step, in words: state, score, then time and last visit."""

    state: str
    picture: str
    words: str
    score: str
    note: str


@require_safe
@for_readers
def session(request, session_id):
    found = reported_session(request.user, session_id)
    form = _form(request, found, SESSION_SHEET)
    scope = form.scope()
    columns = SESSION_SHEET.columns(scope)
    order = request.GET.get("tri", "last_name")
    page = Paginator(SESSION_SHEET.ordered(scope, columns, order), SESSION_SHEET.page_size).get_page(request.GET.get("page"))
    rows = SESSION_SHEET.finish(list(page.object_list), scope)
    plain = [column for column in columns if column.name in ON_SCREEN or column.name.startswith("condition-")]
    plan = plan_of(found.pathway)
    context = _frame(request, found, "session") | {
        "form": form,
        "table": SESSION_SHEET,
        "plan": plan,
        "columns": plain,
        "order": order,
        "page": page,
        "rows": _learners(rows, plain, [step.step_id for step in plan.steps], request.user),
        "figures": Grid.of(scope.enrolments()).whole,
        "yes": icon("circle-check"),
    }
    return render(request, "reporting/session.html", context)


def _learners(rows: list[SheetRow], columns: list[ReportColumn], steps: list[int], user) -> list[dict[str, Any]]:
    """Rows with their words said already: a page has some thousand cells, and a template is slow at saying each."""
    values = values_of(rows, columns)
    pictures = {state: icon(name) for state, name in STEP_ICONS.items()}
    return [
        {
            "enrolment": row.enrolment,
            "link": learner_link(row.enrolment, user),
            "cells": [(column, value, on_screen(value, column.kind)) for column, value in zip(columns, line, strict=True)],
            "steps": [_cell(row.steps.get(step), row.enrolment.session.zone, pictures) for step in steps],
        }
        for row, line in zip(rows, values, strict=True)
    ]


def _cell(progress: StepProgress | None, zone, pictures: dict[str, str]) -> StepCell | None:
    if progress is None or progress.state not in pictures:
        return None
    spent = duration_words(progress.seconds) if progress.seconds else ""
    seen = in_words(progress.last_at.astimezone(zone), _("j F")) if progress.last_at else ""
    score = "" if progress.score is None else share_words(progress.score)
    words = str(STATES[progress.state])
    return StepCell(progress.state, pictures[progress.state], words, score, " · ".join(filter(None, [spent, seen])))


@require_safe
@for_readers
def session_steps(request, session_id):
    return _part(request, session_id, STEPS, "session_steps")


@require_safe
@for_readers
def session_attendance(request, session_id):
    return _part(request, session_id, ATTENDANCE, "session_attendance")


def _part(request, session_id, table: Table, current: str):
    found = reported_session(request.user, session_id)
    form = _form(request, found, table)
    names = [column.name for column in table.chosen(form.scope(), []) if column.name not in SAME_FOR_ALL]
    context = shown(request, table, form, columns=names)
    return render(request, "reporting/session_part.html", _frame(request, found, current) | context)


def _form(request, session: TrainingSession, table: Table) -> ScopeForm:
    """The filters that make sense within one session."""
    data = request.GET.copy()
    data["session"] = str(session.pk)
    wanted = [name for name in table.filters if name in ("session", "reussite", "silencieux", "q")]
    return ScopeForm(data, user=request.user, filters=wanted)


def _frame(request, session: TrainingSession, current: str) -> dict[str, Any]:
    entries = (
        ("session", _("By learner"), "users"),
        ("session_steps", _("Step by step"), "list-checks"),
        ("session_attendance", _("Attendance"), "clipboard-check"),
    )
    tabs = [
        {"label": label, "url": reverse(f"reporting:{name}", args=[session.pk]), "current": name == current, "icon": icon}
        for name, label, icon in entries
    ]
    may = Powers(request.user, session)
    up = reverse("training_sessions:session" if may[SEE_SESSIONS.codename] else "tutoring:session", args=[session.pk])
    if not (may[SEE_SESSIONS.codename] or is_tutor(request.user)):
        up = reverse("reporting:home")
    return {"session": session, "tabs": tabs, "up": up, "exports": exports_reports(request.user)}
