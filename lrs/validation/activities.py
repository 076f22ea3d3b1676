"""Activities and their definitions (xAPI 1.0.3, Data 2.4.4.1; IEEE 9274.1.1, 4.2.2.3)."""

from typing import Any

from lrs.validation.clauses import Invalid
from lrs.validation.facts import Facts
from lrs.validation.scalars import array, extensions, iri, language_map, mapping, only, text

ACTIVITY = frozenset({"objectType", "id", "definition"})
COMPONENT = frozenset({"id", "description"})
LISTS: dict[str, frozenset[str]] = {
    "true-false": frozenset(),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset(),
    "other": frozenset(),
}
COMPONENT_LISTS = frozenset({"choices", "scale", "source", "target", "steps"})
INTERACTION = COMPONENT_LISTS | {"interactionType", "correctResponsesPattern"}
DEFINITION = INTERACTION | {"name", "description", "type", "moreInfo", "extensions"}


def activity(value: Any, place: str, facts: Facts) -> str:
    """Check an activity; returns its IRI and notes its definition."""
    mapping(value, place)
    if value.get("objectType", "Activity") != "Activity":
        raise Invalid(place + ".objectType", "activity", "Activity is expected here")
    only(value, ACTIVITY, place)
    if "id" not in value:
        raise Invalid(place + ".id", "activity", "an activity has an id")
    found = iri(value["id"], place + ".id")
    if "definition" in value:
        definition(value["definition"], place + ".definition")
        facts.define(found, value["definition"])
    return found


def definition(value: Any, place: str) -> None:
    only(mapping(value, place), DEFINITION, place)
    for name in ("name", "description"):
        if name in value:
            language_map(value[name], f"{place}.{name}")
    for name in ("type", "moreInfo"):
        if name in value:
            iri(value[name], f"{place}.{name}")
    if "extensions" in value:
        extensions(value["extensions"], place + ".extensions")
    if not INTERACTION.isdisjoint(value):
        interaction(value, place)


def interaction(value: dict, place: str) -> None:
    kind = value.get("interactionType")
    if not isinstance(kind, str) or kind not in LISTS:
        raise Invalid(place + ".interactionType", "interaction", "an interaction has one of the ten types of interaction")
    if "correctResponsesPattern" in value:
        patterns = array(value["correctResponsesPattern"], place + ".correctResponsesPattern")
        for number, pattern in enumerate(patterns):
            text(pattern, f"{place}.correctResponsesPattern[{number}]")
    for name in COMPONENT_LISTS.intersection(value):
        if name not in LISTS[kind]:
            raise Invalid(f"{place}.{name}", "interaction", f"an interaction of type {kind} has no such list")
        components(value[name], f"{place}.{name}")


def components(value: Any, place: str) -> None:
    seen: set[str] = set()
    for number, one in enumerate(array(value, place)):
        here = f"{place}[{number}]"
        only(mapping(one, here), COMPONENT, here)
        if "id" not in one:
            raise Invalid(here + ".id", "interaction", "a component has an id")
        name = text(one["id"], here + ".id")
        if not name or name in seen:
            raise Invalid(here + ".id", "interaction", "the ids of components are distinct and not empty")
        seen.add(name)
        if "description" in one:
            language_map(one["description"], here + ".description")
