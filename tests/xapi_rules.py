"""What xAPI 1.0.3 asks of a statement (Communication and Data, part two), as far as the platform's own go."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

STATEMENT = {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"}
RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
CONTEXT = {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement", "extensions"}
DEFINITION = {"name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern"}
INTERACTIONS = {"true-false", "choice", "fill-in", "long-fill-in", "matching"} | {"performance", "sequencing", "likert", "numeric", "other"}
PARTS = {"parent", "grouping", "category", "other"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")


def problems(statement: dict) -> list[str]:
    """What breaks the standard, one sentence each; [] for a statement that any store accepts."""
    found = [f"unknown property {name}" for name in statement.keys() - STATEMENT]
    found += [f"{name} is missing" for name in ("actor", "verb", "object") if name not in statement]
    if found:
        return found
    found += _empty_values(statement, "statement")
    found += _unless(_is_uuid(statement.get("id")), "id is no UUID")
    found += _agent(statement["actor"], "actor")
    found += _agent(statement["authority"], "authority") if "authority" in statement else []
    found += _verb(statement["verb"]) + _activity(statement["object"], "object")
    found += _result(statement.get("result", {})) + _context(statement.get("context", {}))
    found += [f"{name} is no timestamp" for name in ("timestamp", "stored") if name in statement and not _is_moment(statement[name])]
    return found + _unless(re.fullmatch(r"1\.0(\.\d+)?", statement.get("version", "1.0.0")), "version is not 1.0.x")


def _unless(fine, sentence: str) -> list[str]:
    return [] if fine else [sentence]


def _empty_values(value, path: str) -> list[str]:
    """2.2: no null; inside extensions anything goes."""
    if value is None:
        return [f"{path} is null"]
    if isinstance(value, dict) and not path.endswith(".extensions"):
        return [one for name, part in value.items() for one in _empty_values(part, f"{path}.{name}")]
    if isinstance(value, list):
        return [one for part in value for one in _empty_values(part, path)]
    return []


def _agent(agent: dict, path: str) -> list[str]:
    """2.4.2: exactly one inverse functional identifier."""
    found = _unless(agent.get("objectType", "Agent") == "Agent", f"{path} is no agent")
    identifiers = agent.keys() & {"mbox", "mbox_sha1sum", "openid", "account"}
    found += _unless(len(identifiers) == 1, f"{path} has {len(identifiers)} identifiers")
    account = agent.get("account")
    if account is not None:
        fine = account.keys() == {"homePage", "name"} and _is_iri(account["homePage"]) and isinstance(account["name"], str)
        found += _unless(fine, f"{path} has no proper account")
    return found


def _verb(verb: dict) -> list[str]:
    found = _unless(verb.keys() <= {"id", "display"}, "unknown property of the verb")
    return found + _unless(_is_iri(verb.get("id")), "verb.id is no IRI") + _languages(verb.get("display", {}), "verb.display")


def _activity(activity: dict, path: str) -> list[str]:
    found = _unless(activity.get("objectType", "Activity") == "Activity", f"{path} is no activity")
    found += _unless(activity.keys() <= {"objectType", "id", "definition"}, f"unknown property of {path}")
    definition = activity.get("definition", {})
    found += _unless(_is_iri(activity.get("id")), f"{path}.id is no IRI")
    found += _unless(definition.keys() <= DEFINITION, f"unknown property of {path}.definition")
    found += _unless("type" not in definition or _is_iri(definition["type"]), f"{path}.definition.type is no IRI")
    found += _interaction(definition, f"{path}.definition")
    return found + _languages(definition.get("name", {}), f"{path}.definition.name")


def _interaction(definition: dict, path: str) -> list[str]:
    """2.4.4.1: a question has one of ten kinds; its right answers are texts."""
    patterns = definition.get("correctResponsesPattern", [])
    found = _unless(isinstance(patterns, list) and all(isinstance(one, str) for one in patterns), f"{path} has no proper right answers")
    if definition.keys() & {"interactionType", "correctResponsesPattern"}:
        found += _unless(definition.get("interactionType") in INTERACTIONS, f"{path} has no kind of interaction")
    return found


def _result(result: dict) -> list[str]:
    found = _unless(result.keys() <= RESULT, "unknown property of the result")
    found += [f"{name} is no boolean" for name in ("success", "completion") if name in result and not isinstance(result[name], bool)]
    found += _unless("duration" not in result or DURATION.fullmatch(result["duration"]), "duration is not ISO 8601")
    found += _unless(isinstance(result.get("response", ""), str), "response is no text")
    return found + _score(result.get("score", {})) + _extensions(result, "result")


def _score(score: dict) -> list[str]:
    """2.4.5.1"""
    found = _unless(score.keys() <= {"scaled", "raw", "min", "max"}, "unknown property of the score")
    found += _unless(-1 <= score.get("scaled", 0) <= 1, "scaled is outside -1 to 1")
    low, high = score.get("min", float("-inf")), score.get("max", float("inf"))
    found += _unless(low < high, "min is not below max")
    return found + _unless("raw" not in score or low <= score["raw"] <= high, "raw is outside min to max")


def _context(context: dict) -> list[str]:
    found = _unless(context.keys() <= CONTEXT, "unknown property of the context")
    found += _unless("registration" not in context or _is_uuid(context["registration"]), "registration is no UUID")
    found += _unless("language" not in context or LANGUAGE.fullmatch(context["language"]), "language is no tag")
    activities = context.get("contextActivities", {})
    found += _unless(activities.keys() <= PARTS, "unknown kind of context activity")
    found += [one for part in activities.values() for activity in part for one in _activity(activity, "contextActivities")]
    return found + _extensions(context, "context")


def _extensions(holder: dict, path: str) -> list[str]:
    return [f"{path}.extensions: {key} is no IRI" for key in holder.get("extensions") or {} if not _is_iri(key)]


def _languages(names: dict, path: str) -> list[str]:
    return [f"{path}: {tag} is no language" for tag, text in names.items() if not LANGUAGE.fullmatch(tag) or not isinstance(text, str)]


def _is_iri(value) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value


def _is_uuid(value) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except (ValueError, AttributeError, TypeError):
        return False


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None and not value.endswith("-00:00")
    except (ValueError, TypeError):
        return False
