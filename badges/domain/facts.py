"""When learners earned each badge, read from facts alone: statements of the platform itself, and stored progress.

What content sent to the journal earns nothing, for a browser can forge it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Min

from badges.registry import Moments
from lrs.api import SESSION_FORUM, Verb, activity_iri
from lrs.models import Statement
from pathways.api import PathwayPlan, plans_of
from sessions.enums import StepState
from sessions.models import Enrolment, StepProgress

WHOLE = 100


def first_forum_visit(enrolments: Collection[Enrolment]) -> Moments:
    return _first_said(enrolments, Verb.EXPERIENCED, activity_iri(SESSION_FORUM, ""))


def first_answer(enrolments: Collection[Enrolment]) -> Moments:
    return _first_said(enrolments, Verb.COMMENTED, activity_iri("forum-thread", ""))


def first_sequence(enrolments: Collection[Enrolment]) -> Moments:
    """The first moment at which every required step of some sequence was done."""
    found = {}
    plans = plans_of({one.session.pathway_id: one.session.pathway for one in enrolments}.values()) if enrolments else {}
    done = _done_steps(enrolments)
    for enrolment in enrolments:
        moments = finished_sequences(plans[enrolment.session.pathway_id], done[enrolment.pk])
        if moments:
            found[enrolment.pk] = min(moments)
    return found


def pathway_finished(enrolments: Collection[Enrolment]) -> Moments:
    whole = StepProgress.objects.filter(enrolment__in=[one.pk for one in enrolments], enrolment__percent=WHOLE)
    last = whole.values("enrolment").annotate(moment=Max("completed_at")).values_list("enrolment", "moment")
    return {pk: moment for pk, moment in last if moment}


def _first_said(enrolments: Collection[Enrolment], verb: Verb, about: str) -> Moments:
    """The first statement of the platform with this verb, about things whose address begins with `about`."""
    mine = {one.registration: one.pk for one in enrolments}
    said = Statement.objects.filter(registration__in=list(mine), verb=verb.iri, activity__startswith=about, is_platform=True, voided=False)
    rows = said.order_by().values("registration").annotate(moment=Min("timestamp")).values_list("registration", "moment")
    return {mine[registration]: moment for registration, moment in rows if registration}


def _done_steps(enrolments: Collection[Enrolment]) -> dict:
    """Enrolment id → step id → when it was done."""
    found: dict = defaultdict(dict)
    rows = StepProgress.objects.filter(enrolment__in=[one.pk for one in enrolments], state=StepState.DONE)
    for enrolment_id, step_id, completed, last in rows.values_list("enrolment_id", "step_id", "completed_at", "last_at"):
        if completed or last:
            found[enrolment_id][step_id] = completed or last
    return found


def finished_sequences(plan: PathwayPlan, done: dict[int, datetime]) -> list[datetime]:
    """When each finished sequence was: its required steps are done; where none is required, all of them."""
    found = []
    for sequence in plan.sequences:
        wanted = [step.step_id for step in sequence.steps if step.required] or [step.step_id for step in sequence.steps]
        if wanted and all(step_id in done for step_id in wanted):
            found.append(max(done[step_id] for step_id in wanted))
    return found
