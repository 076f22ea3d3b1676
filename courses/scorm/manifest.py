"""imsmanifest.xml of SCORM 1.2 and 2004 (2nd to 4th edition) to plain data. What is known is kept, what is odd is told.

References: SCORM 1.2 CAM 2.3; SCORM 2004 4th edition CAM 3.4. Names are read whatever their case and namespace.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from lxml import etree

from courses.scorm import addresses, xml
from courses.scorm.problems import PackageRefused, Problem

SCORM_12 = "scorm_12"
SCORM_2004 = "scorm_2004"
SCO = "sco"
ASSET = "asset"
MAX_ITEMS = 5000
MAX_DEPTH = 40
MAX_IDENTIFIER = 240
EDITIONS = {
    "cam 1.3": "2nd Edition",
    "2004 2nd edition": "2nd Edition",
    "2004 3rd edition": "3rd Edition",
    "2004 4th edition": "4th Edition",
}


@dataclass(frozen=True)
class Threshold:
    """adlcp:completionThreshold: the measure as text ("" when none is given), whether it decides completion, the weight."""

    measure: str = ""
    by_measure: bool = False
    weight: str = "1.0"


@dataclass(frozen=True)
class Item:
    """A node of the organisation. `reference` is its identifierref; mastery_score is SCORM 1.2's, in points."""

    identifier: str
    title: str = ""
    is_visible: bool = True
    reference: str = ""
    parameters: str = ""
    prerequisites: str = ""
    mastery_score: Decimal | None = None
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    threshold: Threshold = Threshold()
    sequencing: str = ""
    presentation: str = ""
    shared_data: str = ""
    children: tuple["Item", ...] = ()

    def walk(self, depth: int = 0):
        """Yields (item, depth) in document order, this item first."""
        yield self, depth
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True)
class Organization:
    identifier: str
    title: str = ""
    items: tuple[Item, ...] = ()
    sequencing: str = ""
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True
    threshold: Threshold = Threshold()

    def walk(self):
        """Yields (item, depth) in document order, the first level at depth 0."""
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True)
class Resource:
    """href and files have xml:base applied; href keeps its query and fragment. scorm_type is "sco" or "asset"."""

    identifier: str
    type: str = ""
    scorm_type: str = ASSET
    href: str = ""
    files: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()


@dataclass
class Manifest:
    kind: str
    schema_version: str
    identifier: str
    organization: Organization
    resources: dict[str, Resource]
    sequencing_collection: str = ""
    warnings: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.organization.title

    def launchable(self) -> list[tuple[Item, Resource]]:
        """Items that open something, in document order."""
        found = ((item, self.resources.get(item.reference)) for item, _depth in self.organization.walk())
        return [(item, resource) for item, resource in found if resource and resource.href]


def parse_manifest(content: bytes) -> Manifest:
    """Read a manifest. Raises PackageRefused when no module can be played from it."""
    if len(content) > xml.MAX_BYTES:
        raise PackageRefused("manifest_too_large", size=len(content), limit=xml.MAX_BYTES)
    root = xml.parse(content)
    if xml.local(root) != "manifest":
        raise PackageRefused("not_a_manifest", root=xml.local(root))
    return _Reader(root).read()


class _Reader:
    """Reads one manifest, collecting what is worth a warning on the way."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.warnings: list[Problem] = []
        self.identifiers: set[str] = set()
        self.untitled = 0

    def read(self) -> Manifest:
        kind, version = self._edition()
        resources = self._resources()
        organization = self._organization() or self._organization_of_resource(resources)
        self._check_references(organization, resources)
        manifest = Manifest(
            kind=kind,
            schema_version=version,
            identifier=xml.attribute(self.root, "identifier"),
            organization=organization,
            resources=resources,
            sequencing_collection=xml.verbatim(xml.child(self.root, "sequencingcollection")),
            warnings=self.warnings,
        )
        if not manifest.launchable():
            raise PackageRefused("nothing_to_launch")
        return manifest

    def _warn(self, code: str, **params) -> None:
        self.warnings.append(Problem(code, params))

    def _edition(self) -> tuple[str, str]:
        """(kind, edition): from schemaversion, else from the namespaces. CAM 3.4.1.2."""
        metadata = xml.child(self.root, "metadata")
        schema = xml.text_of(xml.child(metadata, "schema")).lower()
        version = xml.text_of(xml.child(metadata, "schemaversion")).lower()
        if "common cartridge" in schema or "qti" in schema:
            raise PackageRefused("other_standard", standard=xml.text_of(xml.child(metadata, "schema")))
        if version in {"1.2", "1.1"} and "cartridge" not in schema:
            return SCORM_12, "1.2"
        if version in EDITIONS or version.startswith("2004"):
            return SCORM_2004, EDITIONS.get(version, version)
        return self._edition_by_namespace()

    def _edition_by_namespace(self) -> tuple[str, str]:
        spaces = {uri for element in self.root.iter() for uri in element.nsmap.values() if uri}
        if any("adlcp_rootv1p2" in uri or "imscp_rootv1p1p2" in uri for uri in spaces):
            self._warn("edition_guessed", edition="SCORM 1.2")
            return SCORM_12, "1.2"
        if any("adlcp_v1p3" in uri or "imsss" in uri for uri in spaces) or xml.namespace(self.root).endswith("/imscp_v1p1"):
            self._warn("edition_guessed", edition="SCORM 2004")
            return SCORM_2004, "2nd Edition"
        if not xml.namespace(self.root) and xml.child(self.root, "organizations") is not None:
            self._warn("edition_guessed", edition="SCORM 1.2")
            return SCORM_12, "1.2"
        raise PackageRefused("not_scorm")

    def _resources(self) -> dict[str, Resource]:
        base = addresses.join(xml.base_of(self.root))
        found: dict[str, Resource] = {}
        for group in xml.children(self.root, "resources"):
            for element in xml.children(group, "resource"):
                resource = self._resource(element, addresses.join(base, xml.base_of(group)))
                if resource.identifier in found:
                    self._warn("resource_twice", identifier=resource.identifier)
                found.setdefault(resource.identifier, resource)
        return found

    def _resource(self, element: etree._Element, base: str) -> Resource:
        base = addresses.join(base, xml.base_of(element))
        href = xml.attribute(element, "href")
        scorm_type = xml.attribute(element, "scormtype").lower()
        return Resource(
            identifier=xml.attribute(element, "identifier"),
            type=xml.attribute(element, "type"),
            scorm_type=SCO if scorm_type == SCO else ASSET,
            href=addresses.join(base, href) if href else "",
            files=tuple(addresses.join(base, xml.attribute(file, "href")) for file in xml.children(element, "file")),
            dependencies=tuple(xml.attribute(one, "identifierref") for one in xml.children(element, "dependency")),
        )

    def _organization(self) -> Organization | None:
        """The default organisation, else the first; None when there is no organisation with items (CAM 3.4.1.4)."""
        group = xml.child(self.root, "organizations")
        elements = list(xml.children(group, "organization"))
        if not elements:
            return None
        wanted = xml.attribute(group, "default")
        named = [element for element in elements if xml.attribute(element, "identifier") == wanted]
        if wanted and not named:
            self._warn("default_organization_missing", identifier=wanted)
        element = named[0] if named else elements[0]
        if len(elements) > 1:
            self._warn("organizations_ignored", count=len(elements) - 1)
        items = self._items(element, 0)
        if not items:
            return None
        return Organization(
            identifier=xml.attribute(element, "identifier"),
            title=xml.text_of(xml.child(element, "title")),
            items=items,
            sequencing=xml.verbatim(xml.child(element, "sequencing")),
            objectives_global_to_system=xml.is_true(xml.attribute(element, "objectivesglobaltosystem")),
            shared_data_global_to_system=xml.is_true(xml.attribute(element, "shareddataglobaltosystem")),
            threshold=_threshold(xml.child(element, "completionthreshold")),
        )

    def _organization_of_resource(self, resources: dict[str, Resource]) -> Organization:
        """A package without organisation is played when one resource only can be opened: the SCO, else the only page."""
        openable = [resource for resource in resources.values() if resource.href]
        chosen = [resource for resource in openable if resource.scorm_type == SCO] or openable
        if len(chosen) != 1:
            raise PackageRefused("no_organization")
        self._warn("organization_made", href=chosen[0].href)
        item = Item(identifier=chosen[0].identifier or "item-1", reference=chosen[0].identifier)
        return Organization(identifier="", items=(item,))

    def _items(self, parent: etree._Element, depth: int) -> tuple[Item, ...]:
        if depth > MAX_DEPTH or len(self.identifiers) > MAX_ITEMS:
            raise PackageRefused("too_many_items", limit=MAX_ITEMS, depth=MAX_DEPTH)
        return tuple(self._item(element, depth) for element in xml.children(parent, "item"))

    def _item(self, element: etree._Element, depth: int) -> Item:
        threshold = xml.child(element, "completionthreshold")
        return Item(
            identifier=self._identifier(xml.attribute(element, "identifier")),
            title=xml.text_of(xml.child(element, "title")),
            is_visible=xml.is_true(xml.attribute(element, "isvisible")),
            reference=xml.attribute(element, "identifierref"),
            parameters=xml.attribute(element, "parameters"),
            prerequisites=xml.text_of(xml.child(element, "prerequisites")),
            mastery_score=self._mastery_score(xml.text_of(xml.child(element, "masteryscore"))),
            max_time_allowed=xml.text_of(xml.child(element, "maxtimeallowed")),
            time_limit_action=xml.text_of(xml.child(element, "timelimitaction")),
            data_from_lms=_exact_text(xml.child(element, "datafromlms")),
            threshold=_threshold(threshold),
            sequencing=xml.verbatim(xml.child(element, "sequencing")),
            presentation=xml.verbatim(xml.child(element, "presentation")),
            shared_data=xml.verbatim(xml.child(element, "data")),
            children=self._items(element, depth + 1),
        )

    def _identifier(self, identifier: str) -> str:
        """A unique identifier: learners' states hang on it. Missing or repeated ones get a number."""
        identifier = identifier[:MAX_IDENTIFIER]
        number, unique = 1, identifier or f"item-{len(self.identifiers) + 1}"
        if unique in self.identifiers:
            self._warn("item_twice", identifier=identifier)
        while unique in self.identifiers:
            number += 1
            unique = f"{identifier}-{number}"
        self.identifiers.add(unique)
        return unique

    def _mastery_score(self, text: str) -> Decimal | None:
        if not text:
            return None
        try:
            score = Decimal(text.replace(",", "."))
        except InvalidOperation:
            score = None
        if score is None or not score.is_finite() or abs(score) > 1000:
            self._warn("mastery_score_unread", text=text[:40])
            return None
        return score

    def _check_references(self, organization: Organization, resources: dict[str, Resource]) -> None:
        submanifests = {xml.attribute(element, "identifier") for element in self.root.iter() if xml.local(element) == "manifest"}
        submanifests.discard(xml.attribute(self.root, "identifier"))
        for item, _depth in organization.walk():
            if not item.reference or item.reference in resources:
                continue
            if item.reference in submanifests:
                raise PackageRefused("submanifest", title=item.title or item.identifier)
            self._warn("resource_missing", title=item.title or item.identifier, identifier=item.reference)


def _threshold(element: etree._Element | None) -> Threshold:
    """4th edition: attributes, the measure counting only with completedByMeasure (CAM 3.4.1.14). Before: the text."""
    if element is None:
        return Threshold()
    measure, by_measure = xml.attribute(element, "minprogressmeasure"), xml.attribute(element, "completedbymeasure")
    weight = xml.attribute(element, "progressweight") or "1.0"
    if measure or by_measure or not xml.text_of(element):
        return Threshold(measure=measure or "1.0", by_measure=xml.is_true(by_measure, default=False), weight=weight)
    return Threshold(measure=xml.text_of(element), by_measure=True, weight=weight)


def _exact_text(element: etree._Element | None) -> str:
    """Text handed to the content as it is, but for the indentation around it."""
    return "".join(element.itertext()).strip() if element is not None else ""


def resolve_files(manifest: Manifest, find) -> Manifest:
    """The manifest with addresses as the files are really named; `find(path)` gives the real path or None.

    Raises PackageRefused naming files that an item opens and the package lacks; other missing files are warned of.
    """
    launched = {resource.identifier for _item, resource in manifest.launchable()}
    missing, lacking, resources = [], [], {}
    for identifier, resource in manifest.resources.items():
        href = resource.href
        if href and identifier in launched:
            if addresses.is_external(href):
                raise PackageRefused("external_launch", address=href)
            path = addresses.path_of(href)
            real = find(path) if path else None
            if real is None:
                missing.append(path or href)
            else:
                href = addresses.with_path(href, real)
        lacking += [file for file in resource.files if not _is_there(file, find)]
        resources[identifier] = replace(resource, href=href)
    if missing:
        raise PackageRefused("missing_launch_files", paths=sorted(set(missing)))
    if lacking:
        manifest.warnings.append(Problem("files_missing", {"paths": sorted(set(lacking))[:20], "count": len(set(lacking))}))
    return replace(manifest, resources=resources)


def _is_there(address: str, find) -> bool:
    path = addresses.path_of(address)
    return addresses.is_external(address) or (path is not None and (not path or find(path) is not None))
