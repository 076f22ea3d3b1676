"""Whole statements: one pass that checks every property and notes by what the statement will be found."""

import re
from typing import Any

from lrs.validation.activities import activity
from lrs.validation.actors import actor, authority, group
from lrs.validation.clauses import V1, V2, Invalid
from lrs.validation.facts import Facts
from lrs.validation.parts import attachments, context, reference, result, verb
from lrs.validation.scalars import in_utc, mapping, moment, only, text, uuid

SUBSTATEMENT = frozenset({"objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments"})
STATEMENT = (SUBSTATEMENT - {"objectType"}) | {"id", "stored", "authority", "version"}
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
VERSIONS = {V1: re.compile(r"1\.0(\.\d+)?", re.ASCII), V2: re.compile(r"[12]\.0(\.\d+)?", re.ASCII)}


def check_statement(value: Any, version: str) -> Facts:
    """Check one statement against `version` (V1, V2); returns what it is found by, or raises Invalid.

    It changes two things, as the specification wants: each value of contextActivities becomes an array, and in 2.0 a
    timestamp of another zone is written in UTC.
    """
    if not isinstance(value, dict):
        raise Invalid("", "statement", "a statement is an object")
    only(value, STATEMENT, "")
    facts = Facts()
    if "id" in value:
        uuid(value["id"], "id")
    _body(value, "", version, facts, nested=False)
    if "stored" in value:
        moment(value["stored"], "stored", version)
    if "authority" in value:
        authority(value["authority"])
    if "version" in value and not VERSIONS[version].fullmatch(text(value["version"], "version")):
        raise Invalid("version", "version", f"the version is one of {version[:3]}.x")
    return facts


def _body(value: dict, at: str, version: str, facts: Facts, *, nested: bool) -> None:
    """What statements and sub-statements have alike. `at`: the place with its dot, "" or "object."."""
    for name in ("actor", "verb", "object"):
        if name not in value:
            raise Invalid(at + name, "required", "this property is required")
    _actor(value["actor"], at + "actor", facts, nested=nested)
    done = verb(value["verb"], at + "verb")
    target = value["object"]
    kind = target.get("objectType", "Activity") if isinstance(target, dict) else None
    if not nested:
        facts.verb, facts.voids = done, done == VOIDED
        if facts.voids and kind != "StatementRef":
            raise Invalid(at + "object", "voiding", "a statement voids by the reference that is its object")
    _object(target, kind, at + "object", version, facts, nested=nested)
    if "result" in value:
        result(value["result"], at + "result")
    if "context" in value:
        registration = context(value["context"], at + "context", version, facts, of_activity=kind == "Activity")
        _as_arrays(value["context"])
        if not nested:
            facts.registration = registration
    if "timestamp" in value:
        found = moment(value["timestamp"], at + "timestamp", version)
        if version != V1:
            value["timestamp"] = in_utc(value["timestamp"], found)
    if "attachments" in value:
        attachments(value["attachments"], at + "attachments", facts)


def _actor(value: Any, place: str, facts: Facts, *, nested: bool) -> None:
    if not isinstance(value, dict):
        raise Invalid(place, "actor", "an object is expected here")
    if value.get("objectType", "Agent") not in ("Agent", "Group"):
        raise Invalid(place + ".objectType", "actor", "Agent or Group is expected here")
    found = list(actor(value, place))
    if nested:
        facts.related_agents.update(found)
    elif value.get("objectType") == "Group" and not _identified(value):
        facts.agents.update(found)
    else:
        facts.actor = found[0]
        facts.agents.update(found[1:])


def _identified(value: dict) -> bool:
    return "account" in value or "mbox" in value or "mbox_sha1sum" in value or "openid" in value


def _object(value: Any, kind: Any, place: str, version: str, facts: Facts, *, nested: bool) -> None:
    mapping(value, place)
    if kind == "Activity":
        found = activity(value, place, facts)
        if nested:
            facts.related_activities.add(found)
        else:
            facts.activity = found
    elif kind in ("Agent", "Group"):
        everybody = actor(value, place) if kind == "Agent" else _members(value, place)
        (facts.related_agents if nested else facts.agents).update(everybody)
    elif kind == "StatementRef":
        found = reference(value, place)
        if not nested:
            facts.target = found.lower()
    elif kind == "SubStatement" and not nested:
        only(value, SUBSTATEMENT, place)
        _body(value, place + ".", version, facts, nested=True)
    elif kind == "SubStatement":
        raise Invalid(place + ".objectType", "substatement", "a sub-statement holds no other")
    else:
        raise Invalid(place + ".objectType", "object", "Activity, Agent, Group, StatementRef or SubStatement is expected here")


def _members(value: dict, place: str) -> list[str]:
    found, members = group(value, place)
    return members if found is None else [found, *members]


def _as_arrays(value: dict) -> None:
    """Each kind of context activity is a list, even of one (Data 2.4.6.2; 4.2.4.2)."""
    listed = value.get("contextActivities")
    if listed:
        for name, one in listed.items():
            if not isinstance(one, list):
                listed[name] = [one]
