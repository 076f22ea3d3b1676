"""What the run-time data of a SCO comes to, and what its SCOs make of a package. No Django here.

A SCO of SCORM 1.2 (RTE 3.4.4): `passed` and `failed` are completed with a verdict, `completed` is without one.
Where the manifest gives a mastery score and the SCO a score, the mastery score decides once the SCO is left, unless it
is suspended unfinished. A SCO that was left without a status is completed, as the standard asks of the platform.
A SCO of SCORM 2004 (RTE 4.2.4, 4.2.22; SN UP.4): a completion threshold and a passing score decide over what the SCO
says; a SCO left for good that never spoke of its completion is completed.

A package that no sequencer decides for: completed when each of its parts is; passed when
each part that gave a verdict passed, failed when one of them failed, both once all are completed (at once when there is
a single part); its score is the mean of the parts that have one. Where parts give a score and no verdict, the pass mark
of the activity decides. For a package of SCORM 1.2, which says nothing of it, the editor may choose that one part is enough,
or the last one, and which parts count.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from courses.scorm.data_model import DataModel

SCORM_12 = "scorm_12"
COMPLETED, INCOMPLETE, UNKNOWN, PASSED, FAILED = "completed", "incomplete", "unknown", "passed", "failed"
ALL_PARTS, ANY_PART, LAST_PART = "all", "any", "last"
MOST_POINTS = 10**8
STARTED_12 = {"incomplete": INCOMPLETE, "browsed": INCOMPLETE, "not attempted": UNKNOWN}


@dataclass(frozen=True)
class Verdict:
    """Of one SCO. scaled: share of the maximum, from -1 to 1; raw and maximum: points."""

    completion: str = UNKNOWN
    success: str = UNKNOWN
    scaled: Decimal | None = None
    raw: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Result:
    """Of a whole package. success is None while unknown."""

    completed: bool = False
    success: bool | None = None
    score: Decimal | None = None
    raw: Decimal | None = None
    maximum: Decimal | None = None


def number(text: str | None) -> Decimal | None:
    """The number that a value says; None when it says none."""
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def points(text: str | None) -> Decimal | None:
    """A number of points as it is kept: four decimals; None when it is none, or beyond all measure."""
    value = number(text)
    return None if value is None or abs(value) >= MOST_POINTS else round(value, 4)


def verdict_of(standard: str, values: Mapping[str, str], *, finished: bool, suspended: bool = False) -> Verdict:
    """The verdict that a SCO's values give, manifest's among them. finished: it was terminated; suspended: to go on later."""
    if standard == SCORM_12:
        return _verdict_12(values, finished, suspended)
    return _verdict_2004(values, finished, suspended)


def _verdict_12(values: Mapping[str, str], finished: bool, suspended: bool) -> Verdict:
    status = values.get("cmi.core.lesson_status", "not attempted")
    raw, maximum = points(values.get("cmi.core.score.raw")), points(values.get("cmi.core.score.max"))
    mastery = number(values.get("cmi.student_data.mastery_score"))
    decides = (finished or status in {COMPLETED, PASSED, FAILED}) and not (suspended and status in STARTED_12)
    if decides and mastery is not None and raw is not None:
        status = PASSED if raw >= mastery else FAILED
    elif status == "not attempted" and finished and not suspended:
        status = COMPLETED
    success = status if status in {PASSED, FAILED} else UNKNOWN
    return Verdict(STARTED_12.get(status, COMPLETED), success, _share(raw, maximum or Decimal(100)), raw, maximum)


def _verdict_2004(values: Mapping[str, str], finished: bool, suspended: bool) -> Verdict:
    model = DataModel("scorm_2004", values)
    completion, success = model.get("cmi.completion_status"), model.get("cmi.success_status")
    if completion == UNKNOWN and finished and not suspended and "cmi.completion_threshold" not in values:
        completion = COMPLETED
    raw, maximum = points(values.get("cmi.score.raw")), points(values.get("cmi.score.max"))
    scaled = number(values.get("cmi.score.scaled"))
    scaled = _share(raw, maximum) if scaled is None else round(scaled, 6)
    if completion not in {COMPLETED, INCOMPLETE}:
        completion = UNKNOWN
    return Verdict(completion, success, scaled, raw, maximum)


def _share(raw: Decimal | None, maximum: Decimal | None) -> Decimal | None:
    if raw is None or not maximum or maximum < 0:
        return None
    return round(max(Decimal(-1), min(Decimal(1), raw / maximum)), 6)


def result_of(verdicts: Sequence[Verdict], *, pass_share: float | None, rule: str = ALL_PARTS) -> Result:
    """What the parts of a package come to; `verdicts` holds one for each part that counts, opened or not, in order.

    rule: all, any (the part that went best makes the result) or last (the last one does).
    """
    if rule == ANY_PART and verdicts:
        return result_of([max(verdicts, key=_how_well)], pass_share=pass_share)
    if rule == LAST_PART and verdicts:
        return result_of(verdicts[-1:], pass_share=pass_share)
    if not verdicts:
        return Result()
    completed = all(verdict.completion == COMPLETED for verdict in verdicts)
    scores = [verdict.scaled for verdict in verdicts if verdict.scaled is not None]
    score = sum(scores, Decimal(0)) / len(scores) if scores else None
    single = next(iter(verdicts)) if len(verdicts) == 1 else Verdict()
    success = _success(verdicts) if completed or len(verdicts) == 1 else None
    if success is None and completed and score is not None and pass_share is not None:
        success = float(score) >= pass_share
    return Result(completed, success, score, single.raw, single.maximum)


def _success(verdicts: Collection[Verdict]) -> bool | None:
    given = {verdict.success for verdict in verdicts} - {UNKNOWN}
    return None if not given else FAILED not in given


def _how_well(verdict: Verdict) -> tuple[bool, bool, Decimal]:
    return verdict.completion == COMPLETED, verdict.success == PASSED, Decimal(-2) if verdict.scaled is None else verdict.scaled
