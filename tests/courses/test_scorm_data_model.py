"""The data model on the server: both standards' tables, and ADL's own conformance calls."""

import json
import re

import pytest
from django.conf import settings

from courses.scorm.data_model import DataModel, Refusal, tables

ADL = settings.BASE_DIR.parent / "shared/corpora/scorm/adl-2004-4th/testcases.json"
# What a manifest or a sequencer gives: those calls are proved where launches are.
GIVEN = re.compile(r"&|launch_data|_threshold|time_limit|max_time|passing|comments_from_lms|adl\.data|request_valid|cmi.entry|total_time")
DEFAULT_FLAGS = re.compile(r"\{(order_matters=true|case_matters=false|lang=en)\}")
LEADING_FLAGS = re.compile(r"^(\{[^}]*\})+")
SET_CODES = {"no_children": 404, "no_count": 404, "index": 351}


def code_of(model: DataModel, call, *arguments, overrides=()) -> tuple[str, int]:
    try:
        return call(*arguments) or "", 0
    except Refusal as refusal:
        return "", dict(overrides).get(refusal.reason, model.code(refusal))


def same(element: str, expected: str, found: str) -> bool:
    if element.endswith("_children"):
        return sorted(expected.split(",")) == sorted(found.split(","))
    if element.endswith("score.scaled") and expected and found:
        return float(expected) == float(found)
    return flags(expected) == flags(found)


def flags(text: str) -> tuple:
    """Leading flags in any order, those that say the default dropped."""
    text = DEFAULT_FLAGS.sub("", text)
    leading = LEADING_FLAGS.match(text)
    return (sorted(leading[0].split("}")), text[leading.end() :]) if leading else ([], text)


@pytest.mark.corpus
@pytest.mark.requirement("CMA-2.21")
@pytest.mark.parametrize("act", ["Act1V1", "Act2V1", "Act3V1", "Act4V1"])
def test_data_model_calls_of_the_conformance_suite(act):
    if not ADL.exists():
        pytest.skip("the ADL cases are not on this machine")
    calls = next(entry["cmds"] for entry in json.loads(ADL.read_text())["DMI"]["acts"] if entry["key"] == act)
    model = DataModel("scorm_2004", {"cmi.learner_id": "m", "cmi.learner_name": ""})
    played = 0
    for call in calls:
        element = call.get("el", "")
        if not element or GIVEN.search(element):
            continue
        played += 1
        if call["m"] == "SetValue":
            _value, code = code_of(model, model.set, element, call["val"], overrides=SET_CODES)
            assert code == int(call["err"]), (element, call["val"][:80])
        else:
            value, code = code_of(model, model.get, element)
            assert code == int(call["err"]), element
            assert same(element, call["exp"], value), (element, call["exp"][:80], value[:80])
    assert played > 100


@pytest.fixture
def old():
    return DataModel("scorm_12")


@pytest.fixture
def new():
    return DataModel("scorm_2004")


def refusal(call, *arguments) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.reason


@pytest.mark.requirement("CMA-2.20")
class TestScorm12:
    @pytest.mark.parametrize(
        ("element", "value", "reason"),
        [
            ("cmi.core.lesson_status", "done", "type"),
            ("cmi.core.lesson_status", "not attempted", "type"),
            ("cmi.core.student_id", "x", "read_only"),
            ("cmi.core.score.raw", "101", "range"),
            ("cmi.core.score.raw", "-1", "range"),
            ("cmi.core.score.raw", "much", "type"),
            ("cmi.core.session_time", "1:2:3", "type"),
            ("cmi.core.score._children", "x", "keyword"),
            ("cmi.interactions._count", "3", "keyword"),
            ("cmi.interactions.1.id", "late", "conflict"),
            ("cmi.student_preference.text", "2", "range"),
            ("cmi.nothing", "x", "undefined"),
            ("cmi.suspend_data", "x" * 64001, "type"),
            ("cmi.objectives.0.id", "two words", "type"),
        ],
    )
    def test_refuses(self, old, element, value, reason):
        assert refusal(old.set, element, value) == reason
        assert old.values == {}

    def test_keeps_what_a_module_says(self, old):
        for element, value in [
            ("cmi.core.lesson_status", "incomplete"),
            ("cmi.core.score.raw", "75.5"),
            ("cmi.core.session_time", "0001:15:07.25"),
            ("cmi.suspend_data", "x" * 4097),
            ("cmi.interactions.0.id", "q1"),
            ("cmi.interactions.0.objectives.0.id", "o1"),
            ("cmi.interactions.0.correct_responses.0.pattern", "a"),
        ]:
            old.set(element, value)
        assert old.get("cmi.core.score.raw") == "75.5"
        assert old.get("cmi.interactions._count") == "1"
        assert old.get("cmi.interactions.0.objectives._count") == "1"

    def test_write_only_and_keywords(self, old):
        assert refusal(old.get, "cmi.core.session_time") == "write_only"
        assert refusal(old.get, "cmi.core.student_id._children") == "no_children"
        assert refusal(old.get, "cmi.core._count") == "no_count"
        assert old.get("cmi.core.score._children") == "raw,max,min"
        assert old.get("cmi.core.lesson_status") == "not attempted"
        assert old.get("cmi._version") == "3.4"


@pytest.mark.requirement("CMA-2.21")
class TestScorm2004:
    def test_a_threshold_decides_over_what_is_said(self):
        model = DataModel("scorm_2004", {"cmi.completion_threshold": "0.6", "cmi.scaled_passing_score": "0.5"})
        model.set("cmi.completion_status", "completed")
        model.set("cmi.success_status", "passed")
        assert model.get("cmi.completion_status") == "unknown"
        assert model.get("cmi.success_status") == "unknown"
        model.set("cmi.progress_measure", "0.6")
        model.set("cmi.score.scaled", "0.49")
        assert model.get("cmi.completion_status") == "completed"
        assert model.get("cmi.success_status") == "failed"

    def test_an_interaction_begins_with_its_identifier(self, new):
        assert refusal(new.set, "cmi.interactions.0.type", "choice") == "dependency"
        new.set("cmi.interactions.0.id", "q1")
        assert refusal(new.set, "cmi.interactions.0.learner_response", "a") == "dependency"
        new.set("cmi.interactions.0.type", "choice")
        new.set("cmi.interactions.0.learner_response", "a[,]b")
        assert refusal(new.set, "cmi.interactions.0.learner_response", "a[,]a") == "type"

    def test_navigation_is_answered_by_who_knows(self):
        model = DataModel("scorm_2004", allows=lambda request, target: (request, target) in {("continue", None), ("choice", "b")})
        assert model.get("adl.nav.request_valid.continue") == "true"
        assert model.get("adl.nav.request_valid.previous") == "false"
        assert model.get("adl.nav.request_valid.choice.{target=b}") == "true"
        assert refusal(model.set, "adl.nav.request_valid.continue", "true") == "read_only"
        model.set("adl.nav.request", "{target=b}choice")
        assert refusal(model.set, "adl.nav.request", "anywhere") == "type"

    def test_shared_data_keeps_each_maps_access(self):
        model = DataModel("scorm_2004", {"adl.data.0.id": "t"}, access={"adl.data.0.store": "w"})
        model.set("adl.data.0.store", "x")
        assert refusal(model.get, "adl.data.0.store") == "write_only"


def test_every_row_of_the_tables_is_well_formed():
    for table in tables().values():
        for path, rule in table["elements"].items():
            assert rule["access"] in {"r", "w", "rw"}, path
            assert rule.get("type") is None or rule["type"] in table["types"], path
            assert path.count(".n.") == sum(path.startswith(f"{array}.n.") for array in table["arrays"]), path
