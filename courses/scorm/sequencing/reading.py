"""The activity tree from a manifest's elements (SN 3; CAM 5.1). What is missing or odd takes the standard's default."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from courses.scorm import xml
from courses.scorm.problems import PackageRefused
from courses.scorm.sequencing.tree import (
    VALUES,
    Activity,
    Condition,
    Controls,
    Delivery,
    Draw,
    Objective,
    Rollup,
    RollupRule,
    Rule,
    Threshold,
    Tree,
)

# The attribute's ending in mapInfo for each value of an objective's record, by namespace.
IMSSS_VALUES = {"satisfied": "satisfiedstatus", "measure": "normalizedmeasure"}
ADLSEQ_VALUES = {
    "raw": "rawscore",
    "minimum": "minscore",
    "maximum": "maxscore",
    "completed": "completionstatus",
    "progress": "progressmeasure",
}
REQUIRED = {
    "satisfied": "requiredforsatisfied",
    "notSatisfied": "requiredfornotsatisfied",
    "completed": "requiredforcompleted",
    "incomplete": "requiredforincomplete",
}
EDITION = re.compile(r"([234])(?:nd|rd|th)\b", re.IGNORECASE)
# Controls of which the 3rd edition first says that they may be hidden (adlnav_v1p3.xsd).
HIDDEN_SINCE_3 = frozenset({"suspendAll", "exitAll", "abandonAll"})
# Names as the XML schema binds them, where they differ from the pseudo-code's.
SELECTIONS = {"never", "once", "onEachNewAttempt"}


@dataclass(frozen=True)
class Node:
    """One item of the organisation, or the organisation itself. sequencing, presentation: elements verbatim, "" for none.

    content: it opens something. threshold: (measure, decides completion, weight) as text.
    """

    identifier: str
    title: str = ""
    is_visible: bool = True
    content: bool = False
    sequencing: str = ""
    presentation: str = ""
    threshold: tuple[str, bool, str] = ("", False, "1.0")
    depth: int = 0


def tree_of(
    root: Node, nodes: Iterable[Node], *, collection: str = "", edition: str = "4th Edition", global_to_system: bool = True
) -> Tree:
    """nodes: the items in document order, each with its depth (0 for the first level)."""
    number = edition_number(edition)
    shared = {element.get("ID"): element for element in _iterate(_root(collection)) if element.get("ID")}
    top = _activity(root, shared, number)
    above = [top]
    for node in nodes:
        activity = _activity(node, shared, number)
        del above[node.depth + 1 :]
        activity.parent = above[-1]
        above[-1].children.append(activity)
        above.append(activity)
    return Tree(top, edition=number, global_to_system=global_to_system)


def edition_number(edition: str) -> int:
    """2, 3 or 4 from "3rd Edition" and the like; the newest where it is not said."""
    found = EDITION.search(edition)
    return int(found[1]) if found else 4


def _activity(node: Node, shared: dict, edition: int) -> Activity:
    parts = _parts(_root(node.sequencing), shared)
    measure, by_measure, weight = node.threshold
    limits = parts.get("imsss:limitconditions")
    attempt_limit = _whole(_attribute(limits, "attemptlimit"))
    return Activity(
        identifier=node.identifier,
        title=node.title,
        is_visible=node.is_visible,
        content=node.content,
        controls=_controls(parts),
        rules=tuple(_rules(parts.get("imsss:sequencingrules"))),
        attempt_limit=attempt_limit,
        duration_limit=_attribute(limits, "attemptabsolutedurationlimit"),
        rollup=_rollup(parts, edition),
        objectives=_objectives(parts, edition),
        delivery=_delivery(parts.get("imsss:deliverycontrols")),
        draw=_draw(parts.get("imsss:randomizationcontrols")),
        # Before the 4th edition a threshold is the affair of content alone, without weight.
        threshold=Threshold(by_measure, _number(measure, 1.0), _number(weight, 1.0)) if edition >= 4 or node.content else Threshold(),
        hidden_controls=frozenset(_hidden(_root(node.presentation))) - (HIDDEN_SINCE_3 if edition < 3 else frozenset()),
    )


def _parts(own: etree._Element | None, shared: dict) -> dict[str, etree._Element]:
    """The elements of a sequencing, merged with those of the one in the collection that it refers to (CAM 5.1.1).

    By qualified name: what the item says itself replaces what is shared.
    """
    if own is None:
        return {}
    found = {_qualified(child): child for child in _iterate_children(shared.get(own.get("IDRef")))}
    return found | {_qualified(child): child for child in _iterate_children(own)}


def _controls(parts: dict[str, etree._Element]) -> Controls:
    modes = parts.get("imsss:controlmode")
    choice = parts.get("adlseq:constrainedchoiceconsiderations")
    return Controls(
        choice=_flag(modes, "choice"),
        choice_exit=_flag(modes, "choiceexit"),
        flow=_flag(modes, "flow", default=False),
        forward_only=_flag(modes, "forwardonly", default=False),
        current_objective_info=_flag(modes, "usecurrentattemptobjectiveinfo"),
        current_progress_info=_flag(modes, "usecurrentattemptprogressinfo"),
        prevent_activation=_flag(choice, "preventactivation", default=False),
        constrain_choice=_flag(choice, "constrainchoice", default=False),
    )


def _rules(element: etree._Element | None) -> Iterator[Rule]:
    for rule in _iterate_children(element):
        action = _attribute(xml.child(rule, "ruleaction"), "action")
        conditions = xml.child(rule, "ruleconditions")
        if action:
            combination = _attribute(conditions, "conditioncombination") or "all"
            yield Rule(_rule_action(xml.local(rule), action), tuple(_conditions(conditions, "rulecondition")), combination)


def _rule_action(kind: str, action: str) -> str:
    """The action, told apart by the kind of rule: `exit` of an exit rule, `continue` of a post condition."""
    return action if kind == "preconditionrule" else f"{'exit' if kind == 'exitconditionrule' else 'post'}:{action}"


def _conditions(element: etree._Element | None, name: str) -> Iterator[Condition]:
    for child in xml.children(element, name):
        yield Condition(
            name=_attribute(child, "condition") or "always",
            negated=_attribute(child, "operator") == "not",
            reference=objective_identifier(_attribute(child, "referencedobjective")),
            threshold=_number(_attribute(child, "measurethreshold"), 0.0),
        )


def _rollup(parts: dict[str, etree._Element], edition: int) -> Rollup:
    element, considerations = parts.get("imsss:rolluprules"), parts.get("adlseq:rollupconsiderations")
    return Rollup(
        rules=tuple(_rollup_rule(rule) for rule in xml.children(element, "rolluprule")),
        satisfied=_flag(element, "rollupobjectivesatisfied"),
        completion=_flag(element, "rollupprogresscompletion"),
        measure_weight=_number(_attribute(element, "objectivemeasureweight"), 1.0),
        required={action: value for action, name in REQUIRED.items() if (value := _attribute(considerations, name)) not in {"", "always"}},
        measure_if_active=_flag(considerations, "measuresatisfactionifactive"),
    )


def _rollup_rule(element: etree._Element) -> RollupRule:
    conditions = xml.child(element, "rollupconditions")
    return RollupRule(
        action=_attribute(xml.child(element, "rollupaction"), "action"),
        conditions=tuple(_conditions(conditions, "rollupcondition")),
        combination=_attribute(conditions, "conditioncombination") or "any",
        children=_attribute(element, "childactivityset") or "all",
        count=_whole(_attribute(element, "minimumcount")) or 0,
        percent=_number(_attribute(element, "minimumpercent"), 0.0),
    )


def _objectives(parts: dict[str, etree._Element], edition: int) -> tuple[Objective, ...]:
    """The primary objective first; one without identifier where the manifest gives none (SN 3.10)."""
    extended = _extended_maps(parts.get("adlseq:objectives")) if edition >= 4 else {}
    found, primary = [], None
    for element in _iterate_children(parts.get("imsss:objectives")):
        if xml.local(element) == "primaryobjective" and primary is None:
            primary = _objective(element, extended, is_primary=True)
        elif xml.local(element) == "objective":
            found.append(_objective(element, extended, is_primary=False))
    return (primary or Objective(is_primary=True), *found)


def _objective(element: etree._Element, extended: dict, *, is_primary: bool) -> Objective:
    identifier = objective_identifier(_attribute(element, "objectiveid"))
    measure = xml.child(element, "minnormalizedmeasure")
    reads, writes = _maps(xml.children(element, "mapinfo"), IMSSS_VALUES)
    more_reads, more_writes = extended.get(identifier, ({}, {})) if identifier else ({}, {})
    return Objective(
        identifier=identifier,
        is_primary=is_primary,
        by_measure=_flag(element, "satisfiedbymeasure", default=False),
        minimum=_number(xml.text_of(measure), 1.0),
        reads={**reads, **more_reads},
        writes={**writes, **more_writes},
    )


def _extended_maps(element: etree._Element | None) -> dict[str, tuple[dict, dict]]:
    """ADL's maps by objective (4th edition): scores, completion and progress."""
    return {
        objective_identifier(_attribute(child, "objectiveid")): _maps(xml.children(child, "mapinfo"), ADLSEQ_VALUES)
        for child in xml.children(element, "objective")
    }


def _maps(elements: Iterable[etree._Element], values: dict[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    reads: dict[str, str] = {}
    writes: dict[str, tuple[str, ...]] = {}
    for element in elements:
        target = objective_identifier(_attribute(element, "targetobjectiveid"))
        for value, ending in values.items():
            if target and _flag(element, f"read{ending}"):
                reads.setdefault(value, target)
            if target and _flag(element, f"write{ending}", default=False):
                writes[value] = (*writes.get(value, ()), target)
    assert set(reads) | set(writes) <= set(VALUES)
    return reads, writes


def _delivery(element: etree._Element | None) -> Delivery:
    return Delivery(
        tracked=_flag(element, "tracked"),
        completion_set_by_content=_flag(element, "completionsetbycontent", default=False),
        objective_set_by_content=_flag(element, "objectivesetbycontent", default=False),
    )


def _draw(element: etree._Element | None) -> Draw:
    selection, randomization = _attribute(element, "selectiontiming"), _attribute(element, "randomizationtiming")
    return Draw(
        selection=selection if selection in SELECTIONS else "never",
        count=_whole(_attribute(element, "selectcount")),
        randomization=randomization if randomization in SELECTIONS else "never",
        reorder=_flag(element, "reorderchildren", default=False),
    )


def _hidden(presentation: etree._Element | None) -> Iterator[str]:
    for element in _iterate(presentation):
        if xml.local(element) == "hidelmsui":
            yield xml.text_of(element)


def objective_identifier(text: str) -> str:
    """An identifier as it is compared and given to SCOs: an xs:anyURI, its escapes read, blanks as one and trimmed."""
    return " ".join(unquote(text).split())


def _root(text: str) -> etree._Element | None:
    try:
        return xml.parse(text.encode()) if text.strip() else None
    except PackageRefused:
        return None


def _iterate(element: etree._Element | None) -> Iterator[etree._Element]:
    if element is not None:
        yield from (child for child in element.iter() if isinstance(child.tag, str))


def _iterate_children(element: etree._Element | None) -> Iterator[etree._Element]:
    if element is not None:
        yield from (child for child in element if isinstance(child.tag, str))


def _qualified(element: etree._Element) -> str:
    return f"{'adlseq' if 'adlseq' in xml.namespace(element) else 'imsss'}:{xml.local(element)}"


def _attribute(element: etree._Element | None, name: str) -> str:
    return xml.attribute(element, name) if element is not None else ""


def _flag(element: etree._Element | None, name: str, *, default: bool = True) -> bool:
    return xml.is_true(_attribute(element, name), default=default)


def _number(text: str, default: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 10 else None
