# SPDX-License-Identifier: EUPL-1.2
"""The migrated, empty database that every test process copies: made once per state of the migrations.

`python -m tests.databases` makes the one of the settings ahead of the tests, while something else uses the other processor.
"""

import contextlib
import fcntl
import gc
import hashlib
import os
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

CACHE = Path(tempfile.gettempdir()) / f"compagnon-test-databases-{os.getuid()}"


# How often the database of this process was made anew.
RENEWALS = [0]


def administration():
    """A connection to the server's own database. Apps are there only once Django is set up."""
    from backups.domain.copies import administration as connect_as_owner

    return connect_as_owner()


def migrations_fingerprint() -> str:
    import wagtail

    digest = hashlib.sha256(wagtail.__version__.encode())
    base = Path(settings.BASE_DIR)
    for path in [*sorted(base.glob("*/migrations/*.py")), base / "accounts" / "database_rules.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def locked(name: str):
    """One process at a time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def spare_collection() -> None:
    """Migrations and models leave few cycles behind: looking for them as often as by default takes two fifths of the time."""
    gc.set_threshold(200_000, 50, 100)


def connect(name: str) -> None:
    """Make `name` the database of this process."""
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def sqlite_template() -> Path:
    template = CACHE / f"{migrations_fingerprint()}.sqlite3"
    with locked("sqlite"):
        if not template.exists():
            building = template.with_suffix(".building")
            building.unlink(missing_ok=True)
            connect(str(building))
            call_command("migrate", verbosity=0, interactive=False)
            connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections["default"].close()
            building.rename(template)
    return template


def postgresql_template() -> str:
    template = f"compagnon_{migrations_fingerprint()}"
    with locked("postgresql"), administration() as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname=%s", [template]).fetchone():
            admin.execute(f'DROP DATABASE IF EXISTS "{template}_building"')
            admin.execute(f'CREATE DATABASE "{template}_building"')
            connect(f"{template}_building")
            call_command("migrate", verbosity=0, interactive=False)
            connections.close_all()
            admin.execute(f'ALTER DATABASE "{template}_building" RENAME TO "{template}"')
    return template


def main() -> None:
    spare_collection()
    django.setup()
    if connections["default"].vendor == "sqlite":
        sqlite_template()
    else:
        postgresql_template()


if __name__ == "__main__":
    main()
