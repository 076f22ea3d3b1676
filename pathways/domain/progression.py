"""Where a learner stands in a pathway: a pure computation from its structure and the facts.

No database and no clock in here: the same input gives the same answer. The words come from pathways.domain.wording.
"""

from datetime import date

from courses.domain.facts import ActivityFact
from pathways.domain import wording
from pathways.domain.structure import (
    EMPTY,
    Condition,
    ConditionStanding,
    Need,
    PathwayPlan,
    SequencePlan,
    Standing,
    StepPlan,
    StepStanding,
)
from pathways.domain.success import are_met, conditions_of
from pathways.enums import Progression

__all__ = [
    "Condition",
    "ConditionStanding",
    "Need",
    "PathwayPlan",
    "SequencePlan",
    "Standing",
    "StepPlan",
    "StepStanding",
    "evaluate",
    "judge",
    "succeeds",
]


def evaluate(plan: PathwayPlan, facts: dict[int, ActivityFact], *, day: int, first_day: date | None = None) -> Standing:
    """Where a learner with `facts` (by activity id) stands on day `day` of the session, 1 being the first.

    The caller passes only facts that happened while access was open, which is how "within 30 days" is kept.
    first_day: the session's, where the words should name dates.
    """
    done = _done(plan, facts)
    steps = tuple(
        _stand(step, facts, done, rules=_rules(plan, index, done, facts), day=day, first_day=first_day)
        for index, step in enumerate(plan.steps)
    )
    required = [one for one in steps if one.plan.required] or list(steps)
    conditions = conditions_of(plan, steps, facts)
    total, left = sum(one.plan.minutes for one in required), sum(one.plan.minutes for one in required if not one.is_done)
    return Standing(
        steps=steps,
        conditions=conditions,
        percent=(total - left) * 100 // total if total else 0,
        minutes_left=left,
        succeeded=bool(steps) and (all(one.met for one in conditions) if conditions else all(one.is_done for one in required)),
        next_step=_next(steps),
        finished_sequences=_finished(plan, done),
        last_at=max((one.fact.last_at for one in steps if one.fact.last_at), default=None),
    )


def judge(plan: PathwayPlan, facts: dict[int, ActivityFact]) -> tuple[ConditionStanding, ...]:
    """The conditions of success as `evaluate` tells them, which no day and no opening rule changes."""
    return conditions_of(plan, _all_open(plan, facts), facts)


def succeeds(plan: PathwayPlan, facts: dict[int, ActivityFact]) -> bool:
    """Whether the pathway is succeeded with `facts`, as `evaluate` tells it on any day."""
    steps = _all_open(plan, facts)
    if plan.conditions:
        return bool(steps) and are_met(plan, steps, facts)
    required = [one for one in steps if one.plan.required] or steps
    return bool(steps) and all(one.is_done for one in required)


def _all_open(plan: PathwayPlan, facts: dict[int, ActivityFact]) -> tuple[StepStanding, ...]:
    done = _done(plan, facts)
    found = [(step, facts.get(step.activity_id, EMPTY)) for step in plan.steps]
    return tuple(StepStanding(step, _state(step, fact, done, locked=False), fact) for step, fact in found)


def _done(plan: PathwayPlan, facts: dict[int, ActivityFact]) -> frozenset[int]:
    return frozenset(step.activity_id for step in plan.steps if is_done(step, facts.get(step.activity_id, EMPTY)))


def is_done(step: StepPlan, fact: ActivityFact) -> bool:
    """Finished, and well enough: the step's minimum score where it has one, else the object's pass mark."""
    return _finished_at_all(fact) and passes(step, fact)


def passes(step: StepPlan, fact: ActivityFact) -> bool:
    """Whether the score is enough. Without a verdict, an object with a pass mark is judged by its score if it gave one."""
    if step.minimum_score is not None:
        return fact.score is not None and fact.score * 100 >= step.minimum_score
    if step.pass_mark is None or not step.is_scored:
        return True
    if fact.success is not None:
        return fact.success
    return fact.score is None or fact.score * 100 >= step.pass_mark


def _finished_at_all(fact: ActivityFact) -> bool:
    return fact.completed or bool(fact.attended)


def _stand(step: StepPlan, facts, done: frozenset[int], *, rules: tuple[str, ...], day: int, first_day: date | None) -> StepStanding:
    fact = facts.get(step.activity_id, EMPTY)
    awaited = step.opens_on_day if step.opens_on_day is not None and day < step.opens_on_day else None
    if awaited is not None:
        rules = (wording.opens_on(awaited, first_day=first_day), *rules)
    state = _state(step, fact, done, locked=bool(rules))
    if state != "locked":
        return StepStanding(step, state, fact)
    return StepStanding(step, state, fact, rules, awaited)


def _state(step: StepPlan, fact: ActivityFact, done: frozenset[int], *, locked: bool) -> str:
    """What was begun stays open, even when an editor makes the rules stricter afterwards."""
    if step.activity_id in done:
        return "done"
    if fact.waiting:
        return "waiting"
    if _finished_at_all(fact):
        return "redo"
    if fact.started:
        return "running"
    return "locked" if locked else "todo"


def _rules(plan: PathwayPlan, index: int, done: frozenset[int], facts: dict[int, ActivityFact]) -> tuple[str, ...]:
    """The opening rules of a step that are not met, in words; only a constrained pathway has any."""
    if plan.progression != Progression.CONSTRAINED:
        return ()
    step = plan.steps[index]
    if not step.needs:
        before = previous_required(plan, index)
        return () if before is None or before.activity_id in done else (wording.opens_after(before.title),)
    here = {one.activity_id for one in plan.steps}
    return tuple(
        wording.opens_after(need.title, completed=need.completed, minimum_score=need.minimum_score)
        for need in step.needs
        if not _is_met(need, facts.get(need.activity_id, EMPTY), done=need.activity_id in done, here=need.activity_id in here)
    )


def _is_met(need: Need, fact: ActivityFact, *, done: bool, here: bool) -> bool:
    """`done` tells of a step of this pathway; an object that is no step of it is finished when its fact says so."""
    if need.completed and not (done if here else _finished_at_all(fact)):
        return False
    return need.minimum_score is None or (fact.score is not None and fact.score * 100 >= need.minimum_score)


def previous_required(plan: PathwayPlan, index: int) -> StepPlan | None:
    """What a step without rules of its own waits for: the required step before it.

    Virtual classes and half-days are passed over: whoever was absent would be shut out for the rest of the session.
    """
    return next((step for step in reversed(plan.steps[:index]) if step.required and not step.is_event), None)


def _next(steps: tuple[StepStanding, ...]) -> StepStanding | None:
    """The first thing to do: required before optional, and before events, which nobody can do on their own."""
    open_ones = [one for one in steps if one.state in {"todo", "running", "redo"}]
    return min(open_ones, key=lambda one: (not one.plan.required, one.plan.is_event, one.plan.number), default=None)


def _finished(plan: PathwayPlan, done: frozenset[int]) -> frozenset[int]:
    """Sequences whose required steps are all done; where none is required, all of them."""
    found = set()
    for sequence in plan.sequences:
        wanted = [step for step in sequence.steps if step.required] or list(sequence.steps)
        if wanted and all(step.activity_id in done for step in wanted):
            found.add(sequence.sequence_id)
    return frozenset(found)
