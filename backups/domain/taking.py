"""A backup: the database as it is at one moment, then every stored file (a file is never changed once it is stored)."""

import logging
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, cast

from django.core.files.storage import Storage, storages
from django.db import connections
from django.utils import timezone

from backups.domain.copies import dump
from backups.domain.keeping import forget_old
from backups.keys import CannotOpen
from backups.models import Backup
from backups.store import SNAPSHOTS, Manifest, SavedFile, listed, put, read_manifest, write_manifest
from files.domain.stored import STORAGES

logger = logging.getLogger(__name__)
EVERY = 50


def take(backup: Backup) -> None:
    """Save everything, note it in the row, and let go of backups that the settings no longer keep."""
    begun = timezone.now()
    with tempfile.TemporaryDirectory(prefix="compagnon-backup-") as folder:
        copy = Path(folder) / "database"
        counted, migrations = dump(copy, beat=partial(backup.advance, 0))
        with copy.open("rb") as source:
            database = put(source)
    files, missing = _save_files(backup)
    manifest = Manifest(begun.isoformat(), connections["default"].vendor, migrations, counted, database, files, missing)
    backup.name = begun.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    write_manifest(backup.name, manifest)
    backup.taken_at, backup.size, backup.files, backup.missing = begun, manifest.size, len(files), len(missing)
    backup.rows = sum(counted.values())
    backup.seconds = round((timezone.now() - begun).total_seconds())
    backup.save(update_fields=["name", "taken_at", "size", "files", "missing", "rows", "seconds"])
    forget_old()


def _save_files(backup: Backup) -> tuple[list[SavedFile], list[str]]:
    known = _known()
    saved: list[SavedFile] = []
    missing: list[str] = []
    paths = [(name, path) for name in STORAGES for path in stored_paths(storages[name])]
    for number, (name, path) in enumerate(paths):
        if number % EVERY == 0:
            backup.advance(number, len(paths))
        try:
            saved.append(known.get((name, path)) or _save(name, path))
        except FileNotFoundError:
            # Removed since the list was made.
            missing.append(f"{name}:{path}")
    return saved, missing


def _save(name: str, path: str) -> SavedFile:
    with storages[name].open(path, "rb") as source:
        return SavedFile(name, path, put(cast(IO[bytes], source)))


def _known() -> dict[tuple[str, str], SavedFile]:
    """The files of the latest backup that can be read: what is stored under a name stays as it is."""
    for name in reversed(listed(SNAPSHOTS)):
        try:
            return {(file.storage, file.path): file for file in read_manifest(name).files}
        except CannotOpen:
            logger.warning("backup %s cannot be read", name)
    return {}


def stored_paths(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of a storage, folder after folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files) if name)
    for name in sorted(folders):
        yield from stored_paths(storage, prefix + name)


def moment_of(name: str) -> datetime:
    """When the backup of this name was taken."""
    return datetime.strptime(name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
