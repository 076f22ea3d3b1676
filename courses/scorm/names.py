"""Names of zip members: decoded as the sender meant them, and kept inside their folder."""

import re
import struct
import unicodedata
import zipfile
import zlib

from courses.scorm.problems import PackageRefused

UTF8_FLAG = 0x800
UNICODE_PATH_EXTRA = 0x7075
MAX_PATH = 1000
MAX_PART_BYTES = 255
JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def name_of(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag the zip format says nothing of the encoding: it is guessed.

    Order: the UTF-8 flag, the Info-ZIP Unicode Path field, valid UTF-8, then DOS (cp850) or Windows (cp1252).
    """
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG and not name.isascii():
        raw = name.encode("cp437")
        name = _unicode_path(info.extra, raw) or _guessed(raw)
    return unicodedata.normalize("NFC", name)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name kept in UTF-8 beside the legacy one (APPNOTE 4.6.9), valid only while its checksum fits."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        content, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH_EXTRA and len(content) > 5 and content[0] == 1:
            if struct.unpack_from("<L", content, 1)[0] != zlib.crc32(raw):
                return None
            return content[5:].decode("utf-8", "replace")
    return None


def _guessed(raw: bytes) -> str:
    """UTF-8 when it is valid; else DOS, whose accented letters are 80–A5, or Windows, whose are C0–FF."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        dos = sum(0x80 <= byte <= 0xA5 for byte in raw)
        windows = sum(byte >= 0xC0 for byte in raw)
        return raw.decode("cp850") if dos >= windows else raw.decode("cp1252", "replace")


def safe_path(name: str) -> str:
    """The member's path relative to its package, with "/" only. Raises PackageRefused when it would lead outside."""
    path = name.replace("\\", "/")
    if _CONTROL.search(path):
        raise PackageRefused("unsafe_path", path=_CONTROL.sub("?", path))
    if path.startswith("/"):
        raise PackageRefused("absolute_path", path=name)
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise PackageRefused("parent_path", path=name)
    clean = "/".join(parts)
    if _DRIVE.match(clean):
        raise PackageRefused("absolute_path", path=name)
    if len(clean) > MAX_PATH or any(len(part.encode()) > MAX_PART_BYTES for part in parts):
        raise PackageRefused("long_path", path=clean[:80] + "…")
    return clean


def is_junk(path: str) -> bool:
    """What operating systems leave in zips, of no use to the module."""
    last = path.rsplit("/", 1)[-1]
    return path.startswith("__MACOSX/") or last.startswith("._") or last.lower() in JUNK_FILES


def folded(path: str) -> str:
    """The path as a file system without case compares it."""
    return unicodedata.normalize("NFC", path).lower()
