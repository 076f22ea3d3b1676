"""Where what was done leaves a learner: the stored progress, computed by the same functions as in the running platform."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings

from benchmarks.seed.deeds import Learner
from benchmarks.seed.medals import earn_by_progress
from courses.domain.facts import ActivityFact, merge
from courses.models import Attempt
from lrs.api import Verb
from pathways.api import PathwayPlan, Standing, evaluate
from sessions.domain.certificates import ALPHABET, GROUPS, LETTERS, content_of
from sessions.domain.facts import add_presence, first_success
from sessions.domain.milestones import WHOLE, pathway_thing
from sessions.domain.progress import ANY_DAY, row_of
from sessions.enums import EnrolmentState
from sessions.models import Certificate, Presence


def keep_standing(plan: PathwayPlan, learner: Learner, presences: list[Presence]) -> None:
    """Set the figures of the enrolment, add its rows of progress and what they make the journal say."""
    enrolment, facts = learner.enrolment, _facts(learner.attempts, presences)
    standing = evaluate(plan, facts, day=ANY_DAY)
    enrolment.percent, enrolment.minutes_left = standing.percent, standing.minutes_left
    enrolment.seconds = sum(fact.seconds for fact in facts.values())
    enrolment.succeeded = standing.succeeded
    rows = [row_of(enrolment, step) for step in standing.steps]
    learner.writer.add(*rows)
    _tell_progress(plan, learner, standing)
    earn_by_progress(plan, learner, rows)
    if standing.succeeded:
        enrolment.succeeded_at = first_success(plan, [*learner.attempts, *presences])
        learner.say(Verb.PASSED, pathway_thing(plan), enrolment.succeeded_at or learner.now, success=True)
        if enrolment.state == EnrolmentState.ACTIVE:
            _certify(plan, learner, standing)


def _facts(attempts: list[Attempt], presences: list[Presence]) -> dict[int, ActivityFact]:
    tries: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        tries[attempt.activity_id].append(attempt)
    facts = {activity: merge(rows) for activity, rows in tries.items()}
    for presence in presences:
        add_presence(facts, presence)
    return facts


def _tell_progress(plan: PathwayPlan, learner: Learner, standing: Standing) -> None:
    required = [one for one in standing.steps if one.plan.required]
    total, done, told = sum(one.plan.minutes for one in required), 0, 0
    dated = [(one.fact.completed_at, one) for one in required if one.is_done and one.fact.completed_at]
    for moment, step in sorted(dated, key=lambda pair: pair[0]):
        done += step.plan.minutes
        percent = done * 100 // total
        if percent > told:
            extensions = {f"{settings.SITE_ORIGIN}/xapi/extensions/progress": percent}
            learner.say(Verb.PROGRESSED, pathway_thing(plan), moment, extensions=extensions)
        told = percent
        if percent == WHOLE:
            learner.say(Verb.COMPLETED, pathway_thing(plan), moment, completion=True, seconds=learner.enrolment.seconds)


def _certify(plan: PathwayPlan, learner: Learner, standing: Standing) -> None:
    issued: datetime = (learner.enrolment.succeeded_at or learner.now) + timedelta(seconds=2)
    letters = [learner.rng.choice(ALPHABET) for _place in range(GROUPS * LETTERS)]
    code = "-".join("".join(letters[start : start + LETTERS]) for start in range(0, len(letters), LETTERS))
    signatory = str(learner.enrolment.created_by)
    content = content_of(learner.enrolment, plan, standing, signatory)
    learner.writer.add(Certificate(enrolment=learner.enrolment, code=code, issued_at=issued, content=content))
