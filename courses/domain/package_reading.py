"""What was sent, recognised by what it is and read: a SCORM, cmi5 or xAPI zip, or a cmi5.xml alone (cmi5 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from courses.cmi5.reading import parse_structure
from courses.cmi5.structure import CourseStructure
from courses.cmi5.tincan import parse_tincan
from courses.scorm import xml
from courses.scorm.archive import CMI5, MANIFEST, Archive, Limits, Member
from courses.scorm.manifest import Manifest, parse_manifest, resolve_files
from courses.scorm.problems import PackageRefused

LONGEST_HEAD = 64


@dataclass(frozen=True)
class ReadPackage:
    """archive: None for a course structure sent alone."""

    contents: Manifest | CourseStructure
    archive: Archive | None = None

    @property
    def members(self) -> tuple[Member, ...]:
        return self.archive.members if self.archive else ()

    def chunks(self, member: Member) -> Iterator[bytes]:
        return self.archive.chunks(member) if self.archive else iter(())


def is_xml(file: IO[Any]) -> bool:
    """Does it begin as XML does, in whatever encoding?"""
    file.seek(0)
    head = file.read(LONGEST_HEAD)
    file.seek(0)
    return xml.decode(head).lstrip("\ufeff \t\r\n\x00").startswith("<")


def read_package(file: IO[Any], limits: Limits) -> ReadPackage:
    """Raises PackageRefused. Closes nothing: `file` is the caller's."""
    if is_xml(file):
        content = file.read(xml.MAX_BYTES + 1)
        return ReadPackage(parse_structure(content, None))
    archive = Archive(file, limits)
    return ReadPackage(_described(archive), archive)


def _described(archive: Archive) -> Manifest | CourseStructure:
    name = archive.manifest_name

    def find(path: str) -> str | None:
        member = archive.find(path)
        return member.path if member else None

    try:
        content = archive.read(archive.manifest, xml.MAX_BYTES)
    except PackageRefused as refusal:
        refusal.params.setdefault("file", name)
        raise
    if name == MANIFEST:
        return resolve_files(parse_manifest(content), find)
    return parse_structure(content, find) if name == CMI5 else parse_tincan(content, find)
