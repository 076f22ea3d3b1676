# SPDX-License-Identifier: EUPL-1.2
"""What waits for a tutor, and the learners they follow, as their lists show them: of the sessions they may take data from."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.domain.links import learner_link
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.rules import reported_sessions
from sessions.models import Enrolment
from sessions.registry import AwaitedReply, awaited_replies
from sessions.report_columns import ReportColumn, ValueKind, each, learner_columns
from tutoring.domain.followed import followed_learners
from tutoring.domain.hand_ins import to_grade, with_enrolments
from tutoring.domain.reminders import Silence, to_remind
from tutoring.rules import is_tutor


def _of(name: str, label: Any, kind: ValueKind, read: Callable[[Any], Any], order_by: str = "") -> ReportColumn:
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=True)


def _who(person: Callable[[Any], Any], session: Callable[[Any], Any]) -> list[ReportColumn]:
    return [
        _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: person(row).last_name),
        _of("first_name", _("First name"), ValueKind.TEXT, lambda row: person(row).first_name),
        _of("email", _("E-mail address"), ValueKind.TEXT, lambda row: person(row).email),
        _of("session", _("Session"), ValueKind.TEXT, lambda row: session(row).name),
    ]


# --- Work to grade, and grades not published yet ---


def works(scope: Scope) -> QuerySet:
    """Within what the reader may take away as well as grade."""
    told = Enrolment.objects.filter(session__in=reported_sessions(scope.user, scope.permission)).order_by()
    return to_grade(scope.user).filter(attempt__registration__in=told.values("registration"))


def drafts(scope: Scope) -> QuerySet:
    return works(scope).filter(grade__isnull=False)


WORK = [
    *_who(lambda row: row.person, lambda row: row.enrolment.session),
    _of("work", _("Work"), ValueKind.TEXT, lambda row: row.title),
    _of("handed_in", _("Handed in on"), ValueKind.MOMENT, lambda row: timezone.localtime(row.since)),
]
GRADE = _of("grade", _("Draft grade"), ValueKind.NUMBER, lambda row: row.submission.grade)
OUT_OF = _of("maximum", _("Out of"), ValueKind.NUMBER, lambda row: row.submission.maximum_grade)
FEEDBACK = _of("feedback", _("Feedback"), ValueKind.TEXT, lambda row: row.submission.feedback)


# --- Learners, silent or not ---


def silent(scope: Scope) -> QuerySet:
    return to_remind(scope.user).filter(session__in=reported_sessions(scope.user, scope.permission))


SILENT = [
    *_who(lambda row: row.enrolment.user, lambda row: row.enrolment.session),
    _of("phone", _("Telephone"), ValueKind.TEXT, lambda row: row.enrolment.user.phone),
    _of("since", _("Silent since"), ValueKind.MOMENT, lambda row: timezone.localtime(row.since)),
    _of("came", _("Has come already"), ValueKind.YES_NO, lambda row: not row.never_came),
]


def followed(scope: Scope) -> QuerySet:
    return followed_learners(scope.user).filter(session__in=reported_sessions(scope.user, scope.permission))


# --- Questions ---


def replies(scope: Scope) -> list[AwaitedReply]:
    told = set(reported_sessions(scope.user, scope.permission).values_list("pk", flat=True))
    return [reply for reply in awaited_replies(scope.user) if reply.session.pk in told]


REPLIES = [
    *_who(lambda row: row.person, lambda row: row.session),
    _of("question", _("Question"), ValueKind.TEXT, lambda row: row.title),
    _of("since", _("Written on"), ValueKind.MOMENT, lambda row: timezone.localtime(row.since)),
]


def _as_works(rows: list[Any], scope: Scope) -> list[Any]:
    return with_enrolments(rows)


def _as_silences(rows: list[Any], scope: Scope) -> list[Any]:
    return [Silence(row) for row in rows]


# Their own pages lead to them.
OWN: dict[str, Any] = {"filters": (), "shown_to": is_tutor, "listed": False}

TO_GRADE = add_table(
    Table(
        name="a-corriger",
        title=_("To grade"),
        about=_("Work handed in that waits for a grade."),
        icon="pencil-line",
        columns=lambda scope: [*WORK, GRADE],
        rows=works,
        finish=_as_works,
        **OWN,
    )
)
DRAFTS = add_table(
    Table(
        name="a-publier",
        title=_("Grades to publish"),
        about=_("Draft grades that learners do not see yet."),
        icon="send",
        columns=lambda scope: [*WORK, GRADE, OUT_OF, FEEDBACK],
        rows=drafts,
        finish=_as_works,
        **OWN,
    )
)
TO_ANSWER = add_table(
    Table(
        name="a-repondre",
        title=_("To answer"),
        about=_("What learners wrote and nobody answered."),
        icon="messages-square",
        columns=lambda scope: REPLIES,
        rows=replies,
        **OWN,
    )
)
TO_REMIND = add_table(
    Table(
        name="a-relancer",
        title=_("To write to"),
        about=_("Learners who went silent."),
        icon="bell",
        columns=lambda scope: SILENT,
        rows=silent,
        finish=_as_silences,
        **OWN,
    )
)
FOLLOWED = add_table(
    Table(
        name="apprenants-suivis",
        title=_("The learners you follow"),
        about=_("Learners of the sessions in progress that you accompany."),
        icon="users-round",
        columns=lambda scope: learner_columns(),
        rows=followed,
        link=learner_link,
        **OWN,
    )
)
