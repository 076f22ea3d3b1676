# SPDX-License-Identifier: EUPL-1.2
"""Writes that come again and again (a module's commits): Django builds their SQL once, later only the values are sent.

Neither sends the signals of `save()`: use them for rows that nothing listens to. docs/decisions/0074-prepared-questions.md
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connections, models, router, transaction
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from accounts.prepared import Places, parameters_of, placed


class PreparedUpdate:
    """`queryset.update(**changes)` as a function of its values, which returns how many rows were changed.

    build(**values) returns the queryset and the changes; for both holds what Prepared asks of its queryset.
    """

    def __init__(self, build: Callable[..., tuple[QuerySet, dict[str, Any]]]) -> None:
        self.build = build
        self._compiled: tuple[str, Places, str] | None = None

    def __call__(self, **values: Any) -> int:
        if self._compiled is None:
            self._compiled = self._compile(values)
        sql, places, database = self._compiled
        connection = connections[database]
        with transaction.mark_for_rollback_on_error(using=database), connection.cursor() as cursor:
            cursor.execute(sql, parameters_of(places, values, connection))
            return cursor.rowcount

    def _compile(self, values: dict[str, Any]) -> tuple[str, Places, str]:
        database = ""

        def compile_with(marked: dict[str, Any]):
            nonlocal database
            rows, changes = self.build(**marked)
            rows._for_write = True  # type: ignore[attr-defined]
            database = rows.db
            query: Any = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            query.clear_select_clause()
            compiler = query.get_compiler(database)
            return *compiler.as_sql(), compiler.connection

        sql, places = placed(compile_with, values)
        return sql, places, database


def write(row: models.Model) -> None:
    """Store a row: a new one as Django does, one that is stored already by prepared SQL (see write_again)."""
    if row._state.adding:
        row.save()
    else:
        write_again(row)


def write_again(row: models.Model, *names: str) -> None:
    """Write a row that is stored already, whole or these fields of it, by its key. Raises DatabaseError when it is gone."""
    database = row._state.db or router.db_for_write(type(row), instance=row)
    connection = connections[database]
    sql, fields = _update_of(type(row), names, connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(using=database), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"{type(row).__name__} {row.pk} is not stored any more")


@lru_cache(maxsize=64)
def _update_of(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, list]:
    """The SQL, and the fields it wants the values of in their order: those of `names` (all without any), then the key."""
    meta: Any = model._meta
    quote, key = connections[router.db_for_write(model)].ops.quote_name, meta.pk
    fields = [field for field in meta.concrete_fields if field is not key and (not names or field.name in names)]
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # Every name comes from the model, and is quoted.
    return f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(key.column)} = %s", [*fields, key]  # noqa: S608
