"""The conditions of success of a pathway, each with where the learner stands and the words that say so.

Thresholds are exceeded, not reached ("more than 70 %").
"""

from decimal import Decimal

from courses.domain.facts import ActivityFact
from pathways.domain import wording
from pathways.domain.structure import EMPTY, Condition, ConditionStanding, PathwayPlan, StepStanding
from pathways.enums import ConditionKind

ZERO = Decimal(0)


def conditions_of(plan: PathwayPlan, steps: tuple[StepStanding, ...], facts: dict[int, ActivityFact]) -> tuple[ConditionStanding, ...]:
    return tuple(_JUDGES[ConditionKind(one.kind)](one, steps, facts) for one in plan.conditions)


def are_met(plan: PathwayPlan, steps: tuple[StepStanding, ...], facts: dict[int, ActivityFact]) -> bool:
    """All of them; the first that is not ends the question."""
    return all(_JUDGES[ConditionKind(one.kind)](one, steps, facts).met for one in plan.conditions)


def _required_completed(condition: Condition, steps, facts) -> ConditionStanding:
    required = [one for one in steps if one.plan.required] or list(steps)
    done = sum(one.is_done for one in required)
    return ConditionStanding(condition, bool(required) and done == len(required), wording.required_done(done, len(required)))


def _completed(condition: Condition, steps, facts) -> ConditionStanding:
    """A step of the pathway must be done, its minimum score included; another object only finished."""
    step = next((one for one in steps if one.plan.activity_id == condition.activity_id), None)
    fact = facts.get(condition.activity_id, EMPTY)
    met = step.is_done if step else fact.completed or bool(fact.attended)
    return ConditionStanding(condition, met, wording.finished(condition.title, done=met))


def _score(condition: Condition, steps, facts) -> ConditionStanding:
    fact = facts.get(condition.activity_id, EMPTY)
    words = wording.scored(condition.title, score=fact.score, threshold=condition.bar, waiting=fact.waiting)
    return ConditionStanding(condition, _above(fact.score, condition.bar), words, fact.score)


def _mean_score(condition: Condition, steps, facts) -> ConditionStanding:
    """The mean over the scored steps by weight; one without a score yet counts as zero, so that the mean only grows."""
    counted = [one for one in _scored(steps) if one.plan.weight]
    weights = sum(one.plan.weight for one in counted)
    known = sum(one.fact.score is not None for one in counted)
    mean = sum(((one.fact.score or ZERO) * one.plan.weight for one in counted), ZERO) / weights if weights else ZERO
    words = wording.mean(mean, known=known, total=len(counted), threshold=condition.bar)
    return ConditionStanding(condition, bool(counted) and _above(mean, condition.bar), words, mean if known else None)


def _attended(condition: Condition, steps, facts) -> ConditionStanding:
    present = facts.get(condition.activity_id, EMPTY).attended
    return ConditionStanding(condition, bool(present), wording.attended(condition.title, present=present))


def _every_score(condition: Condition, steps, facts) -> ConditionStanding:
    counted = _scored(steps)
    passed = sum(_above(one.fact.score, condition.bar) for one in counted)
    words = wording.every_score(passed, len(counted), threshold=condition.bar)
    return ConditionStanding(condition, passed == len(counted), words)


_JUDGES = {
    ConditionKind.REQUIRED_COMPLETED: _required_completed,
    ConditionKind.COMPLETED: _completed,
    ConditionKind.SCORE: _score,
    ConditionKind.MEAN_SCORE: _mean_score,
    ConditionKind.ATTENDED: _attended,
    ConditionKind.EVERY_SCORE: _every_score,
}


def _scored(steps: tuple[StepStanding, ...]) -> list[StepStanding]:
    """Required steps that give a score; a module that was finished without giving one is not of them."""
    scored = [one for one in steps if one.plan.is_scored and not (one.plan.kind == "scorm" and one.is_done and one.fact.score is None)]
    return [one for one in scored if one.plan.required] or scored


def _above(score: Decimal | None, threshold: int) -> bool:
    return score is not None and score * 100 > threshold
