"""Each rule of cmi5 on a single statement: the one that behaves is taken, broken in one place it is refused with its clause.

The cases of ADL's LMS test package 005-1 are all here, with those that it leaves out.
"""

import uuid
from copy import deepcopy

import pytest

from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.statements import check, check_moment
from lrs.cmi5.vocabulary import CATEGORY, EXTENSIONS, MASTERY_SCORE, MOVE_ON_CATEGORY, PROGRESS, SESSION_ID, Said
from lrs.validation import V1, check_statement
from tests.lrs.cmi5.unit import bare_unit, said
from tests.lrs.machine import changed

pytestmark = pytest.mark.requirement("CMA-2.22")
UNIT = bare_unit()
DEFINED = [Said.INITIALIZED, Said.COMPLETED, Said.PASSED, Said.FAILED, Said.TERMINATED]
GONE = object()


def judged(body: dict, unit=UNIT, *, has_id: bool = True) -> Said | None:
    check_moment(body)
    return check(unit, body, check_statement(deepcopy(body), V1), has_id=has_id)


def without(value: dict, path: str) -> dict:
    whole = deepcopy(value)
    holder = whole
    *way, last = path.split(".")
    for name in way:
        holder = holder[name]
    del holder[last]
    return whole


def with_extension(body: dict, name: str, value) -> dict:
    whole = deepcopy(body)
    if value is GONE:
        del whole["context"]["extensions"][name]
    else:
        whole["context"]["extensions"][name] = value
    return whole


def with_categories(body: dict, *ids: str) -> dict:
    return changed(body, "context.contextActivities.category", [{"id": one} for one in ids])


@pytest.mark.parametrize("what", [None, *DEFINED], ids=str)
def test_what_behaves_is_taken(what):
    assert judged(said(UNIT, what)) is what


def test_a_verdict_without_points_needs_no_mastery_score():
    for what in (Said.PASSED, Said.FAILED):
        assert judged(with_extension(without(said(UNIT, what), "result.score"), MASTERY_SCORE, GONE)) is what


def test_more_context_than_the_template_has_is_allowed():
    body = said(UNIT, None)
    body["context"]["contextActivities"]["parent"] = [{"id": "https://example.org/page"}]
    body["context"]["extensions"]["https://example.org/colour"] = "blue"
    assert judged({**body, "result": {"success": True, "score": {"scaled": -1}}}) is None


MASTERY = f"context.extensions.{MASTERY_SCORE}"
ADVANCE = f"result.extensions.{PROGRESS}"
CATEGORIES = "context.contextActivities.category"
# Verb (None: "cmi5 allowed"), what breaks it, clause, place.
EXACT = {
    "9.1 an id": (None, lambda b: b, "9.1", "id"),
    "9.2 no group": (Said.PASSED, lambda b: changed(b, "actor.objectType", "Group"), "9.2", "actor.objectType"),
    "9.2 an account": (Said.PASSED, lambda b: {**b, "actor": {"mbox": "mailto:catapult@example.com"}}, "9.2", "actor"),
    "8.1 the actor": (None, lambda b: changed(b, "actor.account.name", "somebody else"), "8.1", "actor"),
    "6.3 voiding": (
        None,
        lambda b: {
            **b,
            "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
            "object": {"objectType": "StatementRef", "id": b["id"]},
            "context": {name: one for name, one in b["context"].items() if name != "revision"},
        },
        "6.3",
        "verb",
    ),
    "9.7 a timestamp": (None, lambda b: without(b, "timestamp"), "9.7", "timestamp"),
    "9.7 in UTC": (None, lambda b: {**b, "timestamp": "2026-11-25T10:00:00-06:00"}, "9.7", "timestamp"),
    "9.7 said to be in UTC": (None, lambda b: {**b, "timestamp": "2026-11-25T10:00:00"}, "9.7", "timestamp"),
    "9.6 a context": (Said.PASSED, lambda b: without(b, "context"), "9.6", "context"),
    "9.6.1 a registration": (Said.PASSED, lambda b: without(b, "context.registration"), "9.6.1", "context.registration"),
    "9.6.1 the registration": (
        None,
        lambda b: changed(b, "context.registration", str(uuid.uuid4())),
        "9.6.1",
        "context.registration",
    ),
    "9.6.3.1 a session id": (None, lambda b: with_extension(b, SESSION_ID, GONE), "9.6.3.1", f"context.extensions.{SESSION_ID}"),
    "9.6.3.1 the session id": (None, lambda b: with_extension(b, SESSION_ID, "other"), "9.6.3.1", f"context.extensions.{SESSION_ID}"),
    "9.6.2 the publisher id": (
        Said.COMPLETED,
        lambda b: without(b, "context.contextActivities.grouping"),
        "9.6.2",
        "context.contextActivities.grouping",
    ),
    "10 the template": (None, lambda b: changed(b, "context.revision", "3"), "10", "context.revision"),
    "7.1.3 a verb of cmi5": (None, lambda b: with_categories(b, CATEGORY), "7.1.3", "verb"),
    "9.4 the object": (Said.PASSED, lambda b: changed(b, "object.id", "http://example.com/other"), "9.4", "object.id"),
    "9.5.2 success only where": (Said.COMPLETED, lambda b: changed(b, "result.success", True), "9.5.2", "result.success"),
    "9.5.2 passed has it": (Said.PASSED, lambda b: without(b, "result.success"), "9.5.2", "result.success"),
    "9.5.2 passed is true": (Said.PASSED, lambda b: changed(b, "result.success", False), "9.5.2", "result.success"),
    "9.5.2 failed has it": (Said.FAILED, lambda b: without(b, "result.success"), "9.5.2", "result.success"),
    "9.5.2 failed is false": (Said.FAILED, lambda b: changed(b, "result.success", True), "9.5.2", "result.success"),
    "9.5.3 completion only where": (Said.PASSED, lambda b: changed(b, "result.completion", True), "9.5.3", "result.completion"),
    "9.5.3 completed has it": (Said.COMPLETED, lambda b: without(b, "result.completion"), "9.5.3", "result.completion"),
    "9.5.3 completed is true": (Said.COMPLETED, lambda b: changed(b, "result.completion", False), "9.5.3", "result.completion"),
    "9.5.3 not at the end": (Said.TERMINATED, lambda b: changed(b, "result.completion", True), "9.5.3", "result.completion"),
    "9.5.1 no score elsewhere": (Said.COMPLETED, lambda b: changed(b, "result.score", {"scaled": 0.5}), "9.5.1", "result.score"),
    "9.5.1 scaled from 0": (Said.FAILED, lambda b: changed(b, "result.score", {"scaled": -0.1}), "9.5.1", "result.score.scaled"),
    "9.5.1 raw with min": (Said.PASSED, lambda b: without(b, "result.score.min"), "9.5.1", "result.score.min"),
    "9.5.1 raw with max": (Said.PASSED, lambda b: without(b, "result.score.max"), "9.5.1", "result.score.max"),
    "9.5.1 whole points": (Said.PASSED, lambda b: changed(b, "result.score.raw", 90.5), "9.5.1", "result.score.raw"),
    "9.5.4.1 terminated": (Said.TERMINATED, lambda b: without(b, "result"), "9.5.4.1", "result.duration"),
    "9.5.4.1 completed": (Said.COMPLETED, lambda b: without(b, "result.duration"), "9.5.4.1", "result.duration"),
    "9.5.4.1 passed": (Said.PASSED, lambda b: without(b, "result.duration"), "9.5.4.1", "result.duration"),
    "9.5.4.1 failed": (Said.FAILED, lambda b: without(b, "result.duration"), "9.5.4.1", "result.duration"),
    "9.5.5.1 progress": (None, lambda b: changed(b, "result", {"extensions": {PROGRESS: 101}}), "9.5.5.1", ADVANCE),
    "9.5.5.1 whole": (None, lambda b: changed(b, "result", {"extensions": {PROGRESS: 0.5}}), "9.5.5.1", ADVANCE),
    "9.5.5.1 a number": (
        None,
        lambda b: changed(b, "result", {"extensions": {PROGRESS: True}}),
        "9.5.5.1",
        f"result.extensions.{PROGRESS}",
    ),
    "9.6.2.2 completed": (Said.COMPLETED, lambda b: with_categories(b, CATEGORY), "9.6.2.2", CATEGORIES),
    "9.6.2.2 passed": (Said.PASSED, lambda b: with_categories(b, CATEGORY), "9.6.2.2", CATEGORIES),
    "9.6.2.2 failed": (Said.FAILED, lambda b: with_categories(b, CATEGORY), "9.6.2.2", CATEGORIES),
    "9.6.2.2 terminated": (
        Said.TERMINATED,
        lambda b: with_categories(b, CATEGORY, MOVE_ON_CATEGORY),
        "9.6.2.2",
        CATEGORIES,
    ),
    "9.6.2.2 allowed": (None, lambda b: with_categories(b, MOVE_ON_CATEGORY), "9.6.2.2", CATEGORIES),
    "9.6.3.2 there": (
        Said.PASSED,
        lambda b: with_extension(b, MASTERY_SCORE, GONE),
        "9.6.3.2",
        MASTERY,
    ),
    "9.6.3.2 the same": (Said.FAILED, lambda b: with_extension(b, MASTERY_SCORE, 0.8), "9.6.3.2", MASTERY),
    "9.6.3.2 a number": (Said.PASSED, lambda b: with_extension(b, MASTERY_SCORE, "0.9"), "9.6.3.2", MASTERY),
    "9.3.4 passed below": (Said.PASSED, lambda b: changed(b, "result.score", {"scaled": 0.89}), "9.3.4", "result.score.scaled"),
    "9.3.5 failed at": (Said.FAILED, lambda b: changed(b, "result.score", {"scaled": 0.9}), "9.3.5", "result.score.scaled"),
    "9.3.5 failed above": (Said.FAILED, lambda b: changed(b, "result.score", {"scaled": 0.91}), "9.3.5", "result.score.scaled"),
}


@pytest.mark.parametrize("name", EXACT)
def test_broken_in_one_place_it_is_refused(name):
    what, breaking, clause, place = EXACT[name]
    with pytest.raises(Forbidden) as refused:
        judged(breaking(said(UNIT, what)), has_id=clause != "9.1")
    assert (refused.value.clause, refused.value.place) == (clause, place)
    assert refused.value.message.startswith(f"{place}: ")
    assert refused.value.message.endswith(f"(cmi5, {clause})")


def test_an_object_that_is_no_activity():
    """9.4, where the template allows one at all."""
    unit = bare_unit(template={"extensions": {SESSION_ID: UNIT.session_id}}, session_id=UNIT.session_id)
    body = said(bare_unit(actor=unit.actor, registration=unit.registration, session_id=unit.session_id), Said.INITIALIZED)
    body = {**without(body, "context.revision"), "object": body["actor"]}
    body["context"]["extensions"] = {SESSION_ID: unit.session_id}
    with pytest.raises(Forbidden, match=r"9\.4"):
        judged(body, unit)


@pytest.mark.parametrize(
    ("what", "clause"), [(Said.LAUNCHED, "9.3.1"), (Said.ABANDONED, "9.3.6"), (Said.WAIVED, "9.3.7"), (Said.SATISFIED, "9.3.9")], ids=str
)
def test_what_only_the_platform_says(what, clause):
    with pytest.raises(Forbidden) as refused:
        judged(said(UNIT, what))
    assert refused.value.clause == clause


@pytest.mark.parametrize("what", DEFINED, ids=str)
def test_in_browse_and_review_nothing_is_judged(what):
    """10, launchMode."""
    unit = bare_unit(is_normal=False)
    if what in (Said.INITIALIZED, Said.TERMINATED):
        assert judged(said(unit, what), unit) is what
    else:
        with pytest.raises(Forbidden, match="Browse"):
            judged(said(unit, what), unit)
    assert judged(said(unit, None), unit) is None


def test_without_a_mastery_score_any_points_go_with_any_verdict():
    unit = bare_unit(mastery_score=None)
    assert judged(changed(said(unit, Said.PASSED), "result.score", {"scaled": 0.1}), unit) is Said.PASSED
    assert judged(changed(said(unit, Said.FAILED), "result.score", {"scaled": 1.0}), unit) is Said.FAILED
    with pytest.raises(Forbidden, match=r"9\.6\.3\.2"):
        judged(with_extension(said(unit, Said.PASSED), EXTENSIONS + "masteryscore", 0.5), unit)
