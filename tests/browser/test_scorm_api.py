"""The API objects of the page, driven as modules drive them: ADL's calls for SCORM 2004, the standard's for 1.2."""

import json

import pytest

from courses.scorm.data_model import tables
from tests.courses.test_scorm_data_model import ADL, GIVEN, same

pytestmark = [pytest.mark.browser]

PLAY = """async ([table, values, calls]) => {
  const { DataModel } = await import("/static/js/scorm/data-model.js");
  const { api12, api2004 } = await import("/static/js/scorm/api.js");
  const hooks = { initialized() {}, changed() {}, commit: () => true, terminated() {} };
  const api = (table.elements["cmi.core.student_id"] ? api12 : api2004)(new DataModel(table, values), hooks);
  const error = api.GetLastError || api.LMSGetLastError;
  return calls.map(([name, ...given]) => [String(api[name](...given)), error()]);
}"""


@pytest.fixture
def play(site, new_page):
    """play(standard, calls, values) → the answer and the error code of each call, in one page."""
    page = new_page()
    page.goto(site.url("/compte/login/"))

    def run(standard: str, calls: list, values=None) -> list[tuple[str, str]]:
        return [tuple(answer) for answer in page.evaluate(PLAY, [tables()[standard], values or {}, calls])]

    return run


@pytest.mark.corpus
@pytest.mark.requirement("CMA-2.21")
def test_data_model_calls_of_the_conformance_suite(play):
    if not ADL.exists():
        pytest.skip("the ADL cases are not on this machine")
    for act in json.loads(ADL.read_text())["DMI"]["acts"]:
        if not act["key"].endswith("V1"):
            continue
        cases = [case for case in act["cmds"] if case.get("el") and not GIVEN.search(case["el"])]
        calls = [[case["m"], case["el"], *([case["val"]] if case["m"] == "SetValue" else [])] for case in cases]
        answers = play("scorm_2004", [["Initialize", ""], *calls], {"cmi.learner_id": "m", "cmi.learner_name": ""})
        assert len(cases) > 100
        for case, (value, code) in zip(cases, answers[1:], strict=True):
            assert code == case["err"], (case["raw"][:120], code)
            agrees = value == case["exp"] if case["m"] == "SetValue" else same(case["el"], case["exp"], value)
            assert agrees, (case["raw"][:120], value[:120])


@pytest.mark.requirement("CMA-2.21")
def test_the_life_of_a_2004_session(play):
    calls = [
        (["GetValue", "cmi.location"], "", "122"),
        (["SetValue", "cmi.location", "1"], "false", "132"),
        (["Commit", ""], "false", "142"),
        (["Terminate", ""], "false", "112"),
        (["Initialize", "illegal"], "false", "201"),
        (["Initialize", ""], "true", "0"),
        (["Initialize", ""], "false", "103"),
        (["SetValue", "", "test"], "false", "351"),
        (["GetValue", ""], "", "301"),
        (["SetValue", "cmi.location", "page 2"], "true", "0"),
        (["GetValue", "cmi.location"], "page 2", "0"),
        (["GetValue", "cmi.session_time"], "", "405"),
        (["SetValue", "cmi.learner_id", "x"], "false", "404"),
        (["GetErrorString", "404"], "Data model element is read only", "404"),
        (["GetErrorString", "9999"], "", "404"),
        (["Commit", "illegal"], "false", "201"),
        (["Commit", ""], "true", "0"),
        (["Terminate", "illegal"], "false", "201"),
        (["Terminate", ""], "true", "0"),
        (["Terminate", ""], "false", "113"),
        (["GetValue", "cmi.location"], "", "123"),
        (["SetValue", "cmi.location", "1"], "false", "133"),
        (["Commit", ""], "false", "143"),
        (["Initialize", ""], "false", "104"),
    ]
    answers = play("scorm_2004", [call for call, _value, _code in calls])
    assert answers == [(value, code) for _call, value, code in calls]


@pytest.mark.requirement("CMA-2.20")
def test_the_life_of_a_12_session(play):
    calls = [
        (["LMSGetValue", "cmi.core.student_id"], "", "301"),
        (["LMSSetValue", "cmi.core.lesson_location", "1"], "false", "301"),
        (["LMSInitialize", "x"], "false", "201"),
        (["LMSInitialize", ""], "true", "0"),
        (["LMSInitialize", ""], "false", "101"),
        (["LMSGetValue", "cmi.core._children"], CORE, "0"),
        (["LMSGetValue", "cmi.core.lesson_status"], "not attempted", "0"),
        (["LMSSetValue", "cmi.core.lesson_status", "done"], "false", "405"),
        (["LMSSetValue", "cmi.core.lesson_status", "incomplete"], "true", "0"),
        (["LMSSetValue", "cmi.core.score.raw", "85"], "true", "0"),
        (["LMSSetValue", "cmi.core.score.raw", "850"], "false", "405"),
        (["LMSSetValue", "cmi.core.student_id", "x"], "false", "403"),
        (["LMSSetValue", "cmi.core._children", "x"], "false", "402"),
        (["LMSGetValue", "cmi.core.exit"], "", "404"),
        (["LMSGetValue", "cmi.core.student_id._children"], "", "202"),
        (["LMSGetValue", "cmi.core._count"], "", "203"),
        (["LMSGetValue", "cmi.nothing"], "", "201"),
        (["LMSSetValue", "cmi.interactions.1.id", "late"], "false", "201"),
        (["LMSSetValue", "cmi.interactions.0.id", "q1"], "true", "0"),
        (["LMSSetValue", "cmi.interactions.0.result", "wrong"], "true", "0"),
        (["LMSGetValue", "cmi.interactions._count"], "1", "0"),
        (["LMSGetErrorString", "403"], "Element is read only", "0"),
        (["LMSCommit", ""], "true", "0"),
        (["LMSFinish", ""], "true", "0"),
        (["LMSGetValue", "cmi.core.student_id"], "", "301"),
    ]
    answers = play("scorm_12", [call for call, _value, _code in calls], {"cmi.core.student_id": "m"})
    assert answers == [(value, code) for _call, value, code in calls]


CORE = "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time"
