# SPDX-License-Identifier: EUPL-1.2
"""What pages about one learner show: their attempts, what was written to them; and a learner's own results."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.domain.facts import shown_as_counting
from courses.models import Attempt
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables import steps
from reporting.tables.columns import of
from sessions.models import Enrolment, StepProgress
from sessions.report_columns import ReportColumn, ValueKind
from tutoring.models import Contact
from tutoring.rules import is_tutor

ABOUT_ONE: dict[str, Any] = {"filters": ("inscription",), "listed": False}


def _told(scope: Scope) -> QuerySet:
    """The enrolment that the page is about, of learners one follows; none where the page names none."""
    followed = Enrolment.objects.followed_by(scope.user)
    return scope.enrolments().filter(pk__in=followed.values("pk")) if scope.enrolment_id else Enrolment.objects.none()


# --- Attempts ---


def attempts(scope: Scope) -> QuerySet:
    found = Attempt.objects.counting().filter(registration__in=_told(scope).order_by().values("registration"))
    return found.with_counting_rule().with_limit().select_related("activity", "user").order_by("started_at", "number", "pk")


def with_counting(rows: list[Any], scope: Scope) -> list[Any]:
    """Each with `counts` and the session's time zone: the attempts of a learner are one chunk."""
    enrolment = _told(scope).select_related("session__region").first()
    tries = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        tries[row.activity_id].append(row)
    counting = {one.pk for each in tries.values() for one in shown_as_counting(each)}
    for row in rows:
        row.counts, row.zone = row.pk in counting, enrolment.session.zone if enrolment else None
    return rows


ATTEMPTS = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name),
    of("step", _("Step"), ValueKind.TEXT, lambda row: row.activity.title),
    of("number", _("Attempt"), ValueKind.COUNT, lambda row: row.number),
    of("started_at", _("Begun"), ValueKind.MOMENT, lambda row: row.started_at.astimezone(row.zone), "started_at"),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display())),
    of("completed", _("Finished"), ValueKind.YES_NO, lambda row: row.completed),
    of("success", _("Passed"), ValueKind.YES_NO, lambda row: row.success),
    of("score", _("Score"), ValueKind.SHARE, lambda row: row.score),
    of("seconds", _("Time spent"), ValueKind.SECONDS, lambda row: row.seconds),
    of("counts", _("Counts for the result"), ValueKind.YES_NO, lambda row: row.counts),
]


# --- Messages of the team ---


def contacts(scope: Scope) -> QuerySet:
    found = Contact.objects.visible_to(scope.user).filter(enrolment__in=_told(scope).order_by().values("pk"))
    return found.select_related("author", "enrolment__user", "enrolment__session__region")


CONTACTS = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.enrolment.user.last_name),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.enrolment.user.first_name),
    of("sent_at", _("Sent on"), ValueKind.MOMENT, lambda row: row.sent_at.astimezone(row.enrolment.session.zone), "sent_at"),
    of("author", _("Written by"), ValueKind.TEXT, lambda row: str(row.author)),
    of("subject", _("Subject"), ValueKind.TEXT, lambda row: row.subject),
    of("text", _("Message"), ValueKind.TEXT, lambda row: row.text),
]


# --- One's own results ---

OWN = ("sequence", "title", "state", "score", "seconds", "completed_at")


def own_steps(scope: Scope) -> QuerySet:
    """Of a training of one's own that one may open."""
    own = Enrolment.objects.of_learner(scope.user).filter(pk=scope.enrolment_id)
    found = StepProgress.objects.filter(enrolment__in=own.order_by().values("pk"))
    return found.order_by("step__sequence__sort_order", "step__sort_order", "pk").values_list(*steps.OWN, *steps.NAMES.values(), named=True)


def own_columns(scope: Scope) -> list[ReportColumn]:
    known = {column.name: column for column in steps.columns_in(scope.user.time_zone)}
    return [replace(known[name], by_default=True) for name in OWN]


add_table(
    Table(
        name="tentatives",
        title=_("Attempts"),
        about=_("One row per attempt of a learner: when, score, time, whether it counts."),
        icon="rotate-ccw",
        columns=lambda scope: ATTEMPTS,
        rows=attempts,
        finish=with_counting,
        shown_to=is_tutor,
        **ABOUT_ONE,
    )
)
add_table(
    Table(
        name="messages-apprenant",
        title=_("Messages sent"),
        about=_("One row per message that the team wrote to a learner."),
        icon="mail",
        columns=lambda scope: CONTACTS,
        rows=contacts,
        shown_to=is_tutor,
        **ABOUT_ONE,
    )
)
add_table(
    Table(
        name="mes-resultats",
        title=_("My results"),
        about=_("One row per step of one's own training: state, score, time."),
        icon="list-checks",
        columns=own_columns,
        rows=own_steps,
        shown_to=lambda user: user.is_active,
        taken_by=lambda user: user.is_active,
        **ABOUT_ONE,
    )
)
