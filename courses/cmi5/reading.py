"""cmi5.xml to plain data, checked against the course structure's schema and rules (cmi5 13.1, 13.2, 14).

Elements are those of the schema, in its order; elements and attributes of other namespaces are extensions of a vendor
and are passed over (cmi5 13.1.5). Text and attributes are trimmed (cmi5 13.1).
"""

import re
from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from courses.cmi5.addresses import check_url, is_iri
from courses.cmi5.structure import (
    ANY_WINDOW,
    AU,
    BLOCK,
    CMI5,
    COURSE,
    LAUNCH_METHODS,
    MOVE_ON,
    NOT_APPLICABLE,
    UNKNOWN_LANGUAGE,
    CourseStructure,
    LanguageMap,
    Node,
    Objective,
    in_language,
)
from courses.scorm import xml
from courses.scorm.problems import PackageRefused, Problem

FILE = "cmi5.xml"
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
MAX_NODES = 10_000
MAX_DEPTH = 40
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
MASTERY_DECIMALS = 4
# Children by element, in order: "?" may be absent, "+" is there once or more; a list of names is a choice.
SEQUENCES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "courseStructure": ((("course",), ""), (("objectives",), "?"), (("au", "block"), "+")),
    "course": ((("title",), ""), (("description",), "")),
    "block": ((("title",), ""), (("description",), ""), (("objectives",), "?"), (("au", "block"), "+")),
    "au": (
        (("title",), ""),
        (("description",), ""),
        (("objectives",), "?"),
        (("url",), ""),
        (("launchParameters",), "?"),
        (("entitlementKey",), "?"),
    ),
    "objective": ((("title",), ""), (("description",), "")),
    "title": ((("langstring",), "+"),),
    "description": ((("langstring",), "+"),),
    "objectives": ((("objective",), "+"),),
}
ATTRIBUTES = {
    "course": {"id"},
    "block": {"id"},
    "objective": {"id", "idref"},
    "langstring": {"lang"},
    "au": {"id", "moveOn", "masteryScore", "launchMethod", "activityType"},
}


def parse_structure(content: bytes, find: Callable[[str], str | None] | None) -> CourseStructure:
    """Read a course structure. Raises PackageRefused for all that makes it invalid.

    find: the real path of a file of its package, or None; itself None where the structure came without a package.
    """
    try:
        if len(content) > xml.MAX_BYTES:
            raise PackageRefused("manifest_too_large", size=len(content), limit=xml.MAX_BYTES)
        root = xml.parse(content)
    except PackageRefused as refusal:
        refusal.params.setdefault("file", FILE)
        raise
    if xml.local(root) != "coursestructure":
        raise PackageRefused("not_a_course_structure", root=xml.local(root))
    if xml.namespace(root) != NAMESPACE:
        raise PackageRefused("course_structure_namespace", namespace=xml.namespace(root))
    return _Reader(find).read(root)


class _Reader:
    """Reads one structure, remembering the ids that it has met."""

    def __init__(self, find: Callable[[str], str | None] | None) -> None:
        self.find = find
        self.ids: set[tuple[str, str]] = set()
        self.objectives: set[str] = set()
        self.warnings: list[Problem] = []

    def read(self, root: etree._Element) -> CourseStructure:
        parts = _parts(root)
        course = parts["course"][0]
        identifier, (title, description) = self._id(course), _texts(course)
        objectives = tuple(self._objective(one) for group in parts["objectives"] for one in _parts(group)["objective"])
        self.objectives = {objective.id for objective in objectives}
        children = tuple(self._node(one, 1) for one in _units_and_blocks(root))
        whole = Node(COURSE, identifier, title, description, children=children)
        return CourseStructure(CMI5, whole, objectives, self.warnings)

    def _objective(self, element: etree._Element) -> Objective:
        title, description = _texts(element)
        return Objective(self._id(element), title, description)

    def _node(self, element: etree._Element, depth: int) -> Node:
        if depth > MAX_DEPTH or len(self.ids) > MAX_NODES:
            raise PackageRefused("too_many_items", limit=MAX_NODES, depth=MAX_DEPTH)
        return self._unit(element) if _name(element) == AU else self._block(element, depth)

    def _block(self, element: etree._Element, depth: int) -> Node:
        title, description = _texts(element)
        children = tuple(self._node(one, depth + 1) for one in _units_and_blocks(element))
        return Node(BLOCK, self._id(element), title, description, self._references(element, title), children=children)

    def _unit(self, element: etree._Element) -> Node:
        title, description = _texts(element)
        shown = in_language(title, "fr")
        parts = _parts(element)
        return Node(
            kind=AU,
            id=self._id(element),
            title=title,
            description=description,
            objectives=self._references(element, title),
            url=check_url(_exact(parts["url"]), shown, find=self.find),
            launch_method=_choice(element, "launchMethod", LAUNCH_METHODS, ANY_WINDOW, shown),
            move_on=_choice(element, "moveOn", MOVE_ON, NOT_APPLICABLE, shown),
            mastery_score=_mastery_score(element, shown),
            activity_type=_activity_type(element, shown),
            launch_parameters=_exact(parts["launchParameters"]),
            entitlement_key=_exact(parts["entitlementKey"]),
        )

    def _id(self, element: etree._Element) -> str:
        """An IRI, unique among elements of its kind (cmi5 13.1.1 to 13.1.4)."""
        kind, found = _name(element), (element.get("id") or "").strip()
        if not found:
            raise PackageRefused("missing_attribute", attribute="id", element=kind, line=element.sourceline or 0)
        if not is_iri(found):
            raise PackageRefused("bad_iri", element=kind, value=found[:200])
        if (kind, found) in self.ids:
            raise PackageRefused("duplicate_id", element=kind, value=found[:200])
        self.ids.add((kind, found))
        return found

    def _references(self, element: etree._Element, title: LanguageMap) -> tuple[str, ...]:
        found = []
        for group in _parts(element)["objectives"]:
            for one in _parts(group)["objective"]:
                name = (one.get("idref") or "").strip()
                if not name:
                    raise PackageRefused("missing_attribute", attribute="idref", element="objective", line=one.sourceline or 0)
                if name in self.objectives:
                    found.append(name)
                else:
                    self.warnings.append(Problem("objective_unknown", {"title": in_language(title, "fr"), "identifier": name[:200]}))
        return tuple(dict.fromkeys(found))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _own(element: etree._Element) -> list[etree._Element]:
    """Children of the course structure's own namespace."""
    return [child for child in element if isinstance(child.tag, str) and xml.namespace(child) == NAMESPACE]


def _units_and_blocks(element: etree._Element) -> list[etree._Element]:
    return [child for child in _own(element) if _name(child) in {AU, BLOCK}]


def _parts(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The children of an element by name, checked against the schema (cmi5 13.2): none missing, none else, in order."""
    name, children = _name(element), _own(element)
    _check_attributes(element, name)
    if name == "objective" and element.get("idref") is not None:
        sequence: tuple[tuple[tuple[str, ...], str], ...] = ()
    else:
        sequence = SEQUENCES[name]
    found: dict[str, list[etree._Element]] = {one: [] for names, _count in sequence for one in names}
    at = 0
    for names, count in sequence:
        first = at
        while at < len(children) and _name(children[at]) in names and (count == "+" or at == first):
            found[_name(children[at])].append(children[at])
            at += 1
        if at == first and count != "?":
            raise _lacking(element, children[at:], names)
    if at < len(children):
        raise PackageRefused("misplaced_element", element=_name(children[at]), within=name, line=children[at].sourceline or 0)
    return found


def _lacking(element: etree._Element, left: list[etree._Element], names: tuple[str, ...]) -> PackageRefused:
    """An element that is required is missing, or comes after another that it should precede."""
    within, line = _name(element), element.sourceline or 0
    if any(_name(child) in names for child in left):
        return PackageRefused("misplaced_element", element=_name(left[0]), within=within, line=left[0].sourceline or 0)
    if AU in names:
        return PackageRefused("nothing_in_block" if within == BLOCK else "nothing_in_course", line=line)
    return PackageRefused("missing_element", element=names[0], within=within, line=line)


def _check_attributes(element: etree._Element, name: str) -> None:
    allowed = ATTRIBUTES.get(name, set())
    for attribute in element.attrib:
        # Those of a namespace are extensions, or XML's own (xml:lang, xsi:schemaLocation).
        if not str(attribute).startswith("{") and attribute not in allowed:
            raise PackageRefused("unknown_attribute", attribute=str(attribute), element=name, line=element.sourceline or 0)


def _texts(element: etree._Element) -> tuple[LanguageMap, LanguageMap]:
    parts = _parts(element)
    return _languages(parts["title"][0]), _languages(parts["description"][0])


def _languages(element: etree._Element) -> LanguageMap:
    found: LanguageMap = {}
    for one in _parts(element)["langstring"]:
        _check_attributes(one, "langstring")
        found.setdefault((one.get("lang") or "").strip() or UNKNOWN_LANGUAGE, xml.text_of(one))
    return found


def _exact(elements: list[etree._Element]) -> str:
    """The text as it is, but for the space around it."""
    return "".join(elements[0].itertext()).strip() if elements else ""


def _choice(element: etree._Element, attribute: str, allowed: tuple[str, ...], default: str, title: str) -> str:
    value = element.get(attribute)
    if value is None:
        return default
    if value.strip() not in allowed:
        raise PackageRefused("bad_choice", attribute=attribute, value=value[:80], title=title, allowed=", ".join(allowed))
    return value.strip()


def _mastery_score(element: etree._Element, title: str) -> Decimal | None:
    """A decimal from 0 to 1 with four decimals at most (cmi5 13.1.4)."""
    value = element.get("masteryScore")
    if value is None:
        return None
    text = value.strip()
    score = Decimal(text) if DECIMAL.fullmatch(text) else None
    if score is None or not 0 <= score <= 1 or score != round(score, MASTERY_DECIMALS):
        raise PackageRefused("bad_mastery_score", value=text[:40], title=title)
    return round(score, MASTERY_DECIMALS)


def _activity_type(element: etree._Element, title: str) -> str:
    value = (element.get("activityType") or "").strip()
    if value and not is_iri(value):
        raise PackageRefused("bad_activity_type", value=value[:200], title=title)
    return value
