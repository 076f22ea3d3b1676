"""What a file sent to the platform really is: its name, its content and its size, never what the browser said of it."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

HEAD_BYTES = 8192
MAX_NAME = 150
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


class FileRefused(Exception):
    """The file cannot be kept; the message says to the person what to change."""


@dataclass(frozen=True)
class AcceptedFile:
    """A checked file: the name to show, the media type to serve it with, its size in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is accepted: its media type and whether a file's content is of that kind."""

    media_type: str
    is_content: Callable[[UploadedFile, bytes], bool]


def _detected(*media_types: str) -> Callable[[UploadedFile, bytes], bool]:
    """Content recognised by its first bytes as one of media_types."""

    def is_content(upload: UploadedFile, head: bytes) -> bool:
        found = filetype.guess(head)
        return found is not None and found.mime in media_types

    return is_content


def _starts(*prefixes: bytes) -> Callable[[UploadedFile, bytes], bool]:
    return lambda upload, head: head.startswith(prefixes)


def _members(upload: UploadedFile) -> set[str]:
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return set()


def _office(folder: str) -> Callable[[UploadedFile, bytes], bool]:
    """An Office Open XML document without macros."""

    def is_content(upload: UploadedFile, head: bytes) -> bool:
        names = _members(upload)
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names) and not macros

    return is_content


def _open_document(kind: str) -> Callable[[UploadedFile, bytes], bool]:
    """OpenDocument 1.2 part 3, 3.3: the first member is `mimetype`, stored as it is."""
    return lambda upload, head: head[:2] == b"PK" and f"mimetype{OPEN_DOCUMENT}{kind}".encode() in head[:200]


def _is_text(upload: UploadedFile, head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)


MP4 = _detected("video/mp4", "video/x-m4v", "video/quicktime", "audio/mp4", "video/3gpp")
HEIC = _detected("image/heic", "image/heif")
KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", lambda upload, head: b"%PDF-" in head[:1024]),
    "docx": FileKind(OFFICE + "wordprocessingml.document", _office("word/")),
    "xlsx": FileKind(OFFICE + "spreadsheetml.sheet", _office("xl/")),
    "pptx": FileKind(OFFICE + "presentationml.presentation", _office("ppt/")),
    "doc": FileKind("application/msword", _starts(OLE)),
    "xls": FileKind("application/vnd.ms-excel", _starts(OLE)),
    "ppt": FileKind("application/vnd.ms-powerpoint", _starts(OLE)),
    "odt": FileKind(OPEN_DOCUMENT + "text", _open_document("text")),
    "ods": FileKind(OPEN_DOCUMENT + "spreadsheet", _open_document("spreadsheet")),
    "odp": FileKind(OPEN_DOCUMENT + "presentation", _open_document("presentation")),
    "rtf": FileKind("application/rtf", _starts(b"{\\rtf")),
    "txt": FileKind("text/plain", _is_text),
    "csv": FileKind("text/csv", _is_text),
    "jpg": FileKind("image/jpeg", _detected("image/jpeg")),
    "jpeg": FileKind("image/jpeg", _detected("image/jpeg")),
    "png": FileKind("image/png", _detected("image/png", "image/apng")),
    "gif": FileKind("image/gif", _detected("image/gif")),
    "webp": FileKind("image/webp", _detected("image/webp")),
    "heic": FileKind("image/heic", HEIC),
    "heif": FileKind("image/heif", HEIC),
    "mp3": FileKind("audio/mpeg", _detected("audio/mpeg")),
    "m4a": FileKind("audio/mp4", MP4),
    "wav": FileKind("audio/wav", _detected("audio/x-wav")),
    "ogg": FileKind("audio/ogg", _detected("audio/ogg", "video/ogg", "application/ogg")),
    "mp4": FileKind("video/mp4", MP4),
    "m4v": FileKind("video/mp4", MP4),
    "mov": FileKind("video/quicktime", MP4),
    "webm": FileKind("video/webm", _detected("video/webm")),
}
PREVIEWED = {"application/pdf", "text/plain", "image/jpeg", "image/png", "image/gif", "image/webp"}
EXTENSIONS = tuple(f".{extension}" for extension in KINDS)


def check_file(upload: UploadedFile, *, max_bytes: int, only: Collection[str] = ()) -> AcceptedFile:
    """The upload as it may be kept. Raises FileRefused saying what to change. Leaves the upload at its beginning.

    only: the extensions accepted here, where not all of KINDS are.
    """
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    kind = KINDS.get(extension) if not only or extension in only else None
    if kind is None:
        raise FileRefused(_not_accepted(only) % {"name": name, "kinds": ", ".join(only).upper()})
    if not upload.size:
        raise FileRefused(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if upload.size > max_bytes:
        limits = {"name": name, "size": megabytes(upload.size), "limit": megabytes(max_bytes)}
        raise FileRefused(_("“%(name)s” is too large: %(size)s MB, the limit is %(limit)s MB.") % limits)
    upload.seek(0)
    matches = kind.is_content(upload, upload.read(HEAD_BYTES))
    upload.seek(0)
    if not matches:
        raise FileRefused(
            _("“%(name)s” is not a real %(kind)s file, or it is damaged or holds macros. Save it again and send it.")
            % {"name": name, "kind": extension.upper()}
        )
    return AcceptedFile(name, kind.media_type, upload.size)


def _not_accepted(only: Collection[str]) -> str:
    if only:
        return _("“%(name)s”: this kind of file is not accepted here. Send one of these: %(kinds)s.")
    return _("“%(name)s”: this kind of file is not accepted. Send a PDF, an office document, a picture, a sound or a video.")


def clean_name(name: str) -> str:
    """The file's name as it is shown: no folder, no control or direction character, not too long."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    shown = re.sub(r'[<>:"|?*]', "_", " ".join(shown.split())).strip(". ")
    stem, dot, extension = shown.rpartition(".")
    return f"{stem[:MAX_NAME]}{dot}{extension[:10]}" if dot else shown[:MAX_NAME]


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def megabytes(size: int) -> str:
    """Bytes in MB as people read them: at most one decimal."""
    return f"{size / settings.MEGABYTE:.1f}".removesuffix(".0")


def media_type_of(name: str) -> str:
    """The media type to serve a checked file with, from its name."""
    kind = KINDS.get(extension_of(name))
    return kind.media_type if kind else "application/octet-stream"
