"""Rows written in bulk: COPY on PostgreSQL, executemany elsewhere; keys are given out here and sequences set at the end.

Values are written as they stand in the object: no `save`, no `auto_now`, no signal. On PostgreSQL the indexes and foreign keys of
the long tables are left out meanwhile and made again at the end, which checks every row.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

BATCH = 20_000
# Fields whose values the driver writes itself, as they stand in a new object.
AS_THEY_ARE = (
    models.BooleanField,
    models.CharField,
    models.DateTimeField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
    models.UUIDField,
)
INDEXES = """
    SELECT index.relname, pg_get_indexdef(index.oid) FROM pg_index
    JOIN pg_class index ON index.oid = indexrelid
    WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
FOREIGN_KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"


class Writer:
    """Collects rows by model and writes them in the order in which the models were first seen."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.keys: dict[type[models.Model], Iterator[int]] = {}
        self.counts: dict[str, int] = defaultdict(int)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            model = type(row)
            if row.pk is None:
                row.pk = next(self._keys_of(model))
            self.rows[model].append(row)

    def flush(self, at_least: int = 0) -> None:
        """Write what waits, once there are `at_least` rows of some model."""
        if max(map(len, self.rows.values()), default=0) < at_least:
            return
        for model, rows in self.rows.items():
            _write(model, rows)
            self.counts[model._meta.label] += len(rows)
            rows.clear()

    def finish(self) -> None:
        """Write the rest and let the database give out keys again."""
        self.flush()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.keys)):
                cursor.execute(statement)

    def _keys_of(self, model: type[models.Model]) -> Iterator[int]:
        if model not in self.keys:
            last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
            self.keys[model] = itertools.count(last + 1)
        return self.keys[model]


def _write(model: type[models.Model], rows: list[models.Model]) -> None:
    if not rows:
        return
    fields = model._meta.local_concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in _values(fields, rows):
                    copy.write_row(values)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(_values(fields, rows)))


def _values(fields: Sequence[models.Field], rows: Iterable[models.Model]) -> Iterator[list]:
    # The connection itself: asking the proxy for it millions of times costs more than the values.
    own = connections[DEFAULT_DB_ALIAS]
    plain = AS_THEY_ARE if own.vendor == "postgresql" else ()
    prepared = [(place, field.get_db_prep_save) for place, field in enumerate(fields) if not isinstance(field, plain)]
    values_of = attrgetter(*(field.attname for field in fields))
    for row in rows:
        values = list(values_of(row))
        for place, prepare in prepared:
            values[place] = prepare(values[place], own)
        yield values


@contextmanager
def without_indexes(*written: type[models.Model]):
    """Rows are written without looking after their indexes and foreign keys, on PostgreSQL; both are as before at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        # What waits to be checked keeps a table from being changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        again = [statement for model in written for statement in _taken_off(cursor, connection.ops.quote_name(model._meta.db_table))]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in again:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _taken_off(cursor, table: str) -> list[str]:
    """Drop them; returns what makes them again."""
    again = []
    cursor.execute(FOREIGN_KEYS, [table])
    for name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cursor.execute(INDEXES, [table])
    for name, definition in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
        again.append(definition)
    return again[::-1]
