"""A rehearsal: the latest backup restored to a database of its own, its rows counted, every file opened and compared."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from backups.domain.copies import counts, last_migrations, scratch
from backups.keys import CannotOpen
from backups.models import Backup, Rehearsal
from backups.store import Content, Manifest, check, opened, read_manifest
from jobs.domain.run import JobRefused

EVERY = 50
MOST_FAULTS = 50


def rehearse(rehearsal: Rehearsal) -> None:
    """Fills the row; faults are found, not raised. Raises JobRefused when there is no backup or it cannot be opened at all."""
    begun = timezone.now()
    if not rehearsal.backup:
        latest = Backup.objects.there().first()
        if latest is None:
            raise JobRefused(_("There is no backup yet."))
        rehearsal.backup = latest.name
    manifest = manifest_of(rehearsal.backup)
    faults = [*_faults_of_database(manifest, rehearsal), *_faults_of_files(manifest, rehearsal)]
    rehearsal.rows, rehearsal.files = sum(manifest.counts.values()), len(manifest.files)
    rehearsal.faults = faults[:MOST_FAULTS]
    rehearsal.seconds = round((timezone.now() - begun).total_seconds())
    rehearsal.save(update_fields=["backup", "rows", "files", "faults", "seconds"])
    if faults:
        raise JobRefused(_("The backup is not whole: %(first)s") % {"first": faults[0]})


def manifest_of(name: str) -> Manifest:
    """Raises JobRefused."""
    try:
        manifest = read_manifest(name)
    except CannotOpen:
        raise JobRefused(
            _("The backup %(name)s is not there, or was sealed with a key that is not in BACKUP_KEYS.") % {"name": name}
        ) from None
    if manifest.vendor != connections["default"].vendor:
        raise JobRefused(
            _("This backup was taken on %(vendor)s: restore it on a platform with that database.") % {"vendor": manifest.vendor}
        )
    return manifest


@contextmanager
def copy_of(content: Content) -> Iterator[Path]:
    """The copy of the database as a file on this machine. Raises JobRefused."""
    with tempfile.TemporaryDirectory(prefix="compagnon-restore-") as folder:
        path = Path(folder) / "database"
        try:
            with opened(content) as plain, path.open("wb") as target:
                while chunk := plain.read(1 << 20):
                    target.write(chunk)
        except CannotOpen:
            raise JobRefused(_("The copy of the database in this backup cannot be opened.")) from None
        yield path


def _faults_of_database(manifest: Manifest, rehearsal: Rehearsal) -> Iterator[str]:
    with copy_of(manifest.database) as path, scratch(path, partial(rehearsal.advance, 0)) as alias:
        found = counts(alias, list(manifest.counts))
        for table, number in manifest.counts.items():
            if found[table] != number:
                yield _("%(table)s has %(found)s rows instead of %(number)s") % {"table": table, "found": found[table], "number": number}
        if last_migrations(alias) != manifest.migrations:
            yield _("the migrations differ")
        try:
            connections[alias].check_constraints()
        except DatabaseError as error:
            yield str(error)


def _faults_of_files(manifest: Manifest, rehearsal: Rehearsal) -> Iterator[str]:
    for number, file in enumerate(manifest.files):
        if number % EVERY == 0:
            rehearsal.advance(number, len(manifest.files))
        try:
            check(file.content)
        except CannotOpen:
            yield _("the file %(path)s cannot be opened") % {"path": file.path}
