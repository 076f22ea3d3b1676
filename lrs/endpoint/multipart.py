"""multipart/mixed in and out: the statements first, then the data of attachments (Communication 1.5.2; 4.1.3)."""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from lrs.domain.attachments import hash_like
from lrs.models import Attachment
from lrs.validation.clauses import Invalid
from lrs.validation.scalars import SHA2

BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{1,70}", re.ASCII)
CHUNK = 256 * 1024
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


@dataclass(frozen=True)
class Part:
    headers: dict[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        return media_type(self.headers.get("content-type", ""))


def media_type(value: str) -> str:
    return value.split(";", maxsplit=1)[0].strip().lower()


def parameter(value: str, name: str) -> str | None:
    """A parameter of a Content-Type header, unquoted."""
    message = Message()
    message["content-type"] = value
    found = message.get_param(name)
    return found if isinstance(found, str) else None


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """The parts of a body, statements first; Invalid when it is not made as RFC 2046 says."""
    boundary = parameter(content_type, "boundary")
    if not boundary or not BOUNDARY.fullmatch(boundary):
        raise Invalid("Content-Type", "multipart", "multipart/mixed has a boundary")
    mark = b"--" + boundary.encode()
    line = b"\r\n" if b"\r\n" + mark in body or not body.count(b"\n" + mark) else b"\n"
    pieces = (line + body).split(line + mark)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise Invalid("", "multipart", "the boundary does not enclose every part")
    found = [_part(piece, line) for piece in pieces[1:-1]]
    if found[0].kind != "application/json":
        raise Invalid("", "multipart", "the first part is of type application/json")
    return found


def _part(piece: bytes, line: bytes) -> Part:
    head, separator, data = piece.partition(line + line)
    if not separator:
        raise Invalid("", "multipart", "a part has headers, an empty line, and data")
    try:
        lines = head.decode("utf-8").strip().splitlines()
    except UnicodeDecodeError as problem:
        raise Invalid("", "multipart", "the headers of a part are not UTF-8") from problem
    headers: dict[str, str] = {}
    for one in lines:
        name, colon, value = one.partition(":")
        name = name.strip().lower()
        if not colon or name in headers:
            raise Invalid(name, "multipart", "a header of a part is malformed or there twice")
        headers[name] = value.strip()
    return Part(headers, data)


def check_parts(parts: list[Part], attachments: list[dict]) -> dict[str, Part]:
    """The data by hash. None is missing, none too many, and each is what its hash says."""
    declared: dict[str, list[dict]] = {}
    for one in attachments:
        declared.setdefault(one["sha2"].lower(), []).append(one)
    found: dict[str, Part] = {}
    for part in parts:
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if sha2 not in declared:
            raise Invalid("X-Experience-API-Hash", "multipart", "each part after the first has the hash of an attachment")
        _check_part(part, sha2, declared[sha2])
        found[sha2] = part
    for one in attachments:
        signed = one["usageType"] == SIGNATURE
        if one["sha2"].lower() not in found and (signed or "fileUrl" not in one):
            raise Invalid("attachments", "multipart", f"the data of {one['sha2']} is missing, and there is no fileUrl")
    return found


def _check_part(part: Part, sha2: str, attachments: list[dict]) -> None:
    if part.headers.get("content-transfer-encoding", "binary").lower() != "binary":
        raise Invalid("Content-Transfer-Encoding", "multipart", "attachments are sent binary")
    if not SHA2.fullmatch(sha2) or hash_like(part.data, sha2) != sha2:
        raise Invalid("X-Experience-API-Hash", "multipart", f"the data is not what the hash {sha2} says")
    length = part.headers.get("content-length")
    for one in attachments:
        if part.kind and part.kind != media_type(one["contentType"]):
            raise Invalid("Content-Type", "multipart", "the type of the part is not the attachment's contentType")
        if length is not None and length != str(one["length"]):
            raise Invalid("Content-Length", "multipart", "the length of the part is not the attachment's")


def written(statements: bytes, attachments: Iterable[Attachment]) -> tuple[str, Iterator[bytes]]:
    """Content type and body of an answer with attachments; the data is read as it is sent."""
    boundary = secrets.token_hex(20)
    return f"multipart/mixed; boundary={boundary}", _write(boundary, statements, attachments)


def _write(boundary: str, statements: bytes, attachments: Iterable[Attachment]) -> Iterator[bytes]:
    yield f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode() + statements
    for one in attachments:
        yield (
            f"\r\n--{boundary}\r\nContent-Type: {one.content_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {one.sha2}\r\n\r\n"
        ).encode()
        with one.file.open("rb") as stream:
            yield from stream.chunks(CHUNK)
    yield f"\r\n--{boundary}--\r\n".encode()
