"""A zip that claims to be a package, checked before anything of it is used, and again while it is read."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from courses.scorm.names import folded, is_junk, name_of, safe_path
from courses.scorm.problems import PackageRefused

MANIFEST = "imsmanifest.xml"
CMI5 = "cmi5.xml"
TINCAN = "tincan.xml"
# What a package may be described by: the first one that is there is read.
MANIFESTS = (MANIFEST, CMI5, TINCAN)
# cmi5 14.1: at the root of the zip and nowhere else.
AT_ROOT = frozenset({CMI5})
CHUNK = 256 * 1024
READABLE_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
ENCRYPTED_FLAGS = 0x1 | 0x40
AICC_ENDINGS = (".crs", ".au", ".des", ".cst")
OTHER_STANDARDS = {"h5p.json": "H5P"}
# The shortest record of the zip's directory is 46 bytes; one of a real package is well under this.
DIRECTORY_BYTES_PER_MEMBER = 512
END_RECORD = struct.Struct("<4s4H2LH")
END_RECORD_64_LOCATOR = struct.Struct("<4sLQL")
END_RECORD_64 = struct.Struct("<4sQ2H2L4Q")


@dataclass(frozen=True)
class Limits:
    """What a package may be at most. ratio: unpacked over packed size, looked at once past `ratio_floor` bytes."""

    bytes: int
    unpacked_bytes: int
    members: int
    ratio: int
    ratio_floor: int = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """One file of the package: its safe path, relative to the folder of the manifest, and its declared size."""

    path: str
    size: int
    info: zipfile.ZipInfo


class Archive:
    """A checked zip. `members` are its files, without the wrapping folder and without system junk."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Check the whole directory of the zip. Raises PackageRefused; closes nothing: `file` is the caller's."""
        self.limits = limits
        self.packed_bytes = _size_of(file)
        self._unpacked = 0
        if self.packed_bytes > limits.bytes:
            raise PackageRefused("too_large", size=self.packed_bytes, limit=limits.bytes)
        self._zip = _open(file, self.packed_bytes, limits)
        infos = self._zip.infolist()
        if len(infos) > limits.members:
            raise PackageRefused("too_many_members", count=len(infos), limit=limits.members)
        _check_overlaps(infos, self._zip.start_dir)
        self._check_sizes(sum(info.file_size for info in infos))
        self.members = _without_wrapping_folder(_checked_members(infos))
        self._by_path = {member.path: member for member in self.members}
        self._by_folded = {folded(member.path): member for member in self.members}

    @property
    def manifest_name(self) -> str:
        """Which of MANIFESTS describes the package."""
        return next(name for name in MANIFESTS if name in self._by_folded)

    @property
    def manifest(self) -> Member:
        return self._by_folded[self.manifest_name]

    def find(self, path: str) -> Member | None:
        """The member at `path`; where there is none, the one whose name differs by case only."""
        return self._by_path.get(path) or self._by_folded.get(folded(path))

    def read(self, member: Member, limit: int) -> bytes:
        """The whole content of a small member. Raises PackageRefused over `limit` bytes."""
        if member.size > limit:
            raise PackageRefused("manifest_too_large", size=member.size, limit=limit)
        return b"".join(self.chunks(member))

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The content piece by piece; sizes, ratio and checksum are verified on what is really read."""
        try:
            with self._zip.open(member.info) as content:
                while chunk := content.read(CHUNK):
                    self._unpacked += len(chunk)
                    self._check_sizes(self._unpacked)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            raise PackageRefused("broken_member", path=member.path) from error

    def _check_sizes(self, unpacked: int) -> None:
        if unpacked > self.limits.unpacked_bytes:
            raise PackageRefused("too_large_unpacked", limit=self.limits.unpacked_bytes)
        if unpacked > self.limits.ratio_floor and unpacked > self.limits.ratio * self.packed_bytes:
            raise PackageRefused("ratio", limit=self.limits.ratio)


def _size_of(file: IO[bytes]) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def _open(file: IO[bytes], size: int, limits: Limits) -> zipfile.ZipFile:
    if not size:
        raise PackageRefused("empty_file")
    # zipfile builds an object per record of the directory: its size is bounded before.
    if _directory_bytes(file, size) > max(limits.members, 100) * DIRECTORY_BYTES_PER_MEMBER:
        raise PackageRefused("too_many_members", count=None, limit=limits.members)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError, EOFError) as error:
        raise PackageRefused("not_zip") from error


def _directory_bytes(file: IO[bytes], size: int) -> int:
    """The size of the zip's directory according to its end record (APPNOTE 4.3.16, 4.3.14), as zipfile will trust it."""
    tail_size = min(size, END_RECORD.size + 0xFFFF + END_RECORD_64_LOCATOR.size)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_RECORD.size:
        raise PackageRefused("not_zip")
    directory = END_RECORD.unpack_from(tail, at)[5]
    locator_at = at - END_RECORD_64_LOCATOR.size
    if locator_at >= 0 and tail[locator_at : locator_at + 4] == b"PK\x06\x07":
        file.seek(max(0, size - tail_size + locator_at - END_RECORD_64.size))
        record = file.read(END_RECORD_64.size)
        if record[:4] == b"PK\x06\x06" and len(record) == END_RECORD_64.size:
            directory = END_RECORD_64.unpack(record)[8]
    return directory


def _check_overlaps(infos: list[zipfile.ZipInfo], directory_at: int) -> None:
    """Members that share bytes are how a small zip unpacks to petabytes (zipfile tells from 3.11.8 on only)."""
    end = directory_at
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if info.header_offset < 0 or info.header_offset + 30 + info.compress_size > end:
            raise PackageRefused("broken_zip")
        end = info.header_offset


def _checked_members(infos: list[zipfile.ZipInfo]) -> list[Member]:
    members: dict[str, Member] = {}
    for info in infos:
        path = safe_path(name_of(info))
        _check_kind(info, path)
        if info.is_dir() or not path or is_junk(path) or name_of(info).endswith("\\"):
            continue
        if folded(path) in members:
            raise PackageRefused("duplicate", path=path, other=members[folded(path)].path)
        members[folded(path)] = Member(path, info.file_size, info)
    _check_files_are_no_folders(members)
    return list(members.values())


def _check_kind(info: zipfile.ZipInfo, path: str) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise PackageRefused("symlink", path=path)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused("special_file", path=path)
    if info.flag_bits & ENCRYPTED_FLAGS:
        raise PackageRefused("encrypted", path=path)
    if info.compress_type not in READABLE_METHODS:
        raise PackageRefused("compression", path=path)


def _check_files_are_no_folders(members: dict[str, Member]) -> None:
    for key, member in members.items():
        parent = key
        while "/" in parent:
            parent = parent.rsplit("/", 1)[0]
            if parent in members:
                raise PackageRefused("duplicate", path=member.path, other=members[parent].path)


def _without_wrapping_folder(members: list[Member]) -> tuple[Member, ...]:
    """The members relative to the manifest: at the top, or in the only folder of the top. Raises PackageRefused."""
    if not members:
        raise PackageRefused("empty_zip")
    if _are_named(members, MANIFESTS):
        return tuple(members)
    tops = {member.path.split("/", 1)[0] for member in members}
    if len(tops) == 1:
        prefix = f"{tops.pop()}/"
        inner = [Member(member.path.removeprefix(prefix), member.size, member.info) for member in members]
        if _are_named(inner, [name for name in MANIFESTS if name not in AT_ROOT]):
            return tuple(inner)
    raise _why_no_manifest(members)


def _are_named(members: Iterable[Member], names: Collection[str]) -> bool:
    return any(folded(member.path) in names for member in members)


def _why_no_manifest(members: list[Member]) -> PackageRefused:
    """What the editor probably sent instead."""
    names = {folded(member.path.rsplit("/", 1)[-1]): member.path for member in members}
    for manifest in MANIFESTS:
        if manifest in names:
            return PackageRefused("manifest_too_deep", file=manifest, folder=names[manifest].rsplit("/", 1)[0])
    for name, standard in OTHER_STANDARDS.items():
        if name in names:
            return PackageRefused("other_standard", standard=standard)
    if any(name.endswith(AICC_ENDINGS) for name in names):
        return PackageRefused("aicc")
    inner = next((path for name, path in names.items() if name.endswith(".zip")), None)
    return PackageRefused("zip_in_zip", path=inner) if inner else PackageRefused("no_manifest")
