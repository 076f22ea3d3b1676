"""What a manifest gives to a SCO's run-time data: thresholds, objectives, shared data. Reads elements kept verbatim."""

from dataclasses import dataclass

from lxml import etree

from courses.scorm import xml
from courses.scorm.problems import PackageRefused


@dataclass(frozen=True)
class Given:
    """passing_score: of the primary objective, when its satisfaction is by measure. limit: attemptAbsoluteDurationLimit."""

    passing_score: str = ""
    objectives: tuple[str, ...] = ()
    limit: str = ""


@dataclass(frozen=True)
class SharedMap:
    """One adlcp:map: a store that SCOs of the package share (SCORM 2004 4th edition CAM 3.4.1.17)."""

    target: str
    readable: bool = True
    writable: bool = True

    @property
    def access(self) -> str:
        return ("r" if self.readable else "") + ("w" if self.writable else "")


def given_of(sequencing: str, collection: str = "") -> Given:
    """From an item's imsss:sequencing; what it lacks comes from the element of the collection that it refers to."""
    own = _root(sequencing)
    if own is None:
        return Given()
    shared = _referred(_root(collection), own.get("IDRef"))
    sources = [source for source in (own, shared) if source is not None]
    objectives = _first(sources, "objectives")
    limit = _first(sources, "limitConditions")
    return Given(
        passing_score=_passing_score(_child(objectives, "primaryObjective")),
        objectives=tuple(_identifiers(objectives)),
        limit=limit.get("attemptAbsoluteDurationLimit", "") if limit is not None else "",
    )


def shared_maps(data: str) -> list[SharedMap]:
    """The maps of an item's adlcp:data, in order."""
    root = _root(data)
    if root is None:
        return []
    return [
        SharedMap(element.get("targetID", ""), _flag(element, "readSharedData"), _flag(element, "writeSharedData"))
        for element in root.iter()
        if _name(element) == "map" and element.get("targetID")
    ]


def _root(text: str):
    try:
        return xml.parse(text.encode()) if text.strip() else None
    except PackageRefused:
        return None


def _name(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _child(element, name: str):
    found = [child for child in element if _name(child) == name] if element is not None else []
    return found[0] if found else None


def _first(sources: list, name: str):
    return next((child for child in (_child(source, name) for source in sources) if child is not None), None)


def _referred(collection, identifier: str | None):
    if collection is None or not identifier:
        return None
    return next((element for element in collection.iter() if element.get("ID") == identifier), None)


def _passing_score(objective) -> str:
    if objective is None or not _flag(objective, "satisfiedByMeasure", default=False):
        return ""
    measure = _child(objective, "minNormalizedMeasure")
    return (measure.text or "").strip() if measure is not None else "1.0"


def _identifiers(objectives):
    for element in objectives if objectives is not None else ():
        if _name(element) in {"primaryObjective", "objective"} and element.get("objectiveID"):
            yield element.get("objectiveID")


def _flag(element, name: str, *, default: bool = True) -> bool:
    return element.get(name, str(default)).strip().lower() in {"true", "1"}
