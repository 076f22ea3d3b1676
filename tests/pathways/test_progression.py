"""Where a learner stands: every state, every way of opening, percent, what comes next."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.facts import ActivityFact
from pathways.api import Condition, Need, PathwayPlan, SequencePlan, StepPlan, evaluate

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STARTED = {"first_at": NOW, "last_at": NOW}


def fact(**fields) -> ActivityFact:
    if "score" in fields and fields["score"] is not None:
        fields["score"] = Decimal(str(fields["score"]))
    return ActivityFact(**{**STARTED, **fields})


def step(number: int, **fields) -> StepPlan:
    fields = {"kind": "page", "modality": "remote_async", "minutes": 10, "title": f"Étape {number}", **fields}
    return StepPlan(step_id=100 + number, number=number, activity_id=number, **fields)


def pathway(*steps: StepPlan, progression="free", conditions=(), split: int | None = None) -> PathwayPlan:
    parts = [steps] if split is None else [steps[:split], steps[split:]]
    sequences = tuple(SequencePlan(at, f"Séquence {at}", tuple(part)) for at, part in enumerate(parts, start=1))
    return PathwayPlan(1, "Parcours", progression, 30, sequences, tuple(conditions))


def states(plan: PathwayPlan, facts=None, *, day: int = 1) -> list[str]:
    return [one.state for one in evaluate(plan, facts or {}, day=day).steps]


@pytest.mark.parametrize(
    ("plan", "found", "state"),
    [
        ({}, ActivityFact(), "todo"),
        ({}, fact(), "running"),
        ({}, fact(completed=True), "done"),
        ({}, fact(waiting=True), "waiting"),
        ({}, fact(completed=True, waiting=True), "done"),
        ({"minimum_score": 50}, fact(completed=True), "redo"),
        ({"minimum_score": 50}, fact(completed=True, score=0.49), "redo"),
        ({"minimum_score": 50}, fact(completed=True, score=0.5), "done"),
        ({"minimum_score": 50}, fact(completed=True, score=0.49, waiting=True), "waiting"),
        ({"minimum_score": 50}, fact(score=0.9), "running"),
        ({"pass_mark": 70, "is_scored": True}, fact(completed=True, success=False, score=0.9), "redo"),
        ({"pass_mark": 70, "is_scored": True}, fact(completed=True, success=True, score=0.1), "done"),
        ({"pass_mark": 70, "is_scored": True}, fact(completed=True), "done"),
        ({"pass_mark": 70, "is_scored": True}, fact(completed=True, score=0.69), "redo"),
        ({"pass_mark": 70, "is_scored": True}, fact(completed=True, score=0.7), "done"),
        ({"pass_mark": 70, "is_scored": True, "minimum_score": 30}, fact(completed=True, success=False, score=0.4), "done"),
        ({"is_scored": True}, fact(completed=True, success=False, score=0), "done"),
        ({"kind": "half_day"}, ActivityFact(attended=True), "done"),
        ({"kind": "half_day"}, ActivityFact(attended=False), "todo"),
    ],
)
def test_state_of_a_step(plan, found, state):
    assert states(pathway(step(1, **plan)), {1: found}) == [state]


@pytest.mark.requirement("CMA-S2")
@pytest.mark.parametrize("progression", ["free", "guided"])
def test_free_and_guided_pathways_are_open_from_the_start(progression):
    plan = pathway(step(1), step(2, needs=(Need(1, "Étape 1"),)), progression=progression)
    assert states(plan) == ["todo", "todo"]


@pytest.mark.parametrize("progression", ["free", "guided", "constrained"])
def test_a_day_is_waited_for_in_every_pathway(progression):
    plan = pathway(step(1, opens_on_day=10), progression=progression)
    locked = evaluate(plan, {}, day=9).steps[0]
    assert (locked.state, locked.opens_on_day) == ("locked", 10)
    assert locked.locked_by == ("S’ouvre le jour 10",)
    assert evaluate(plan, {}, day=9, first_day=date(2026, 3, 3)).steps[0].locked_by == ("S’ouvre le jour 10 (le 12 mars)",)
    opened = evaluate(plan, {}, day=10).steps[0]
    assert (opened.state, opened.opens_on_day, opened.locked_by) == ("todo", None, ())


@pytest.mark.requirement("CMA-S2")
@pytest.mark.parametrize(
    ("need", "found", "opens"),
    [
        (Need(1, "Étape 1"), fact(), False),
        (Need(1, "Étape 1"), fact(completed=True), True),
        (Need(1, "Étape 1", minimum_score=50), fact(completed=True, score=0.49), False),
        (Need(1, "Étape 1", minimum_score=50), fact(completed=True, score=0.5), True),
        (Need(1, "Étape 1", minimum_score=50), fact(score=0.5), False),
        (Need(1, "Étape 1", completed=False, minimum_score=50), fact(score=0.5), True),
        (Need(9, "Ailleurs"), fact(completed=True), False),
    ],
)
def test_a_constrained_step_opens_by_its_rules(need, found, opens):
    plan = pathway(step(1), step(2, needs=(need,)), progression="constrained")
    assert states(plan, {1: found})[1] == ("todo" if opens else "locked")


def test_a_need_of_a_step_means_done_and_not_merely_finished():
    plan = pathway(step(1, minimum_score=80), step(2, needs=(Need(1, "Étape 1"),)), progression="constrained")
    assert states(plan, {1: fact(completed=True, score=0.5)}) == ["redo", "locked"]


def test_all_unmet_rules_are_told_and_only_those():
    needs = (Need(1, "Quiz"), Need(2, "Module 2", minimum_score=50))
    plan = pathway(step(1), step(2), step(3, needs=needs, opens_on_day=4), progression="constrained")
    facts = {1: fact(completed=True)}
    told = evaluate(plan, facts, day=2).steps[2].locked_by
    assert told == ("S’ouvre le jour 4", "S’ouvre après «\u00a0Module 2\u00a0» avec au moins 50\u00a0%")


def test_without_rules_a_constrained_step_follows_the_required_step_before_it():
    plan = pathway(step(1), step(2, required=False), step(3), progression="constrained")
    assert states(plan) == ["todo", "locked", "locked"]
    assert states(plan, {1: fact(completed=True)}) == ["done", "todo", "todo"]


def test_a_missed_event_shuts_nobody_out():
    plan = pathway(step(1), step(2, kind="half_day"), step(3), progression="constrained")
    assert states(plan, {1: fact(completed=True), 2: ActivityFact(attended=False)}) == ["done", "todo", "todo"]


def test_what_was_begun_stays_open():
    plan = pathway(step(1), step(2), progression="constrained")
    assert states(plan, {2: fact()}) == ["todo", "running"]


def test_percent_and_minutes_left_count_required_steps_by_their_minutes():
    plan = pathway(step(1, minutes=30), step(2, minutes=60), step(3, minutes=10, required=False))
    standing = evaluate(plan, {1: fact(completed=True)}, day=1)
    assert (standing.percent, standing.minutes_left) == (33, 60)
    assert evaluate(plan, {1: fact(completed=True), 2: fact(completed=True)}, day=1).percent == 100


def test_where_nothing_is_required_everything_counts():
    plan = pathway(step(1, required=False), step(2, required=False))
    assert evaluate(plan, {1: fact(completed=True)}, day=1).percent == 50


def test_next_is_required_before_optional_and_alone_before_together():
    plan = pathway(step(1, required=False), step(2, kind="virtual_class"), step(3), step(4))
    assert evaluate(plan, {}, day=1).next_step.plan.number == 3
    assert evaluate(plan, {3: fact(waiting=True)}, day=1).next_step.plan.number == 4
    rest = {3: fact(completed=True), 4: fact(completed=True)}
    assert evaluate(plan, rest, day=1).next_step.plan.number == 2
    assert evaluate(plan, {**rest, 2: ActivityFact(attended=True)}, day=1).next_step.plan.number == 1
    assert evaluate(plan, {**rest, 2: ActivityFact(attended=True), 1: fact(completed=True)}, day=1).next_step is None


def test_a_sequence_is_finished_with_its_required_steps():
    plan = pathway(step(1), step(2, required=False), step(3), split=2)
    assert evaluate(plan, {1: fact(completed=True)}, day=1).finished_sequences == {1}
    assert evaluate(plan, {2: fact(completed=True)}, day=1).finished_sequences == frozenset()


def test_an_empty_pathway_is_never_succeeded():
    standing = evaluate(pathway(), {}, day=1)
    assert (standing.percent, standing.succeeded, standing.next_step) == (0, False, None)


def test_last_visit_is_the_newest_of_the_steps():
    later = NOW.replace(day=5)
    assert evaluate(pathway(step(1), step(2)), {1: fact(), 2: fact(last_at=later)}, day=1).last_at == later


# --- Whatever the pathway and whatever happened ---

scores = st.one_of(st.none(), st.decimals(min_value=0, max_value=1, places=3))
percents = st.one_of(st.none(), st.integers(0, 100))


@st.composite
def facts_by_id(draw, ids):
    found = {}
    for pk in draw(st.sets(st.sampled_from(ids))) if ids else ():
        started = draw(st.booleans())
        found[pk] = ActivityFact(
            completed=draw(st.booleans()),
            success=draw(st.sampled_from([None, True, False])),
            score=draw(scores),
            waiting=draw(st.booleans()),
            attended=draw(st.sampled_from([None, True, False])),
            first_at=NOW if started else None,
            last_at=NOW if started else None,
        )
    return found


@st.composite
def plans(draw):
    count = draw(st.integers(0, 6))
    steps = []
    for number in range(1, count + 1):
        before = [one.activity_id for one in steps]
        chosen = draw(st.sets(st.sampled_from(before), max_size=2)) if before else set()
        scored = draw(st.booleans())
        steps.append(
            step(
                number,
                kind=draw(st.sampled_from(["quiz", "page", "half_day"])),
                minutes=draw(st.integers(1, 90)),
                required=draw(st.booleans()),
                is_scored=scored,
                minimum_score=draw(percents) if scored else None,
                pass_mark=draw(percents) if scored else None,
                opens_on_day=draw(st.one_of(st.none(), st.integers(1, 30))),
                needs=tuple(Need(pk, str(pk), draw(st.booleans()), draw(percents)) for pk in sorted(chosen)),
            )
        )
    kinds = ["required_completed", "mean_score", "every_score"] + (["completed", "score", "attended"] if count else [])
    conditions = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        activity = draw(st.sampled_from(range(1, count + 1))) if kind in {"completed", "score", "attended"} else None
        conditions.append(Condition(kind, activity, "X", draw(st.integers(0, 99))))
    return pathway(*steps, progression=draw(st.sampled_from(["free", "guided", "constrained"])), conditions=conditions, split=count // 2)


@given(st.data(), plans(), st.integers(-3, 40))
def test_what_holds_of_every_standing(data, plan, day):
    ids = [one.activity_id for one in plan.steps]
    facts = data.draw(facts_by_id(ids))
    standing = evaluate(plan, facts, day=day)
    assert evaluate(plan, facts, day=day) == standing, "the same input gives the same answer"
    assert 0 <= standing.percent <= 100
    assert [one.plan for one in standing.steps] == list(plan.steps)
    assert len(standing.conditions) == len(plan.conditions)
    assert all(one.words for one in standing.conditions)
    for one in standing.steps:
        assert bool(one.locked_by) == (one.state == "locked")
    following = standing.next_step
    assert following is None or following.state in {"todo", "running", "redo"}
    if following is None:
        assert not [one for one in standing.steps if one.state in {"todo", "running", "redo"}]
    required = [one for one in standing.steps if one.plan.required] or standing.steps
    assert (standing.percent == 100) == (bool(required) and all(one.is_done for one in required))
    assert (standing.minutes_left == 0) == all(one.is_done for one in required)


@given(st.data(), plans())
def test_a_further_day_closes_nothing(data, plan):
    facts = data.draw(facts_by_id([one.activity_id for one in plan.steps]))
    early, late = evaluate(plan, facts, day=3), evaluate(plan, facts, day=20)
    assert {one.plan.number for one in early.steps if one.is_open} <= {one.plan.number for one in late.steps if one.is_open}
    assert early.percent == late.percent


@given(st.data(), plans(), st.integers(1, 30))
def test_finishing_a_step_well_takes_nothing_back(data, plan, day):
    if not plan.steps:
        return
    facts = data.draw(facts_by_id([one.activity_id for one in plan.steps]))
    pk = data.draw(st.sampled_from([one.activity_id for one in plan.steps]))
    before = evaluate(plan, facts, day=day)
    better = ActivityFact(completed=True, success=True, score=Decimal(1), attended=True, **STARTED)
    after = evaluate(plan, {**facts, pk: better}, day=day)
    assert after.percent >= before.percent
    assert after.succeeded >= before.succeeded
    assert [new.met >= old.met for old, new in zip(before.conditions, after.conditions, strict=True)].count(False) == 0
    assert {one.plan.number for one in before.steps if one.is_open} <= {one.plan.number for one in after.steps if one.is_open}


@given(plans())
def test_whoever_does_everything_perfectly_gets_to_the_end(plan):
    """No pathway whose rules look back can be a dead end."""
    facts: dict[int, ActivityFact] = {}
    for _turn in range(len(plan.steps) + 1):
        standing = evaluate(plan, facts, day=30)
        for one in standing.steps:
            if one.is_open:
                facts[one.plan.activity_id] = ActivityFact(completed=True, success=True, score=Decimal(1), attended=True, **STARTED)
    standing = evaluate(plan, facts, day=30)
    assert all(one.is_done for one in standing.steps)
    if plan.steps:
        assert standing.percent == 100
