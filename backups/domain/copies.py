"""A copy of the whole database as one file, and a database made from such a file: the tools of PostgreSQL and SQLite do it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from jobs.domain.run import JobRefused
from privacy.registry import passing

BEAT_SECONDS = 5


def tables() -> list[str]:
    """Every table, the full-text ones of SQLite apart: they follow theirs."""
    with connections["default"].cursor() as cursor:
        return sorted(name for name in connections["default"].introspection.table_names(cursor) if "_fts" not in name)


def left_empty() -> list[str]:
    """Tables of rows of the moment, whose content no copy keeps (privacy.registry.register_passing)."""
    return [apps.get_model(label)._meta.db_table for label in passing()]


def counts(alias: str, names: list[str]) -> dict[str, int]:
    """Rows of each table."""
    found = {}
    with connections[alias].cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connections[alias].ops.quote_name(name)}")  # noqa: S608 - names of our own tables
            found[name] = cursor.fetchone()[0]
    return found


def last_migrations(alias: str) -> dict[str, str]:
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return {app: max(name for other, name in applied if other == app) for app in sorted({app for app, _name in applied})}


def dump(target: Path, beat: Callable[[], None]) -> tuple[dict[str, int], dict[str, str]]:
    """Write the database as it is at one moment to `target`; returns the rows of each table and the last migrations then."""
    if connections["default"].vendor == "sqlite":
        return _dump_sqlite(target)
    return _dump_postgresql(target, beat)


def _dump_sqlite(target: Path) -> tuple[dict[str, int], dict[str, str]]:
    source = sqlite3.connect(f"file:{connections['default'].settings_dict['NAME']}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA secure_delete = ON")
        for name in left_empty():
            copy.execute(f'DELETE FROM "{name}"')  # noqa: S608 - names of our own tables
        copy.commit()
    finally:
        source.close()
        copy.close()
    with _alias({"NAME": str(target)}) as alias:
        return counts(alias, tables()), last_migrations(alias)


def _dump_postgresql(target: Path, beat: Callable[[], None]) -> tuple[dict[str, int], dict[str, str]]:
    with _alias({}) as alias, transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        empty = left_empty()
        options = [f"--snapshot={snapshot}", f"--file={target}", *(f"--exclude-table-data={name}" for name in empty)]
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *options, beat=beat)
        return {**counts(alias, tables()), **dict.fromkeys(empty, 0)}, last_migrations(alias)


def run_tool(program: str, *arguments: str, database: str = "", beat: Callable[[], None] = lambda: None) -> None:
    """Run a program of PostgreSQL on the database. Raises JobRefused, with what the program said."""
    options = connections["default"].settings_dict
    places = {"PGHOST": options["HOST"], "PGPORT": options["PORT"], "PGUSER": options["USER"], "PGPASSWORD": options["PASSWORD"]}
    environment = {**os.environ, **{name: str(value) for name, value in places.items() if value}, "PGDATABASE": database or options["NAME"]}
    if not shutil.which(program):
        raise JobRefused(_("The program %(name)s is not on this machine: install PostgreSQL’s client programs.") % {"name": program})
    process = subprocess.Popen([program, *arguments], env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603 - one of two programs
    while True:
        try:
            _out, errors = process.communicate(timeout=BEAT_SECONDS)
            break
        except subprocess.TimeoutExpired:
            beat()
    if process.returncode:
        raise JobRefused(f"{program}: {errors.strip()[-500:]}")


@contextmanager
def scratch(copy: Path, beat: Callable[[], None] = lambda: None) -> Iterator[str]:
    """The copy as a database of its own, under an alias for `using`; gone at the end."""
    if connections["default"].vendor == "sqlite":
        with _alias({"NAME": str(copy)}) as alias:
            yield alias
        return
    name = f"{connections['default'].settings_dict['NAME'][:40]}_copy_{os.getpid()}"
    with administration() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        load(copy, name, beat)
        with _alias({"NAME": name}) as alias:
            yield alias
    finally:
        with administration() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def load(copy: Path, name: str, beat: Callable[[], None] = lambda: None) -> None:
    """Fill the empty PostgreSQL database `name`."""
    run_tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(copy), database=name, beat=beat)


def administration():
    """A connection to PostgreSQL on which databases are made, renamed and dropped."""
    import psycopg

    options = connections["default"].settings_dict
    login = {key.lower(): options[key] or None for key in ("HOST", "PORT", "USER", "PASSWORD")}
    return psycopg.connect(dbname="postgres", autocommit=True, **login)


@contextmanager
def _alias(changed: dict) -> Iterator[str]:
    """A further connection: as the default one, but for what is changed."""
    alias = f"copy-{len(connections.databases)}"
    settings = {**connections["default"].settings_dict, **changed}
    settings["OPTIONS"] = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    connections.databases[alias] = settings
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
