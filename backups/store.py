"""Where backups lie: sealed contents, each kept once however many backups hold it, and one sealed list per backup.

snapshots/20261125T231500Z.age    what was saved: a Manifest as JSON
objects/ab/abcdef….age            a file or a copy of the database
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import IO, cast

from django.core.files import File
from django.core.files.storage import Storage, storages

from backups.keys import CannotOpen, name_of, seal, unseal

CHUNK = 1 << 20
IN_MEMORY = 8 << 20
SNAPSHOTS, OBJECTS = "snapshots", "objects"


@dataclass(frozen=True)
class Content:
    """A content of the store: its name there, and what it is when opened."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SavedFile:
    storage: str
    path: str
    content: Content


@dataclass(frozen=True)
class Manifest:
    """What one backup holds. counts: rows by table; migrations: the last one of each app."""

    taken_at: str
    vendor: str
    migrations: dict[str, str]
    counts: dict[str, int]
    database: Content
    files: list[SavedFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    format: int = 1

    @property
    def size(self) -> int:
        return self.database.size + sum(file.content.size for file in self.files)


def place() -> Storage:
    return storages["backups"]


def digest_of(source: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size of what is left to read."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _path(name: str) -> str:
    return f"{OBJECTS}/{name[:2]}/{name}.age"


def _write(path: str, source: IO[bytes]) -> None:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as sealed:
        seal(source, sealed)
        sealed.seek(0)
        written = place().save(path, File(sealed))
    if written != path:
        place().delete(path)
        raise OSError(f"{path} was written as {written}")


def put(source: IO[bytes]) -> Content:
    """Keep a content that can be read twice, unless it is there. What is written is read again and compared: OSError if it differs."""
    sha256, size = digest_of(source)
    content = Content(name_of(sha256), size, sha256)
    path = _path(content.name)
    if not place().exists(path):
        source.seek(0)
        _write(path, source)
        check(content)
    return content


@contextmanager
def opened(content: Content) -> Iterator[IO[bytes]]:
    """The content, from its beginning. Raises CannotOpen where it is missing, damaged or sealed with another key."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as plain:
        _read(_path(content.name), plain)
        plain.seek(0)
        yield plain


def check(content: Content) -> None:
    """Raises CannotOpen when the content is not there as it was put."""
    with opened(content) as plain:
        if digest_of(plain) != (content.sha256, content.size):
            raise CannotOpen(content.name)


def _read(path: str, target: IO[bytes]) -> None:
    try:
        with place().open(path, "rb") as sealed:
            unseal(cast(IO[bytes], sealed), target)
    except FileNotFoundError as error:
        raise CannotOpen(path) from error


def write_json(path: str, value: object) -> None:
    _write(path, BytesIO(json.dumps(value, separators=(",", ":")).encode()))


def read_json(path: str):
    plain = BytesIO()
    _read(path, plain)
    return json.loads(plain.getvalue())


def listed(folder: str) -> list[str]:
    """The names in a folder of the store, without their ending, in order."""
    try:
        _folders, files = place().listdir(folder)
    except FileNotFoundError:
        return []
    return sorted(name.removesuffix(".age") for name in files if name.endswith(".age"))


def write_manifest(name: str, manifest: Manifest) -> None:
    write_json(f"{SNAPSHOTS}/{name}.age", asdict(manifest))


def read_manifest(name: str) -> Manifest:
    """The list of one backup. Raises CannotOpen."""
    data = read_json(f"{SNAPSHOTS}/{name}.age")
    files = [SavedFile(file["storage"], file["path"], Content(**file["content"])) for file in data.pop("files")]
    return Manifest(**{**data, "database": Content(**data["database"]), "files": files})


def object_names() -> Iterator[str]:
    try:
        folders, _files = place().listdir(OBJECTS)
    except FileNotFoundError:
        return
    for folder in folders:
        yield from listed(f"{OBJECTS}/{folder}")


def forget_object(name: str) -> None:
    place().delete(_path(name))


def forget_manifest(name: str) -> None:
    place().delete(f"{SNAPSHOTS}/{name}.age")
