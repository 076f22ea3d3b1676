"""What learners have met by what is stored, for reports on many: the same words as on their own page, no attempt read again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from courses.domain.facts import ActivityFact
from pathways.api import ConditionStanding, judge, plans_of
from sessions.domain.facts import THERE
from sessions.enums import StepState
from sessions.models import Enrolment, Presence, StepProgress

FIELDS = ("enrolment_id", "step__activity_id", "state", "completed", "success", "score", "seconds", "first_at", "last_at", "completed_at")


def stored_conditions(enrolments: Iterable[Enrolment]) -> dict[UUID, tuple[ConditionStanding, ...]]:
    """The conditions of success by enrolment id; a constant number of queries."""
    rows = list(enrolments)
    plans = plans_of({one.session.pathway_id: one.session.pathway for one in rows}.values())
    facts = _facts([one.pk for one in rows])
    return {one.pk: judge(plans[one.session.pathway_id], facts.pop(one.pk, {})) for one in rows}


def _facts(ids: list[UUID]) -> dict[UUID, dict[int, ActivityFact]]:
    found: dict[UUID, dict[int, ActivityFact]] = defaultdict(dict)
    stored = StepProgress.objects.filter(enrolment__in=ids).values_list(*FIELDS)
    for enrolment, activity, state, completed, success, score, seconds, first_at, last_at, completed_at in stored:
        waiting = state == StepState.WAITING
        found[enrolment][activity] = ActivityFact(completed, success, score, seconds, first_at, last_at, completed_at, waiting)
    held = Presence.objects.filter(enrolment__in=ids, event__activity__isnull=False)
    for enrolment, activity, status in held.values_list("enrolment_id", "event__activity_id", "status"):
        fact = found[enrolment].get(activity, ActivityFact())
        found[enrolment][activity] = replace(fact, attended=bool(fact.attended) or status in THERE)
    return found
