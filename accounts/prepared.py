# SPDX-License-Identifier: EUPL-1.2
"""Questions that pages ask again and again: Django builds their SQL once, later only the values are sent.

Building the SQL of a queryset costs a learner's page more than asking and reading it. A Prepared keeps what the compiler
of a queryset made, and nothing of what the database answers: every call asks the database, with the values of the call.
docs/decisions/0074-prepared-questions.md
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

# Lists longer than that are compiled each time: they come from reports, not from a learner's page.
LONGEST_LIST = 8


class Prepared:
    """A queryset as a function of its values: called with them, it gives the rows as a list.

    build(**values) returns the queryset, and may look at nothing else: its SQL depends on the names and on the length of
    lists alone. Values are whole numbers, texts, UUIDs, days and moments, or lists of them; models are given by their key.
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
    """compiler: as Django left it after compiling. places: of each parameter, its value or its number among the values."""

    queryset: Any
    compiler: SQLCompiler
    sql: str
    places: "Places"
    converters: dict
    read: Callable[[Iterable], list[Any]]

    @classmethod
    def of(cls, build: Callable[..., QuerySet], values: dict[str, Any]) -> "_Compiled":
        queryset: Any = None
        compiler: Any = None

        def compile_with(marked: dict[str, Any]) -> tuple[str, Sequence, Any]:
            nonlocal queryset, compiler
            queryset = build(**marked)
            compiler = queryset.query.get_compiler(queryset.db)
            return *compiler.as_sql(), compiler.connection

        sql, places = placed(compile_with, values)
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        if queryset._iterable_class not in _READERS:
            raise TypeError("Rows of models and tuples of values can be prepared, nothing else.")
        read = _READERS[queryset._iterable_class](queryset, compiler)
        # Each thread brings its own.
        compiler.connection = None
        return cls(queryset, compiler, sql, places, converters, read)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """What the queryset would read."""
        connection = connections[self.queryset.db]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters_of(self.places, values, connection))
            found: Iterable = cursor.fetchall()
        compiler = copy(self.compiler)
        compiler.connection = connection
        return self.read(compiler.apply_converters(found, self.converters) if self.converters else found)


def _models(queryset, compiler: SQLCompiler) -> Callable[[Iterable], list[Any]]:
    """Rows as Django's ModelIterable makes them; what it works out at each reading is worked out here."""
    select, known = compiler.select, compiler.klass_info
    columns = known["select_fields"]
    first, end, model, database = columns[0], columns[-1] + 1, known["model"], queryset.db
    names = [column[0].target.attname for column in select[first:end]]
    # The stubs are those of a later Django.
    related = get_related_populators(known, select, database)  # type: ignore[call-arg]
    annotations = list(compiler.annotation_col_map.items())

    def read(rows: Iterable) -> list[Any]:
        found = []
        for row in rows:
            one = model.from_db(database, names, row[first:end])
            for populator in related:
                populator.populate(row, one)
            for name, place in annotations:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


_READERS: dict[type, Callable[..., Callable[[Iterable], list[Any]]]] = {
    ModelIterable: _models,
    ValuesListIterable: lambda _queryset, _compiler: lambda rows: [tuple(row) for row in rows],
    FlatValuesListIterable: lambda _queryset, _compiler: lambda rows: [row[0] for row in rows],
}


# Of each parameter of an SQL: its own value, or the number of the value that comes in its place.
Places = list[tuple[Any, int | None]]


def placed(compile_with: Callable[[dict[str, Any]], tuple[str, Sequence, Any]], values: dict[str, Any]) -> tuple[str, Places]:
    """Compile with marks in place of the values, and find the marks again among the parameters.

    compile_with(marked) gives the SQL, its parameters and the connection. Raises ValueError when a value is not among them.
    """
    numbers = iter(range(1, 1000))
    marked = {
        name: [_mark(one, next(numbers)) for one in value] if isinstance(value, list) else _mark(value, next(numbers))
        for name, value in values.items()
    }
    sql, parameters, connection = compile_with(marked)
    marks = [_adapted(one, connection) for one in _flat(marked)]
    places = [(parameter, _number_of(parameter, marks)) for parameter in parameters]
    if {number for _parameter, number in places} - {None} != set(range(len(marks))):
        raise ValueError(f"Not every value is a parameter of the query: {sql}")
    return sql, places


def parameters_of(places: Places, values: dict[str, Any], connection) -> tuple[Any, ...]:
    given = [_adapted(one, connection) for one in _flat(values)]
    return tuple(parameter if number is None else _as(parameter, given[number]) for parameter, number in places)


def _as(parameter: Any, value: Any) -> Any:
    """In an expression a whole number is handed to PostgreSQL with its width (Int4, Int8): the one that the mark was given."""
    return value if type(parameter) is type(value) else type(parameter)(value)


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
        case date():
            return date(1913, 1, 1) + timedelta(days=number)
        case str():
            return f"\N{REPLACEMENT CHARACTER}{number}"
    raise TypeError(f"{type(value).__name__} cannot be a value of a prepared question.")


def _adapted(value: Any, connection) -> Any:
    """As the fields of Django hand it to the driver."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _number_of(parameter: Any, marks: list[Any]) -> int | None:
    return next((number for number, mark in enumerate(marks) if isinstance(parameter, type(mark)) and mark == parameter), None)
