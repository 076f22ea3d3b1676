"""Verbs, results, contexts and attachments (xAPI 1.0.3, Data 2.4.3, 2.4.5, 2.4.6, 2.4.11; IEEE 9274.1.1, 4.2.2.2 to 4.2.2.6)."""

from typing import Any

from lrs.validation.activities import activity
from lrs.validation.actors import actor, agent, group
from lrs.validation.clauses import V1, Invalid
from lrs.validation.facts import Facts
from lrs.validation.scalars import (
    MEDIA_TYPE,
    SHA2,
    array,
    boolean,
    duration,
    extensions,
    iri,
    language,
    language_map,
    mapping,
    number,
    only,
    text,
    uuid,
)

VERB = frozenset({"id", "display"})
RESULT = frozenset({"score", "success", "completion", "response", "duration", "extensions"})
SCORE = frozenset({"scaled", "raw", "min", "max"})
REFERENCE = frozenset({"objectType", "id"})
CONTEXT = frozenset(
    {
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    }
)
CONTEXT2 = CONTEXT | {"contextAgents", "contextGroups"}
CONTEXT_ACTIVITIES = frozenset({"parent", "grouping", "category", "other"})
ATTACHMENT = frozenset({"usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"})
NEEDED = ("usageType", "display", "contentType", "length", "sha2")


def verb(value: Any, place: str) -> str:
    only(mapping(value, place), VERB, place)
    if "id" not in value:
        raise Invalid(place + ".id", "verb", "a verb has an id")
    if "display" in value:
        language_map(value["display"], place + ".display")
    return iri(value["id"], place + ".id")


def result(value: Any, place: str) -> None:
    only(mapping(value, place), RESULT, place)
    for name, one in value.items():
        here = f"{place}.{name}"
        if name == "score":
            score(one, here)
        elif name in {"success", "completion"}:
            boolean(one, here)
        elif name == "response":
            text(one, here)
        elif name == "duration":
            duration(one, here)
        else:
            extensions(one, here)


def score(value: Any, place: str) -> None:
    only(mapping(value, place), SCORE, place)
    for name, one in value.items():
        number(one, f"{place}.{name}")
    if not -1 <= value.get("scaled", 0) <= 1:
        raise Invalid(place + ".scaled", "score", "scaled is from -1 to 1")
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None and low >= high:
        raise Invalid(place + ".min", "score", "min is less than max")
    raw = value.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise Invalid(place + ".raw", "score", "raw is from min to max")


def reference(value: Any, place: str) -> str:
    only(mapping(value, place), REFERENCE, place)
    if value.get("objectType") != "StatementRef" or "id" not in value:
        raise Invalid(place, "statementref", "a reference has the objectType StatementRef and an id")
    return uuid(value["id"], place + ".id")


def context(value: Any, place: str, version: str, facts: Facts, *, of_activity: bool) -> str | None:
    """Check a context; returns its registration."""
    only(mapping(value, place), CONTEXT if version == V1 else CONTEXT2, place)
    for name, one in value.items():
        here = f"{place}.{name}"
        if name == "contextActivities":
            context_activities(one, here, facts)
        elif name == "registration":
            uuid(one, here)
        elif name in {"revision", "platform"}:
            text(one, here)
            if not of_activity:
                raise Invalid(here, "context", "this is there only when the object is an activity")
        else:
            CHECKS[name](one, here, facts)
    return value.get("registration")


def _instructor(value: Any, place: str, facts: Facts) -> None:
    facts.related_agents.update(actor(value, place))


def _team(value: Any, place: str, facts: Facts) -> None:
    found, members = group(value, place)
    facts.related_agents.update(members if found is None else [found, *members])


def context_activities(value: Any, place: str, facts: Facts) -> None:
    only(mapping(value, place), CONTEXT_ACTIVITIES, place)
    for name, listed in value.items():
        here = f"{place}.{name}"
        if isinstance(listed, list):
            for count, one in enumerate(listed):
                facts.related_activities.add(activity(one, f"{here}[{count}]", facts))
        else:
            facts.related_activities.add(activity(listed, here, facts))


def _context_agents(value: Any, place: str, facts: Facts) -> None:
    for count, one in enumerate(array(value, place)):
        here = f"{place}[{count}]"
        _relation(one, here, "contextAgent", "agent")
        facts.related_agents.add(agent(one["agent"], here + ".agent"))


def _context_groups(value: Any, place: str, facts: Facts) -> None:
    for count, one in enumerate(array(value, place)):
        here = f"{place}[{count}]"
        _relation(one, here, "contextGroup", "group")
        _team(one["group"], here + ".group", facts)


def _relation(value: Any, place: str, kind: str, who: str) -> None:
    only(mapping(value, place), frozenset({"objectType", who, "relevantTypes"}), place)
    if value.get("objectType") != kind or who not in value:
        raise Invalid(place, "contextAgents", f"the objectType {kind} and a property {who} are expected here")
    if "relevantTypes" in value:
        types = array(value["relevantTypes"], place + ".relevantTypes")
        if not types:
            raise Invalid(place + ".relevantTypes", "contextAgents", "at least one type is expected here")
        for count, one in enumerate(types):
            iri(one, f"{place}.relevantTypes[{count}]")


CHECKS = {
    "instructor": _instructor,
    "team": _team,
    "language": lambda value, place, facts: language(value, place),
    "statement": lambda value, place, facts: reference(value, place),
    "extensions": lambda value, place, facts: extensions(value, place),
    "contextAgents": _context_agents,
    "contextGroups": _context_groups,
}


def attachments(value: Any, place: str, facts: Facts) -> None:
    for count, one in enumerate(array(value, place)):
        attachment(one, f"{place}[{count}]")
        facts.attachments.append(one)


def attachment(value: Any, place: str) -> None:
    only(mapping(value, place), ATTACHMENT, place)
    for name in NEEDED:
        if name not in value:
            raise Invalid(f"{place}.{name}", "attachments", "an attachment has this property")
    iri(value["usageType"], place + ".usageType")
    language_map(value["display"], place + ".display")
    if "description" in value:
        language_map(value["description"], place + ".description")
    if not isinstance(value["contentType"], str) or not MEDIA_TYPE.fullmatch(value["contentType"]):
        raise Invalid(place + ".contentType", "attachments", "an Internet media type such as text/plain is expected here")
    length = value["length"]
    if isinstance(length, bool) or not isinstance(length, int) or length < 0:
        raise Invalid(place + ".length", "attachments", "a whole number of octets is expected here")
    if not isinstance(value["sha2"], str) or not SHA2.fullmatch(value["sha2"]):
        raise Invalid(place + ".sha2", "attachments", "a SHA-2 hash in hexadecimal is expected here")
    if "fileUrl" in value:
        iri(value["fileUrl"], place + ".fileUrl")
