"""The facts of an enrolment: what was done and attended while access was open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import F

from accounts.prepared import Prepared
from courses.domain.facts import ActivityFact, facts_of, merge
from courses.models import Attempt
from pathways.api import PathwayPlan, succeeds
from sessions.enums import THERE
from sessions.models import Enrolment, Presence

Facts = dict[int, ActivityFact]


def facts_for(enrolments: Iterable[Enrolment]) -> dict[UUID, Facts]:
    """Facts by enrolment id and activity id, in two queries: attempts begun and events held while access was open.

    An attempt counts whole: work handed in on the last evening and graded the week after is a fact of the session.
    """
    people = {one.registration: one for one in enrolments}
    attempts = facts_of(people, begun_before={registration: one.session.closes_at for registration, one in people.items()})
    found = {one.pk: dict(attempts.get(registration, {})) for registration, one in people.items()}
    for presence in _presences(found):
        add_presence(found[presence.enrolment_id], presence)
    return found


def _held(enrolments: list[UUID]):
    """With no more of a presence and of its event than add_presence() looks at."""
    held = Presence.objects.filter(enrolment__in=enrolments, event__activity__isnull=False)
    shown = held.filter(event__starts_at__lt=F("event__session__closes_at")).select_related("event")
    return shown.only("enrolment_id", "status", "event__activity_id", "event__starts_at", "event__ends_at")


_presences_of = Prepared(_held)


def _presences(enrolment_ids: Iterable[UUID]) -> list[Presence]:
    return _presences_of(enrolments=list(enrolment_ids))


def add_presence(facts: Facts, presence: Presence) -> None:
    """Being there finishes the step; a second event of the same activity can only add to it."""
    event = presence.event
    if event.activity_id is None:
        return
    fact = facts.get(event.activity_id, ActivityFact())
    if presence.status not in THERE:
        facts[event.activity_id] = replace(fact, attended=bool(fact.attended))
        return
    facts[event.activity_id] = replace(
        fact,
        attended=True,
        completed=True,
        first_at=min(filter(None, [fact.first_at, event.starts_at])),
        last_at=max(filter(None, [fact.last_at, event.ends_at])),
        completed_at=min(filter(None, [fact.completed_at, event.ends_at])),
    )


def success_moment(enrolment: Enrolment, plan: PathwayPlan) -> datetime | None:
    """When the fact came that made the pathway succeeded, found by playing the facts again in their order; None without success."""
    begun = Attempt.objects.counting().with_counting_rule().of(enrolment.registration)
    tries = begun.filter(started_at__lt=enrolment.session.closes_at).order_by("number")
    return first_success(plan, [*tries, *_presences([enrolment.pk])])


def first_success(plan: PathwayPlan, rows: Iterable[Attempt | Presence]) -> datetime | None:
    """The moment of the earliest of `rows` with which the pathway is succeeded; attempts of one activity in their order."""
    dated = [(_moment_of(row), row) for row in rows]
    for moment in sorted({when for when, _fact in dated}):
        if succeeds(plan, _facts_from([fact for when, fact in dated if when <= moment])):
            return moment
    return None


def _moment_of(row: Attempt | Presence) -> datetime:
    if isinstance(row, Presence):
        return row.event.ends_at
    return row.completed_at or row.finished_at or row.last_activity_at


def _facts_from(rows: list[Attempt | Presence]) -> Facts:
    tries: dict[int, list[Attempt]] = defaultdict(list)
    for row in rows:
        if isinstance(row, Attempt):
            tries[row.activity_id].append(row)
    facts = {activity: merge(attempts) for activity, attempts in tries.items()}
    for row in rows:
        if isinstance(row, Presence):
            add_presence(facts, row)
    return facts
