"""Rows written in bulk: COPY on PostgreSQL, executemany elsewhere; keys are given out here and sequences set at the end.

Values are written as they stand in the object: no `save`, no `auto_now`, no signal.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

BATCH = 20_000


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


def _values(fields: Iterable[models.Field], rows: Iterable[models.Model]) -> Iterator[tuple]:
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    # The connection itself: asking the proxy for it millions of times costs more than the values.
    own = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        yield tuple(prepare(row.__dict__[name], own) for name, prepare in prepared)
