"""Rows that many tests begin with, made once per process and put back as they were: making them costs ten times more.

`remembered(build)` gives a maker: its first call builds in the database and notes what that changed, table by table;
later calls write those rows as they stand. Both happen only where the database is as migrations left it and on the
day of the first building; otherwise, and when a test moves the clock, the rows are built anew.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date

from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import Site

from tests.databases import RENEWALS

STARTED = time.monotonic()
STARTED_AT = time.time()
Rows = dict[object, tuple]


def clock_is_moved() -> bool:
    return abs((time.time() - STARTED_AT) - (time.monotonic() - STARTED)) > 60


def table_names() -> list[str]:
    """Tables that hold rows of their own: the full-text ones follow theirs by triggers."""
    with connection.cursor() as cursor:
        return sorted(name for name in connection.introspection.table_names(cursor) if "_fts" not in name)


def primary_key(table: str) -> str | None:
    with connection.cursor() as cursor:
        return connection.introspection.get_primary_key_column(cursor, table)


def read(table: str, key: str) -> tuple[list[str], Rows]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        place = columns.index(key)
        return columns, {row[place]: row for row in cursor.fetchall()}


def counts(tables: list[str]) -> list[int]:
    if not tables:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables))
        return list(cursor.fetchone())


@dataclass
class Change:
    table: str
    key: str
    columns: list[str]
    written: list[tuple]
    gone: list


def changes(before: dict[str, tuple[list[str], Rows]], keys: dict[str, str]) -> list[Change]:
    found = []
    for table, (columns, old) in before.items():
        _, new = read(table, keys[table])
        written = [row for key, row in new.items() if old.get(key) != row]
        gone = [key for key in old if old[key] != new.get(key)]
        if written or gone:
            found.append(Change(table, keys[table], columns, written, gone))
    return found


def write(change: Change) -> None:
    names = ", ".join(f'"{column}"' for column in change.columns)
    places = ", ".join(["%s"] * len(change.columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'DELETE FROM "{change.table}" WHERE "{change.key}" = %s', [(key,) for key in change.gone])
        cursor.executemany(f'INSERT INTO "{change.table}" ({names}) VALUES ({places})', change.written)


def count_on(changes: list[Change]) -> None:
    """Where keys come from sequences (PostgreSQL), make these go on after the rows written with theirs."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for change in changes:
            place = change.columns.index(change.key)
            keys = [row[place] for row in change.written if isinstance(row[place], int)]
            if keys:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{change.table}"', change.key])
                if name := cursor.fetchone()[0]:
                    cursor.execute("SELECT setval(%s, GREATEST(%s, nextval(%s)))", [name, max(keys), name])


class Memory:
    """What one building changed, and which objects it gave."""

    def __init__(self, build: Callable):
        self.build = build
        self.day: date | None = None
        self.untouched: list[str] = []
        self.untouched_counts: list[int] = []
        self.changes: list[Change] = []
        self.kind: type = object
        self.objects: dict[str, tuple[type[models.Model], object]] = {}
        self.counted_on = -1

    def __call__(self):
        if clock_is_moved():
            return self.build()
        if self.day is None:
            return self._first() if _is_empty() else self.build()
        if self.day != timezone.localdate() or counts(self.untouched) != self.untouched_counts:
            return self.build()
        return self._again()

    def _first(self):
        keys = {table: key for table in table_names() if (key := primary_key(table))}
        before = {table: read(table, key) for table, key in keys.items()}
        built = self.build()
        self.changes = changes(before, keys)
        self.untouched = [change.table for change in self.changes]
        self.untouched_counts = [len(before[table][1]) for table in self.untouched]
        self.kind = type(built)
        self.objects = {field.name: (type(one), one.pk) for field in fields(built) if (one := getattr(built, field.name))}
        self.day = timezone.localdate()
        return built

    def _again(self):
        # In one transaction: a row may point to one that is written after it.
        with transaction.atomic():
            for change in self.changes:
                write(change)
            if self.counted_on != RENEWALS[0]:
                count_on(self.changes)
                self.counted_on = RENEWALS[0]
        Site.clear_site_root_paths_cache()
        return self.kind(**{name: model.objects.get(pk=key) for name, (model, key) in self.objects.items()})


def _is_empty() -> bool:
    """As migrations leave the database: nobody in it yet."""
    from accounts.models import Region, User
    from cms.models import HomePage

    return not (User.objects.exists() or Region.objects.exists() or HomePage.objects.exists())


def remembered(build: Callable) -> Memory:
    return Memory(build)
