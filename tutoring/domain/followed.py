# SPDX-License-Identifier: EUPL-1.2
"""The learners that a tutor follows, with the key facts the tutor chose: the columns of the reports on learners."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from boards.registry import Column
from sessions.domain.column_words import on_screen
from sessions.models import Enrolment, TrainingSession
from sessions.report_columns import ReportColumn, learner_columns

# The person is the head of each row, with their session.
HEAD, LEFT_OUT = "last_name", frozenset({"first_name", "session", "state", "uid"})
KEY_FACTS = frozenset({"percent", "mean_score", "last_visit", "attendance", "hand_ins"})


def followed_learners(user) -> QuerySet:
    """Enrolments of running sessions whose learners the person accompanies."""
    running = TrainingSession.objects.followed_by(user).running()
    return Enrolment.objects.active().filter(session__in=running).with_people().order_by(*BY_NAME)


BY_NAME = ("user__last_name", "user__first_name", "session__name", "pk")


def offered_columns(user=None) -> list[Column]:
    """What the apps tell of learners, as columns that a tutor may choose."""
    return [
        Column(one.name, one.label, one.group, bool(one.order_by), by_default=one.name in KEY_FACTS, heads=one.name == HEAD)
        for one in learner_columns()
        if one.name not in LEFT_OUT
    ]


def columns_named(names: Iterable[str]) -> list[ReportColumn]:
    """In the order of the reports."""
    wanted = set(names) - {HEAD}
    return [one for one in learner_columns() if one.name in wanted]


def ordered(learners: QuerySet, sort: str) -> QuerySet:
    """By the column that `sort` names, a leading - turned round; those who have nothing there come last."""
    column = next((one for one in learner_columns() if one.name == sort.removeprefix("-") and one.order_by), None)
    if column is None:
        return learners
    key = F(column.order_by)
    return learners.order_by(key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True), *BY_NAME)


def with_facts(learners: Iterable[Enrolment], columns: list[ReportColumn]) -> list[tuple[Enrolment, list[tuple[ReportColumn, str]]]]:
    """Each learner with the facts in words, in a number of queries that depends on the columns alone."""
    rows = list(learners)
    values = [column.read(rows) for column in columns] if rows else []
    return [
        (row, [(column, on_screen(read[number], column.kind)) for column, read in zip(columns, values, strict=True)])
        for number, row in enumerate(rows)
    ]
