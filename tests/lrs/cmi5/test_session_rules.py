"""The order of statements in a session and in a registration: each rule with its clause, and no sequence gets round them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrs.cmi5.documents import check_place, check_preferences
from lrs.cmi5.order import Coming, after, in_order
from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.session import Standing
from lrs.cmi5.vocabulary import LAUNCH_DATA, PREFERENCES, Said
from tests.lrs.cmi5.unit import START, bare_unit

pytestmark = pytest.mark.requirement("CMA-2.22")
QUICK = settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
OPEN = Standing(has_read_launch_data=True, has_read_preferences=True)
INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED = Said.INITIALIZED, Said.COMPLETED, Said.PASSED, Said.FAILED, Said.TERMINATED


def at(seconds: float):
    return START + timedelta(seconds=seconds)


def follow(standing: Standing, *steps) -> Standing:
    """Steps: verbs a second apart, or pairs of verb and second."""
    for number, step in enumerate(steps):
        what, second = step if isinstance(step, tuple) else (step, number)
        standing = after(standing, Coming(number, at(second), what))
    return standing


def test_a_whole_session():
    end = follow(OPEN, INITIALIZED, None, COMPLETED, PASSED, None, TERMINATED)
    assert end.said == {INITIALIZED: at(0), COMPLETED: at(2), PASSED: at(3), TERMINATED: at(5)}
    assert end.last == at(5)


@pytest.mark.parametrize(
    ("standing", "steps", "clause"),
    [
        (OPEN, [None], "7.1.1"),
        (OPEN, [COMPLETED], "7.1.1"),
        (OPEN, [TERMINATED], "7.1.1"),
        (Standing(has_read_preferences=True), [INITIALIZED], "10"),
        (Standing(has_read_launch_data=True), [INITIALIZED], "11"),
        (OPEN, [INITIALIZED, INITIALIZED], "9.3.2"),
        (OPEN, [(INITIALIZED, 5), (None, 4)], "9.3"),
        (OPEN, [INITIALIZED, COMPLETED, COMPLETED], "9.3"),
        (OPEN, [INITIALIZED, PASSED, PASSED], "9.3"),
        (OPEN, [INITIALIZED, FAILED, FAILED], "9.3"),
        (OPEN, [INITIALIZED, FAILED, PASSED], "9.3"),
        (OPEN, [INITIALIZED, PASSED, FAILED], "9.3"),
        (OPEN, [INITIALIZED, TERMINATED, None], "9.3.8"),
        (OPEN, [INITIALIZED, TERMINATED, TERMINATED], "9.3.8"),
        (OPEN, [INITIALIZED, TERMINATED, INITIALIZED], "9.3.8"),
        (OPEN, [(INITIALIZED, 0), (None, 9), (TERMINATED, 8)], "9.3.8"),
        (Standing(is_abandoned=True), [INITIALIZED], "9.3.6"),
        (Standing(has_read_launch_data=True, has_read_preferences=True, completed=at(-9)), [INITIALIZED, COMPLETED], "9.3.3"),
        (Standing(has_read_launch_data=True, has_read_preferences=True, passed=at(-9)), [INITIALIZED, PASSED], "9.3.4"),
        (Standing(has_read_launch_data=True, has_read_preferences=True, passed=at(-9)), [INITIALIZED, FAILED], "9.3"),
        (Standing(has_read_launch_data=True, has_read_preferences=True, failed=at(99)), [INITIALIZED, PASSED], "9.3"),
    ],
)
def test_what_has_no_place(standing, steps, clause):
    follow(standing, *steps[:-1])
    with pytest.raises(Forbidden) as refused:
        follow(standing, *steps)
    assert refused.value.clause == clause


def test_a_failure_in_another_session_does_not_bar_the_way():
    once = Standing(has_read_launch_data=True, has_read_preferences=True, failed=at(-9))
    assert follow(once, INITIALIZED, PASSED, TERMINATED).said.keys() == {INITIALIZED, PASSED, TERMINATED}
    assert follow(once, INITIALIZED, FAILED).said.keys() == {INITIALIZED, FAILED}


def test_a_batch_is_taken_in_the_order_of_its_moments():
    batch = [Coming(0, at(3), TERMINATED), Coming(1, at(3), PASSED), Coming(2, at(0), None), Coming(3, at(0), INITIALIZED)]
    assert [one.number for one in in_order(batch)] == [3, 2, 1, 0]


def problems(told: list[tuple[Said | None, int]], earlier: Standing) -> list[str]:
    """What is wrong with a session, said apart from the rules: its statements, with their seconds, as they were accepted."""
    found = []
    verbs = [what for what, _second in told if what]
    if told and (verbs[:1] != [INITIALIZED] or told[0][0] is not INITIALIZED or told[0][1] != min(second for _, second in told)):
        found.append("initialized is not first")
    if TERMINATED in verbs and (told[-1][0] is not TERMINATED or told[-1][1] != max(second for _, second in told)):
        found.append("terminated is not last")
    if len(verbs) != len(set(verbs)):
        found.append("twice the same verb")
    if {PASSED, FAILED} <= set(verbs):
        found.append("passed and failed")
    if earlier.completed and COMPLETED in verbs:
        found.append("completed twice in the registration")
    if earlier.passed and {PASSED, FAILED} & set(verbs):
        found.append("judged after it was passed in the registration")
    return found


@QUICK
@given(
    steps=st.lists(st.tuples(st.sampled_from([None, INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED]), st.integers(0, 6)), max_size=14),
    starts=st.booleans(),
    read=st.tuples(st.booleans(), st.booleans()),
    done=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_no_sequence_reaches_an_illegal_state(steps, starts, read, done):
    completed, passed, abandoned = done
    standing = earlier = Standing(
        has_read_launch_data=read[0],
        has_read_preferences=read[1],
        completed=at(-1) if completed else None,
        passed=at(-1) if passed else None,
        is_abandoned=abandoned,
    )
    told: list[tuple[Said | None, int]] = []
    for number, (what, second) in enumerate([(INITIALIZED, 0), *steps] if starts else steps):
        try:
            standing = after(standing, Coming(number, at(second), what))
        except Forbidden as problem:
            assert problem.clause  # noqa: PT017
            continue
        told.append((what, second))
        assert problems(told, earlier) == []
    assert not (told and (abandoned or not all(read)))
    assert standing.said == {what: at(second) for what, second in told if what}


UNIT = bare_unit()
STATE = {"activityId": UNIT.activity, "registration": UNIT.registration}


@pytest.mark.parametrize(
    ("resource", "method", "parameters", "clause", "place"),
    [
        ("activities/state", "GET", {**STATE, "activityId": "https://example.org/other"}, "8.1", "activityId"),
        ("activities/state", "GET", {**STATE, "registration": "other"}, "8.1", "registration"),
        ("activities/state", "GET", {"activityId": UNIT.activity}, "8.1", "registration"),
        ("activities/state", "PUT", {**STATE, "stateId": LAUNCH_DATA}, "10", "stateId"),
        ("activities/state", "POST", {**STATE, "stateId": LAUNCH_DATA}, "10", "stateId"),
        ("activities/state", "DELETE", {**STATE, "stateId": LAUNCH_DATA}, "10", "stateId"),
        ("activities/state", "DELETE", STATE, "10", "stateId"),
        ("agents/profile", "PUT", {"profileId": "other"}, "11", "profileId"),
        ("agents/profile", "GET", {"profileId": "other"}, "11", "profileId"),
        ("activities/profile", "PUT", {"activityId": "https://example.org/other", "profileId": "x"}, "8.1", "activityId"),
    ],
)
def test_documents_out_of_reach(resource, method, parameters, clause, place):
    with pytest.raises(Forbidden) as refused:
        check_place(UNIT, resource, method, parameters, UNIT.actor)
    assert (refused.value.clause, refused.value.place) == (clause, place)


@pytest.mark.parametrize(("resource", "clause"), [("activities/state", "10"), ("agents/profile", "11")])
@pytest.mark.parametrize("agent", [None, "account|https://lms.example|other"])
def test_documents_of_somebody_else(resource, clause, agent):
    with pytest.raises(Forbidden) as refused:
        check_place(UNIT, resource, "GET", {**STATE, "profileId": PREFERENCES}, agent)
    assert (refused.value.clause, refused.value.place) == (clause, "agent")


def test_documents_of_its_own():
    check_place(UNIT, "activities/state", "GET", {**STATE, "stateId": LAUNCH_DATA}, UNIT.actor)
    check_place(UNIT, "activities/state", "GET", STATE, UNIT.actor)
    check_place(UNIT, "activities/state", "DELETE", {**STATE, "stateId": "bookmark"}, UNIT.actor)
    check_place(UNIT, "agents/profile", "PUT", {"profileId": PREFERENCES}, UNIT.actor)
    check_place(UNIT, "activities/profile", "PUT", {"activityId": UNIT.activity, "profileId": "x"}, None)


@pytest.mark.parametrize(
    ("value", "clause"),
    [
        ("just some text", "11"),
        ({"audioPreference": "on"}, "11"),
        ({"languagePreference": "not comma separated", "audioPreference": "on"}, "11.1"),
        ({"languagePreference": "", "audioPreference": "on"}, "11.1"),
        ({"languagePreference": "en-US"}, "11.2"),
        ({"languagePreference": "en-US", "audioPreference": "loud"}, "11.2"),
    ],
)
def test_preferences_that_are_none(value, clause):
    with pytest.raises(Forbidden) as refused:
        check_preferences(value)
    assert refused.value.clause == clause


def test_preferences():
    check_preferences({"languagePreference": "en-US,fr-FR, fr-BE", "audioPreference": "off"})
