"""What the data of a SCO comes to, what parts make of a package, and how durations are written."""

from decimal import Decimal

import pytest

from courses.scorm.times import interval_of, seconds_of, timespan_of
from courses.scorm.verdicts import Verdict, result_of, verdict_of

STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"


def values_12(**values) -> dict:
    names = {"status": STATUS, "raw": RAW, "maximum": "cmi.core.score.max", "mastery": "cmi.student_data.mastery_score"}
    return {names[name]: value for name, value in values.items()}


@pytest.mark.requirement("CMA-2.20")
@pytest.mark.parametrize(
    ("values", "finished", "suspended", "completion", "success"),
    [
        ({}, False, False, "unknown", "unknown"),
        ({}, True, False, "completed", "unknown"),
        ({}, True, True, "unknown", "unknown"),
        ({"status": "completed"}, False, False, "completed", "unknown"),
        ({"status": "incomplete"}, True, False, "incomplete", "unknown"),
        ({"status": "browsed"}, True, False, "incomplete", "unknown"),
        ({"status": "passed"}, False, False, "completed", "passed"),
        ({"status": "failed"}, False, False, "completed", "failed"),
        ({"status": "completed", "raw": "70", "mastery": "80"}, True, False, "completed", "failed"),
        ({"status": "failed", "raw": "80", "mastery": "80"}, True, False, "completed", "passed"),
        ({"raw": "80", "mastery": "80"}, True, False, "completed", "passed"),
        ({"status": "incomplete", "raw": "10", "mastery": "80"}, False, False, "incomplete", "unknown"),
        ({"status": "incomplete", "raw": "10", "mastery": "80"}, True, True, "incomplete", "unknown"),
        ({"status": "incomplete", "raw": "10", "mastery": "80"}, True, False, "completed", "failed"),
        ({"status": "completed", "mastery": "80"}, True, False, "completed", "unknown"),
    ],
)
def test_verdict_of_scorm_12(values, finished, suspended, completion, success):
    verdict = verdict_of("scorm_12", values_12(**values), finished=finished, suspended=suspended)
    assert (verdict.completion, verdict.success) == (completion, success)


@pytest.mark.parametrize(
    ("values", "scaled"),
    [({"raw": "15", "maximum": "20"}, "0.75"), ({"raw": "15"}, "0.15"), ({"raw": ""}, None), ({"raw": "30", "maximum": "20"}, "1")],
)
def test_scores_are_shares_of_the_maximum(values, scaled):
    verdict = verdict_of("scorm_12", values_12(**values), finished=False)
    assert verdict.scaled == (None if scaled is None else Decimal(scaled))


@pytest.mark.requirement("CMA-2.21")
@pytest.mark.parametrize(
    ("values", "finished", "suspended", "completion", "success"),
    [
        ({}, False, False, "unknown", "unknown"),
        ({}, True, False, "completed", "unknown"),
        ({}, True, True, "unknown", "unknown"),
        ({"cmi.completion_threshold": "0.8", "cmi.completion_status": "completed"}, True, False, "unknown", "unknown"),
        ({"cmi.completion_threshold": "0.8", "cmi.progress_measure": "0.8"}, False, False, "completed", "unknown"),
        ({"cmi.completion_threshold": "0.8", "cmi.progress_measure": "0.7"}, True, False, "incomplete", "unknown"),
        ({"cmi.scaled_passing_score": "0.6", "cmi.score.scaled": "0.6"}, False, False, "unknown", "passed"),
        ({"cmi.scaled_passing_score": "0.6", "cmi.score.scaled": "0.5", "cmi.success_status": "passed"}, False, False, "unknown", "failed"),
        ({"cmi.completion_status": "not attempted"}, False, False, "unknown", "unknown"),
        ({"cmi.completion_status": "incomplete", "cmi.success_status": "failed"}, True, False, "incomplete", "failed"),
    ],
)
def test_verdict_of_scorm_2004(values, finished, suspended, completion, success):
    verdict = verdict_of("scorm_2004", values, finished=finished, suspended=suspended)
    assert (verdict.completion, verdict.success) == (completion, success)


TODO = Verdict()
DONE = Verdict("completed")
GOOD = Verdict("completed", "passed", Decimal("0.9"))
BAD = Verdict("completed", "failed", Decimal("0.3"))


@pytest.mark.parametrize(
    ("rule", "verdicts", "completed", "success", "score"),
    [
        ("all", [DONE, TODO], False, None, None),
        ("all", [DONE, DONE], True, None, None),
        ("all", [GOOD, TODO], False, None, Decimal("0.9")),
        ("all", [GOOD, DONE], True, True, Decimal("0.9")),
        ("all", [GOOD, BAD], True, False, Decimal("0.6")),
        ("all", [Verdict("incomplete", "passed")], False, True, None),
        ("all", [], False, None, None),
        ("any", [], False, None, None),
        ("any", [TODO, TODO], False, None, None),
        ("any", [TODO, GOOD], True, True, Decimal("0.9")),
        ("any", [BAD, GOOD], True, True, Decimal("0.9")),
        ("any", [BAD, TODO], True, False, Decimal("0.3")),
        ("last", [GOOD, TODO], False, None, None),
        ("last", [TODO, BAD], True, False, Decimal("0.3")),
        ("last", [TODO, DONE], True, None, None),
    ],
)
def test_what_parts_come_to(rule, verdicts, completed, success, score):
    result = result_of(verdicts, pass_share=None, rule=rule)
    assert (result.completed, result.success, result.score) == (completed, success, score)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0001:02:03.50", "3723.5"),
        ("00:00:07", "7"),
        ("PT1H2M3.5S", "3723.5"),
        ("P29D", "2505600"),
        ("P1DT0.55S", "86400.55"),
        ("nothing", "0"),
    ],
)
def test_durations_are_read(text, seconds):
    assert seconds_of(text) == Decimal(seconds)


@pytest.mark.parametrize(
    ("seconds", "interval", "timespan"),
    [
        ("0", "PT0H0M0S", "0000:00:00.00"),
        ("60", "PT1M", "0000:01:00.00"),
        ("7569", "PT2H6M9S", "0002:06:09.00"),
        ("86400.55", "P1DT0.55S", "0024:00:00.55"),
        ("2505600", "P29D", "0696:00:00.00"),
    ],
)
def test_durations_are_written(seconds, interval, timespan):
    assert interval_of(Decimal(seconds)) == interval
    assert timespan_of(Decimal(seconds)) == timespan
