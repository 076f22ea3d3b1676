"""A whole restore: the database of a backup takes the place of the present one, which is kept aside; missing files come back."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from backups.domain.copies import administration, load
from backups.domain.rehearsing import copy_of, manifest_of
from backups.keys import CannotOpen
from backups.registry import after_restore
from backups.store import SavedFile, opened
from jobs.domain.run import JobRefused


@dataclass(frozen=True)
class Restored:
    """aside: where the former database is; files: how many came back; unreadable: those that the backup holds and cannot give."""

    aside: str
    files: int
    unreadable: list[str]


def restore(name: str) -> Restored:
    """Put the platform back as it was when the backup was taken. Raises JobRefused before anything is changed.

    The former database stays beside the new one under another name. Then come migrations that are newer than the
    backup, and what must be done again (erasures of people).
    """
    manifest = manifest_of(name)
    with copy_of(manifest.database) as copy:
        aside = _replace_sqlite(copy) if connections["default"].vendor == "sqlite" else _replace_postgresql(copy)
    files, unreadable = bring_back_files(manifest.files)
    call_command("migrate", verbosity=0, interactive=False)
    for repeat in after_restore():
        repeat()
    return Restored(aside, files, unreadable)


def _stamp() -> str:
    return timezone.now().strftime("%Y%m%d%H%M%S")


def _replace_sqlite(copy: Path) -> str:
    path = Path(connections["default"].settings_dict["NAME"])
    aside = path.with_name(f"{path.stem}-before-{_stamp()}{path.suffix}")
    connections["default"].close()
    present, former, new = sqlite3.connect(path), sqlite3.connect(aside), sqlite3.connect(copy)
    try:
        present.backup(former)
        new.backup(present)
    finally:
        for connection in (present, former, new):
            connection.close()
    return str(aside)


def _replace_postgresql(copy: Path) -> str:
    """Filled beside the present one first: nothing is lost when that fails, and the exchange itself takes a moment."""
    name = connections["default"].settings_dict["NAME"]
    new, aside = f"{name[:40]}_restored_{_stamp()}", f"{name[:40]}_before_{_stamp()}"
    with administration() as admin:
        admin.execute(f'CREATE DATABASE "{new}" TEMPLATE template0')
        try:
            load(copy, new)
        except JobRefused:
            admin.execute(f'DROP DATABASE "{new}" WITH (FORCE)')
            raise
        connections["default"].close()
        admin.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{aside}"')
        admin.execute(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
        admin.execute(f'ALTER DATABASE "{aside}" WITH ALLOW_CONNECTIONS true')
    return aside


def bring_back_files(files: Iterable[SavedFile]) -> tuple[int, list[str]]:
    """Write those that are not in their storage any more; returns how many, and the paths of those that cannot be read."""
    written, unreadable = 0, []
    for file in files:
        storage = storages[file.storage]
        if storage.exists(file.path):
            continue
        try:
            with opened(file.content) as plain:
                stored = storage.save(file.path, File(plain))
        except CannotOpen:
            unreadable.append(file.path)
            continue
        if stored != file.path:
            raise JobRefused(_("The file %(path)s could not be written under its name.") % {"path": file.path})
        written += 1
    return written, unreadable
