"""The sequencer by itself: what always holds whatever the tree and the requests, and what single rules do."""

import json
import random
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.scorm.sequencing import Node, Sequencer, State, Tree, tree_of
from courses.scorm.sequencing.faults import FAULTS
from courses.scorm.sequencing.rules import DISABLED, HIDDEN, activity_unavailable, rule_action

pytestmark = pytest.mark.requirement("CMA-2.21")

SPACE = 'xmlns="http://www.imsglobal.org/xsd/imsss" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"'
CONDITIONS = ("satisfied", "completed", "attempted", "objectiveStatusKnown", "objectiveMeasureKnown", "attemptLimitExceeded", "always")
PRE = ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal")
POST = ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous")
REQUESTS = ("start", "resumeAll", "continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll", "forward", "nothing")


def flag(draw, name: str) -> str:
    return f'{name}="{"true" if draw(st.booleans()) else "false"}"'


def rule(draw, kind: str, actions: tuple[str, ...]) -> str:
    negated = ' operator="not"' if draw(st.booleans()) else ""
    condition = f'<ruleCondition condition="{draw(st.sampled_from(CONDITIONS))}"{negated}/>'
    return f'<{kind}><ruleConditions>{condition}</ruleConditions><ruleAction action="{draw(st.sampled_from(actions))}"/></{kind}>'


@st.composite
def sequencings(draw) -> str:
    """The sequencing of one activity, all that the standard knows in it."""
    modes = " ".join(flag(draw, name) for name in ("choice", "choiceExit", "flow", "forwardOnly", "useCurrentAttemptObjectiveInfo"))
    rules = [rule(draw, "preConditionRule", PRE) for _one in range(draw(st.integers(0, 2)))]
    rules += [rule(draw, "postConditionRule", POST) for _one in range(draw(st.integers(0, 1)))]
    rules += [rule(draw, "exitConditionRule", ("exit",)) for _one in range(draw(st.integers(0, 1)))]
    limit = '<limitConditions attemptLimit="1"/>' if draw(st.integers(0, 4)) == 0 else ""
    shared = draw(st.sampled_from(["", "g1", "g2"]))
    mapped = f'<mapInfo targetObjectiveID="{shared}" {flag(draw, "readSatisfiedStatus")} writeSatisfiedStatus="true"/>' if shared else ""
    objectives = f"<objectives><primaryObjective {flag(draw, 'satisfiedByMeasure')}>{mapped}</primaryObjective></objectives>"
    timing = draw(st.sampled_from(["never", "once", "onEachNewAttempt"]))
    draws = f'<randomizationControls selectionTiming="{timing}" selectCount="2" randomizationTiming="{timing}" reorderChildren="true"/>'
    choice = f"<adlseq:constrainedChoiceConsiderations {flag(draw, 'preventActivation')} {flag(draw, 'constrainChoice')}/>"
    body = f"<controlMode {modes}/><sequencingRules>{''.join(rules)}</sequencingRules>{limit}{objectives}{draws}"
    return f"<sequencing {SPACE}>{body}<deliveryControls {flag(draw, 'tracked')}/>{choice}</sequencing>"


@st.composite
def trees(draw) -> Tree:
    """Clusters and leaves of at most three levels."""
    nodes: list[Node] = []
    depth = 0
    for number in range(draw(st.integers(1, 12))):
        depth = draw(st.integers(0, min(depth + 1, 2))) if nodes else 0
        nodes.append(Node(f"a{number}", content=True, sequencing=draw(sequencings()), depth=depth))
    return tree_of(Node("root", sequencing=draw(sequencings())), nodes)


@st.composite
def requests(draw, tree: Tree) -> tuple[str, str | None]:
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(["choice", "jump"])), draw(st.sampled_from([*tree.by_identifier, "nowhere"]))
    return draw(st.sampled_from(REQUESTS)), None


def say(draw, sequencer: Sequencer) -> None:
    values = {
        "satisfied": st.sampled_from([True, False, None]),
        "completed": st.sampled_from([True, False, None]),
        "measure": st.floats(-1, 1),
    }
    sequencer.hear({"": {name: draw(value) for name, value in values.items() if draw(st.booleans())}})


lightly = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@lightly
@given(st.data())
def test_any_requests_on_any_tree_give_an_activity_or_a_code(data):
    tree = data.draw(trees())
    sequencer = Sequencer(tree, None, random.Random(1))
    sequencer.request("start")
    for _turn in range(data.draw(st.integers(1, 8))):
        say(data.draw, sequencer)
        valid = sequencer.validity()
        assert valid.choices <= set(tree.by_identifier)
        name, target = data.draw(requests(tree))
        outcome = sequencer.request(name, target, suspended=data.draw(st.booleans()))
        assert outcome.fault in {"", *FAULTS}
        if outcome.delivered:
            check_delivery(sequencer, outcome, name)
        copy = State.load(json.loads(sequencer.state.dumps()))
        assert copy.dumps() == sequencer.state.dumps()


def check_delivery(sequencer: Sequencer, outcome, name: str) -> None:
    """What was delivered is a leaf under way, with all above it, and available where flow or choice led there."""
    activity = outcome.delivered
    assert activity.is_leaf
    assert sequencer.current is activity
    assert all(sequencer.session.of(one).active for one in activity.path())
    assert name != "choice" or rule_free(sequencer, activity)


def rule_free(sequencer: Sequencer, activity) -> bool:
    """Rules that looked at what the attempt's beginning changed may say otherwise now; those that do not must not."""
    steady = [one for one in activity.path() if all(c.name == "always" for r in one.rules for c in r.conditions)]
    return not any(rule_action(sequencer.session, one, (DISABLED,)) for one in steady)


@lightly
@given(st.data())
def test_a_choice_that_is_said_to_be_valid_is_not_refused_for_want_of_permission(data):
    """Where no rule looks at tracking, what the screen shows is what happens."""
    tree = data.draw(trees())
    sequencer = Sequencer(tree, None, random.Random(1))
    sequencer.request("start")
    hidden = {one.identifier for one in tree.activities if rule_action(sequencer.session, one, (HIDDEN,))}
    closed = {one.identifier for one in tree.activities if one.is_leaf and activity_unavailable(sequencer.session, one)}
    if sequencer.current is None:
        assert not sequencer.validity().choices & (hidden | closed)


@lightly
@given(st.data())
def test_suspend_all_then_resume_all_is_as_if_nothing_had_been(data):
    tree = data.draw(trees())
    sequencer = Sequencer(tree, None, random.Random(1))
    for name, target in [("start", None), *(data.draw(requests(tree)) for _one in range(3))]:
        sequencer.request(name, target)
    current = sequencer.current
    if current is None or not sequencer.session.of(current).active:
        return
    if any(one.children and not any(child.delivery.tracked for child in one.children) for one in current.path()):
        # With no child to consider a cluster holds as completed, from whenever it is next rolled up.
        return
    say(data.draw, sequencer)
    sequencer.settle(suspended=True)
    before = {name: one.dump() for name, one in sequencer.state.tracking.items()}
    assert sequencer.request("suspendAll", suspended=True).ended
    sequencer = Sequencer(tree, State.load(json.loads(sequencer.state.dumps())), random.Random(2))
    outcome = sequencer.request("resumeAll")
    if outcome.fault:
        assert outcome.fault == "DB.1.1-3", "a rule of its own has closed it"
        return
    assert (outcome.delivered, outcome.resumed) == (current, True)
    after = {name: one.dump() for name, one in sequencer.state.tracking.items()}
    for name in {one.identifier for one in current.path()}:
        assert {**after[name], "suspended": None} == {**before[name], "suspended": None}


def sequencing(body: str = "", **modes: str) -> str:
    attributes = " ".join(f'{name}="{value}"' for name, value in {"flow": "true", **modes}.items())
    return f"<sequencing {SPACE}><controlMode {attributes}/>{body}</sequencing>"


def sequencer_of(*nodes: Node, root: str = "", seed: int = 1, **options) -> Sequencer:
    return Sequencer(tree_of(Node("root", sequencing=root or sequencing()), nodes, **options), None, random.Random(seed))


def leaf(name: str, body: str = "", depth: int = 0) -> Node:
    return Node(name, content=True, sequencing=sequencing(body) if body else "", depth=depth)


class TestRequests:
    def test_flow_goes_from_leaf_to_leaf_and_ends_the_session_past_the_last(self):
        sequencer = sequencer_of(leaf("a"), Node("m", sequencing=sequencing()), leaf("b", depth=1), leaf("c"))
        walked = [sequencer.request("start").delivered.identifier]
        walked += [sequencer.request("continue").delivered.identifier for _one in range(2)]
        assert walked == ["a", "b", "c"]
        outcome = sequencer.request("continue")
        assert (outcome.ended, outcome.fault, sequencer.current) == (True, "SB.2.1-1", None)

    @pytest.mark.parametrize(
        ("request_", "target", "code"),
        [("start", None, "NB.2.1-1"), ("previous", None, "SB.2.1-3"), ("choice", "z", "NB.2.1-11"), ("fly", None, "NB.2.1-13")],
    )
    def test_what_cannot_be_is_refused_by_its_code(self, request_, target, code):
        sequencer = sequencer_of(leaf("a"), leaf("b"))
        sequencer.request("start")
        assert sequencer.request(request_, target).fault == code

    def test_what_is_drawn_is_drawn_by_the_chance_that_is_given(self):
        draws = '<randomizationControls selectionTiming="once" selectCount="3" randomizationTiming="once" reorderChildren="true"/>'
        names = [chr(letter) for letter in range(ord("a"), ord("k"))]
        orders = [[], []]
        for order in orders:
            sequencer = sequencer_of(*map(leaf, names), root=sequencing(draws), seed=7)
            outcome = sequencer.request("start")
            while outcome.delivered:
                order.append(outcome.delivered.identifier)
                outcome = sequencer.request("continue")
        assert orders[0] == orders[1]
        assert len(orders[0]) == 3
        assert orders[0] != sorted(orders[0])

    def test_rollup_is_weighted(self):
        weigh = '<rollupRules objectiveMeasureWeight="{}"/>'
        sequencer = sequencer_of(leaf("a", weigh.format("0.25")), leaf("b", weigh.format("0.75")))
        sequencer.request("start")
        sequencer.hear({"": {"measure": 1.0}})
        sequencer.request("continue")
        sequencer.hear({"": {"measure": 0.0}})
        assert sequencer.result().measure == 0.25

    def test_a_former_state_is_read_and_an_empty_one_is_new(self):
        assert State.load(None).dumps() == State().dumps()
        assert State.load(State().dump()).dumps() == State().dumps()


@lru_cache
def large_tree() -> Tree:
    nodes = []
    for module in range(50):
        nodes.append(Node(f"m{module}", sequencing=sequencing()))
        nodes += [leaf(f"m{module}a{number}", depth=1) for number in range(9)]
    return tree_of(Node("root", sequencing=sequencing()), nodes)


def test_a_request_on_500_activities_evaluates_each_rule_few_times():
    """Time is the benchmark's affair (benchmarks/scorm); here, that work does not grow with the square of the tree."""
    tree = large_tree()
    assert len(tree.activities) == 501
    sequencer = Sequencer(tree, None, random.Random(1))
    sequencer.request("start")
    calls = 0
    plain = type(sequencer.session).of

    def counting(session, activity):
        nonlocal calls
        calls += 1
        return plain(session, activity)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(sequencer.session), "of", counting)
        sequencer.request("continue")
        assert len(sequencer.validity().choices) == 501
    assert calls < 501 * 20
