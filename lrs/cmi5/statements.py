"""What one statement of an assignable unit must be like, whenever it comes (cmi5, 6.3, 7.1.3, 9)."""

import re
from decimal import Decimal
from typing import Any

from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.session import Unit
from lrs.cmi5.vocabulary import CATEGORY, MASTERY_SCORE, MOVE_ON_CATEGORY, OF_THE_LMS, PROGRESS, SESSION_ID, VOIDED, Said
from lrs.validation.facts import Facts

UTC = re.compile(r"(?:[Zz]|\+00(?::?00)?)$", re.ASCII)
VERBS = {verb.value: verb for verb in Said}
SUCCESS = {Said.PASSED: True, Said.FAILED: False}
COMPLETION = {Said.COMPLETED: True}
# Those that say how long it took, and where the specification says so.
TIMED = frozenset({Said.COMPLETED, Said.PASSED, Said.FAILED, Said.TERMINATED})
WITHOUT_VERDICT = frozenset({Said.INITIALIZED, Said.TERMINATED})


def check_moment(value: Any) -> None:
    """Whether a statement, as it came, has its moment in UTC (9.7)."""
    if not isinstance(value, dict):
        return
    if "timestamp" not in value:
        raise Forbidden("timestamp", "9.7", "every statement has its timestamp")
    if isinstance(value["timestamp"], str) and not UTC.search(value["timestamp"].strip()):
        raise Forbidden("timestamp", "9.7", "timestamps are in UTC")


def check(unit: Unit, body: dict, facts: Facts, *, has_id: bool) -> Said | None:
    """Check a statement that keeps to xAPI; returns its verb when it is "cmi5 defined", None when it is "cmi5 allowed" (7.1.3)."""
    if not has_id:
        raise Forbidden("id", "9.1", "the unit gives each statement its id")
    if body["verb"]["id"] == VOIDED:
        raise Forbidden("verb", "6.3", "a unit voids nothing")
    _actor(unit, body["actor"], facts)
    context = body.get("context")
    if context is None:
        raise Forbidden("context", "9.6", "every statement has a context, made from the contextTemplate")
    _context(unit, context)
    _progress(body.get("result", {}))
    categories = _ids(context, "category")
    if CATEGORY not in categories:
        if MOVE_ON_CATEGORY in categories:
            raise Forbidden("context.contextActivities.category", "9.6.2.2", "moveon stands in cmi5 defined statements alone")
        return None
    return _defined(unit, body, context, categories)


def _actor(unit: Unit, actor: dict, facts: Facts) -> None:
    if actor.get("objectType", "Agent") != "Agent":
        raise Forbidden("actor.objectType", "9.2", "the actor is an Agent")
    if "account" not in actor:
        raise Forbidden("actor", "9.2", "the actor is named by an account")
    if facts.actor != unit.actor:
        raise Forbidden("actor", "8.1", "the actor is the one of the launch")


def _context(unit: Unit, context: dict) -> None:
    if str(context.get("registration", "")).lower() != unit.registration:
        raise Forbidden("context.registration", "9.6.1", "the registration is the one of the launch")
    extensions = context.get("extensions", {})
    if extensions.get(SESSION_ID) != unit.session_id:
        raise Forbidden(f"context.extensions.{SESSION_ID}", "9.6.3.1", "the session id is the one of the launch")
    for name, value in unit.template.items():
        if name == "contextActivities":
            for kind, listed in value.items():
                if not {one["id"] for one in listed} <= set(_ids(context, kind)):
                    raise Forbidden(f"context.contextActivities.{kind}", "9.6.2", "an activity of the contextTemplate is missing")
        elif name == "extensions":
            for key, one in value.items():
                if key not in extensions or extensions[key] != one:
                    raise Forbidden(f"context.extensions.{key}", "10", "values of the contextTemplate are kept as they are")
        elif context.get(name) != value:
            raise Forbidden(f"context.{name}", "10", "values of the contextTemplate are kept as they are")


def _ids(context: dict, kind: str) -> list[str]:
    return [one["id"] for one in context.get("contextActivities", {}).get(kind, [])]


def _progress(result: dict) -> None:
    value = result.get("extensions", {}).get(PROGRESS, 0)
    if not _is_whole(value) or not 0 <= value <= 100:
        raise Forbidden(f"result.extensions.{PROGRESS}", "9.5.5.1", "progress is a whole number from 0 to 100")


def _defined(unit: Unit, body: dict, context: dict, categories: list[str]) -> Said:
    said = VERBS.get(body["verb"]["id"])
    if said is None:
        raise Forbidden("verb", "7.1.3", "the category cmi5 goes with the verbs that cmi5 defines")
    if said in OF_THE_LMS:
        raise Forbidden("verb", OF_THE_LMS[said], "this is for the platform to say")
    target = body["object"]
    if target.get("objectType", "Activity") != "Activity" or target["id"] != unit.activity:
        raise Forbidden("object.id", "9.4", "the object is the activityId of the launch")
    if not unit.is_normal and said not in WITHOUT_VERDICT:
        raise Forbidden("verb", "10", "nothing but initialized and terminated is reported in the modes Browse and Review")
    result = body.get("result", {})
    _result(said, result)
    if (MOVE_ON_CATEGORY in categories) != ("success" in result or "completion" in result):
        raise Forbidden(
            "context.contextActivities.category", "9.6.2.2", "moveon stands there when result has success or completion, and only then"
        )
    if said in SUCCESS:
        _verdict(unit, said, result.get("score"), context.get("extensions", {}))
    return said


def _result(said: Said, result: dict) -> None:
    for name, clause, wanted in (("success", "9.5.2", SUCCESS), ("completion", "9.5.3", COMPLETION)):
        if said not in wanted and name in result:
            raise Forbidden(f"result.{name}", clause, f"{said.name.lower()} has no {name}")
        if said in wanted and result.get(name) is not wanted[said]:
            raise Forbidden(f"result.{name}", clause, f"{said.name.lower()} has {name} {str(wanted[said]).lower()}")
    if said in TIMED and "duration" not in result:
        raise Forbidden("result.duration", "9.5.4.1", f"{said.name.lower()} says how long it took")
    if "score" in result and said not in SUCCESS:
        raise Forbidden("result.score", "9.5.1", "only passed and failed have a score")


def _verdict(unit: Unit, said: Said, score: dict | None, extensions: dict) -> None:
    """Points in their bounds, and the verdict the one that the mastery score makes of them (9.3.4, 9.3.5, 9.5.1, 9.6.3.2)."""
    if score is not None:
        _score(score)
    scaled = None if score is None or "scaled" not in score else Decimal(str(score["scaled"]))
    told = MASTERY_SCORE in extensions
    if unit.mastery_score is None:
        if told:
            raise Forbidden(f"context.extensions.{MASTERY_SCORE}", "9.6.3.2", "the launch has no mastery score")
        return
    if (told or scaled is not None) and not _equals(extensions.get(MASTERY_SCORE), unit.mastery_score):
        raise Forbidden(f"context.extensions.{MASTERY_SCORE}", "9.6.3.2", "the mastery score is there as the launch data give it")
    if scaled is None:
        return
    if said is Said.PASSED and scaled < unit.mastery_score:
        raise Forbidden("result.score.scaled", "9.3.4", "passed with less than the mastery score")
    if said is Said.FAILED and scaled >= unit.mastery_score:
        raise Forbidden("result.score.scaled", "9.3.5", "failed with the mastery score or more")


def _score(score: dict) -> None:
    if "scaled" in score and not 0 <= score["scaled"] <= 1:
        raise Forbidden("result.score.scaled", "9.5.1", "scaled is from 0 to 1")
    for name in ("raw", "min", "max"):
        if name in score and not _is_whole(score[name]):
            raise Forbidden(f"result.score.{name}", "9.5.1", "points are whole numbers")
        if "raw" in score and name not in score:
            raise Forbidden(f"result.score.{name}", "9.5.1", "raw comes with min and max")


def _is_whole(value: Any) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


def _equals(value: Any, wanted: Decimal) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and Decimal(str(value)) == wanted
