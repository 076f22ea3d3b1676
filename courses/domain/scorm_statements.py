"""What playing a package tells the journal of learning: about each part where there are several, about the module.

What one request tells is gathered in its sitting, and written at once by tell_all.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from courses.domain.scorm_profile import PROFILE, attempt_on, attempt_on_module, part_of_module, sco_of
from courses.domain.statements import ADL_TYPE, thing_of
from courses.models import ScoState
from courses.scorm.answers import TYPES, as_xapi
from courses.scorm.times import seconds_of
from courses.scorm.verdicts import COMPLETED, FAILED, INCOMPLETE, PASSED, Result, Verdict
from lrs.api import Thing, Told, Verb, record_many

if TYPE_CHECKING:
    from courses.domain.scorm_results import Sitting

ANSWER = re.compile(r"(cmi\.interactions\.[0-9]+)\.(learner_response|student_response|result)")
LANGUAGE = re.compile(r"^\{lang=[^}]*\}")
RIGHT = {"correct": True, "incorrect": False, "wrong": False}
COMPLETION = {COMPLETED: True, INCOMPLETE: False}
SUCCESS = {PASSED: True, FAILED: False}
MOST_ANSWERS = 200
MOST_CHARACTERS = 2000
MOST_PATTERNS = 20


def tell_item(sitting: "Sitting", state: ScoState, verb: Verb, **result) -> None:
    """State `verb` on a part; on the module itself where the part is all there is."""
    whole = thing_of(sitting.page)
    parents = () if sitting.is_alone else (whole,)
    _note(sitting, verb, sco_of(sitting), parents=parents, grouping=(whole, attempt_on(sitting, state)), **result)


def _note(sitting: "Sitting", verb: Verb, thing: Thing, **told) -> None:
    attempt = sitting.launch.attempt
    if sitting.is_told:
        noted: Told = {"user": attempt.user, "verb": verb, "thing": thing, "registration": attempt.registration, "categories": (PROFILE,)}
        noted.update(told)  # type: ignore[typeddict-item]
        sitting.told.append(noted)


def tell_all(sitting: "Sitting") -> None:
    """Write what the sitting gathered, in its order."""
    record_many(sitting.told)
    sitting.told.clear()


def tell_left(sitting: "Sitting", state: ScoState, *, suspended: bool) -> None:
    """State that a part was left, with what it came to: the result of the attempt as far as it goes."""
    tell_item(
        sitting,
        state,
        Verb.SUSPENDED if suspended else Verb.TERMINATED,
        completion=COMPLETION.get(state.completion),
        success=SUCCESS.get(state.success),
        scaled=state.score_scaled,
        raw=state.score_raw,
        seconds=float(state.session_seconds),
    )


def tell_progress(sitting: "Sitting", state: ScoState, before: Verdict, after: Verdict, *, finished: bool) -> None:
    """State what changed in a part: each verdict once, its score when it is left."""
    score = {"scaled": after.scaled, **points_of(after)}
    if after.completion == COMPLETED != before.completion:
        tell_item(sitting, state, Verb.COMPLETED, completion=True)
    if after.success != before.success and after.success in {PASSED, FAILED}:
        verb = Verb.PASSED if after.success == PASSED else Verb.FAILED
        tell_item(sitting, state, verb, success=after.success == PASSED, **score)
    if finished and after.scaled is not None and after.success not in {PASSED, FAILED}:
        tell_item(sitting, state, Verb.SCORED, **score)


def answered(changes: Iterable[tuple[str, str]]) -> list[str]:
    """The interactions (cmi.interactions.n) that changes answer or judge, in order."""
    found = (ANSWER.fullmatch(element) for element, _value in changes)
    return list(dict.fromkeys(one[1] for one in found if one))[:MOST_ANSWERS]


def tell_answers(sitting: "Sitting", state: ScoState, interactions: Iterable[str], values: Mapping[str, str]) -> None:
    """State each interaction with its answer and whether it is right."""
    part, grouping = part_of_module(sitting), (thing_of(sitting.page), attempt_on(sitting, state))
    for place in interactions:
        name = values.get(f"{place}.id")
        if not name:
            continue
        kind = TYPES.get(values.get(f"{place}.type", ""), "")
        response = values.get(f"{place}.learner_response", values.get(f"{place}.student_response"))
        latency = values.get(f"{place}.latency")
        _note(
            sitting,
            Verb.ANSWERED,
            _interaction(part, place, name, kind, values),
            success=RIGHT.get(values.get(f"{place}.result", "")),
            response=as_xapi(kind, response)[:MOST_CHARACTERS] if response else None,
            seconds=float(seconds_of(latency)) if latency else None,
            parents=(part,),
            grouping=grouping,
        )


def _interaction(part: Thing, place: str, name: str, kind: str, values: Mapping[str, str]) -> Thing:
    """The question as an activity, with its kind and its right answers where the part tells them."""
    description = LANGUAGE.sub("", values.get(f"{place}.description", ""))
    given = (values.get(f"{place}.correct_responses.{number}.pattern") for number in range(MOST_PATTERNS))
    right = tuple(as_xapi(kind, one)[:MOST_CHARACTERS] for one in given if one) if kind else ()
    address = f"{part.iri}/interactions/{quote(name, safe='')}"
    return Thing(address, description[:200] or name[:200], ADL_TYPE + "cmi.interaction", kind, right)


def points_of(verdict: Verdict) -> dict:
    """Points and their maximum, where they agree: content may say 7 out of 3, a statement may not (xAPI 2.4.5.1)."""
    raw, maximum = verdict.raw, verdict.maximum
    if raw is not None and maximum is not None and not 0 <= raw <= maximum:
        return {}
    return {"raw": raw, "maximum": maximum}


def tell_result(sitting: "Sitting", before: Result, after: Result, *, completion: bool, success: bool) -> None:
    """State what changed in the module's result; completion, success: whether its single part has not told that already."""
    attempt, whole = sitting.launch.attempt, thing_of(sitting.page)
    grouping = (whole, attempt_on_module(attempt, sitting.page))
    if completion and after.completed and not before.completed:
        seconds = attempt.seconds
        _note(sitting, Verb.COMPLETED, whole, completion=True, scaled=after.score, seconds=seconds, grouping=grouping)
    if success and after.success is not None and after.success != before.success:
        verb = Verb.PASSED if after.success else Verb.FAILED
        _note(sitting, verb, whole, success=after.success, scaled=after.score, grouping=grouping)
