"""tincan.xml, the launch file of packages that speak xAPI without cmi5, to a course structure.

What it names as activities with a launch address are units: completed or passed, each opens in any window. Activities
without one (interactions, objectives) are told by the content itself.
"""

from collections.abc import Callable

from lxml import etree

from courses.cmi5.addresses import RESERVED_TINCAN, check_url, is_iri
from courses.cmi5.structure import (
    AU,
    COMPLETED_OR_PASSED,
    COURSE,
    TINCAN,
    UNKNOWN_LANGUAGE,
    CourseStructure,
    LanguageMap,
    Node,
    in_language,
)
from courses.scorm import xml
from courses.scorm.problems import PackageRefused

FILE = "tincan.xml"
MAX_UNITS = 2000


def parse_tincan(content: bytes, find: Callable[[str], str | None]) -> CourseStructure:
    """Read a tincan.xml. Raises PackageRefused; find: as in courses.cmi5.reading."""
    try:
        if len(content) > xml.MAX_BYTES:
            raise PackageRefused("manifest_too_large", size=len(content), limit=xml.MAX_BYTES)
        root = xml.parse(content)
    except PackageRefused as refusal:
        refusal.params.setdefault("file", FILE)
        raise
    if xml.local(root) != "tincan":
        raise PackageRefused("not_a_tincan", root=xml.local(root))
    elements = list(xml.children(xml.child(root, "activities"), "activity"))
    units = tuple(_unit(element, find) for element in elements if xml.child(element, "launch") is not None)
    if not units:
        raise PackageRefused("nothing_to_launch")
    if len(units) > MAX_UNITS:
        raise PackageRefused("too_many_items", limit=MAX_UNITS, depth=1)
    ids = [unit.id for unit in units]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise PackageRefused("duplicate_id", element="activity", value=twice)
    first = units[0]
    return CourseStructure(TINCAN, Node(COURSE, first.id, first.title, first.description, children=units))


def _unit(element: etree._Element, find: Callable[[str], str | None]) -> Node:
    identifier = xml.attribute(element, "id")
    if not is_iri(identifier):
        raise PackageRefused("bad_iri", element="activity", value=identifier[:200])
    title = _texts(element, "name")
    kind = xml.attribute(element, "type")
    return Node(
        kind=AU,
        id=identifier,
        title=title,
        description=_texts(element, "description"),
        url=check_url(_launch(element), in_language(title, "fr"), find=find, reserved=RESERVED_TINCAN),
        move_on=COMPLETED_OR_PASSED,
        activity_type=kind if is_iri(kind) else "",
    )


def _launch(element: etree._Element) -> str:
    """The address in French where there are several languages, else the first."""
    addresses = {_language(one): "".join(one.itertext()).strip().replace(" ", "%20") for one in xml.children(element, "launch")}
    return in_language(addresses, "fr")


def _texts(element: etree._Element, name: str) -> LanguageMap:
    return {_language(one): xml.text_of(one) for one in xml.children(element, name)}


def _language(element: etree._Element) -> str:
    return (element.get("lang") or element.get(f"{xml.XML_NAMESPACE}lang") or "").strip() or UNKNOWN_LANGUAGE
