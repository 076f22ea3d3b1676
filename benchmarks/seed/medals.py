"""The badges of a learner, for the facts that the platform gives them for."""

from datetime import datetime

from badges.domain.awarding import BADGE_TYPE
from badges.domain.facts import finished_sequences
from badges.models import Award
from badges.registry import badge_kind
from benchmarks.seed.deeds import Learner
from lrs.api import Thing, Verb, activity_iri
from pathways.api import PathwayPlan
from sessions.domain.milestones import WHOLE
from sessions.enums import EnrolmentState, StepState
from sessions.models import StepProgress


def earn(learner: Learner, name: str, moment: datetime) -> None:
    """One badge, with what the journal says of it."""
    kind = badge_kind(name)
    learner.writer.add(Award(user=learner.enrolment.user, enrolment=learner.enrolment, kind=name, earned_at=moment))
    learner.say(Verb.EARNED, Thing(activity_iri("badge", name), str(kind.label if kind else name), BADGE_TYPE), moment)


def earn_by_progress(plan: PathwayPlan, learner: Learner, rows: list[StepProgress]) -> None:
    """A first sequence finished, the whole pathway finished."""
    if learner.enrolment.state != EnrolmentState.ACTIVE:
        return
    done = {row.step_id: moment for row in rows if row.state == StepState.DONE and (moment := row.completed_at or row.last_at)}
    moments = finished_sequences(plan, done)
    if moments:
        earn(learner, "first_sequence", min(moments))
    ends = [row.completed_at for row in rows if row.completed_at]
    if learner.enrolment.percent == WHOLE and ends:
        earn(learner, "pathway_finished", max(ends))
