# SPDX-License-Identifier: EUPL-1.2
"""Questions that pages ask again and again: Django builds their SQL once, later only the values are sent.

Building the SQL of a queryset costs a learner's page more than asking and reading it. A Prepared keeps what the compiler
of a queryset made, and nothing of what the database answers: every call asks the database, with the values of the call.
docs/decisions/0074-prepared-questions.md
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Lists longer than that are compiled each time: they come from reports, not from a learner's page.
LONGEST_LIST = 8


class Prepared:
    """A queryset as a function of its values: called with them, it gives the rows as a list.

    build(**values) returns the queryset, and may look at nothing else: its SQL depends on the names and on the length of
    lists alone. Values are whole numbers, texts, UUIDs and moments, or lists of them; models are given by their key.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._compiled: dict[tuple, _Compiled] = {}

    def __call__(self, **values: Any) -> list[Any]:
        lengths = [len(value) if isinstance(value, list) else None for value in values.values()]
        if any(length == 0 or (length or 0) > LONGEST_LIST for length in lengths):
            return list(self.build(**values))
        key = (*values, *lengths)
        if key not in self._compiled:
            self._compiled[key] = _Compiled.of(self.build, values)
        return self._compiled[key].rows(values)

    def first(self, **values: Any) -> Any:
        """The first of the rows, which build() should have cut off; None without any."""
        return next(iter(self(**values)), None)


@dataclass(frozen=True)
class _Compiled:
    """queryset and compiler: as Django left them after compiling. places: of each parameter, its value or its number among the values."""

    queryset: Any
    compiler: SQLCompiler
    sql: str
    places: list[tuple[Any, int | None]]

    @classmethod
    def of(cls, build: Callable[..., QuerySet], values: dict[str, Any]) -> "_Compiled":
        """Compile with marks in place of the values, and find the marks again among the parameters."""
        numbers = iter(range(1, 1000))
        marked = {
            name: [_mark(one, next(numbers)) for one in value] if isinstance(value, list) else _mark(value, next(numbers))
            for name, value in values.items()
        }
        queryset = build(**marked)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        marks = [_adapted(one, compiler.connection) for one in _flat(marked)]
        places = [(parameter, _number_of(parameter, marks)) for parameter in parameters]
        if {number for _parameter, number in places} - {None} != set(range(len(marks))):
            raise ValueError(f"Not every value is a parameter of the query: {sql}")
        # Each thread brings its own.
        compiler.connection = None
        return cls(queryset, compiler, sql, places)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """What the queryset would read, with a compiler that has done its work already."""
        connection = connections[self.queryset.db]
        given = [_adapted(one, connection) for one in _flat(values)]
        parameters = tuple(parameter if number is None else given[number] for parameter, number in self.places)
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        compiler.connection, compiler.as_sql = connection, lambda *_args, **_more: (self.sql, parameters)  # type: ignore[method-assign]
        query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]
        queryset: Any = QuerySet(self.queryset.model, query, self.queryset.db)
        queryset._fields = self.queryset._fields
        return list(self.queryset._iterable_class(queryset))


def _flat(values: dict[str, Any]) -> list[Any]:
    return [one for value in values.values() for one in (value if isinstance(value, list) else [value])]


def _mark(value: Any, number: int) -> Any:
    """A value of the same kind that no query holds by itself."""
    match value:
        case bool() | None:
            raise TypeError("A query depends on yes, no and nothing: prepare one for each.")
        case int():
            return 1_913_000_000 + number
        case UUID():
            return UUID(int=0x5EED << 64 | number)
        case datetime():
            return datetime(1913, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
        case str():
            return f"\N{REPLACEMENT CHARACTER}{number}"
    raise TypeError(f"{type(value).__name__} cannot be a value of a prepared question.")


def _adapted(value: Any, connection) -> Any:
    """As the fields of Django hand it to the driver."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _number_of(parameter: Any, marks: list[Any]) -> int | None:
    return next((number for number, mark in enumerate(marks) if type(mark) is type(parameter) and mark == parameter), None)
