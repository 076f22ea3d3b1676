"""Whether two statements are the same one (xAPI 1.0.3, Data 2.3.1; IEEE 9274.1.1, 4.2: immutability)."""

import re
from typing import Any

LEFT_OUT = frozenset({"id", "authority", "stored", "timestamp", "version", "attachments"})
FRACTION = re.compile(r"([.,]\d{2})\d+", re.ASCII)


def are_same(first: dict, second: dict) -> bool:
    """Case, order of members, the words of verbs, definitions of activities and what the store sets do not count."""
    return _essence(first) == _essence(second)


def _essence(statement: dict) -> Any:
    return {name: _part(name, value) for name, value in statement.items() if name not in LEFT_OUT}


def _part(name: str, value: Any) -> Any:
    if name == "verb":
        return _folded(value.get("id"))
    if name == "result":
        return {key: _duration(one) if key == "duration" else _folded(one) for key, one in value.items()}
    if name == "context":
        return {key: _contexts(one) if key == "contextActivities" else _plain(one) for key, one in value.items()}
    if name == "object" and value.get("objectType") == "SubStatement":
        return _essence(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    """An actor or an activity without what may differ: its definition, the order of its members, a default objectType."""
    if not isinstance(value, dict):
        return _folded(value)
    found = {key: _folded(one) for key, one in value.items() if key not in {"definition", "member"}}
    if found.get("objectType") in {"agent", "activity"}:
        del found["objectType"]
    if "member" in value:
        found["member"] = sorted((_plain(one) for one in value["member"]), key=repr)
    return found


def _contexts(value: dict) -> dict:
    return {key: [_plain(one) for one in (listed if isinstance(listed, list) else [listed])] for key, listed in value.items()}


def _duration(value: str) -> str:
    return FRACTION.sub(r"\1", value).casefold()


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, dict):
        return {key.casefold(): _folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return value
