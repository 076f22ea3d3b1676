"""Statements out of the database, newest or oldest first, as the JSON they are kept in.

Each way in which a statement can match (its own columns, a row of `Related`, a reference) is one branch with its own index in
the order of time and its own limit; the branches are merged here. See docs/performance.md for the plans.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from lrs.models.related import Role

# SQLite has one writer at a time, whose moment is taken in the transaction: this is the longest one is expected to last.
SQLITE_LAG = timedelta(seconds=1)
FRESH = 0.5
_through: tuple[float, datetime] = (0.0, datetime.fromtimestamp(0, UTC))

Row = tuple[datetime, UUID, str]


@dataclass(frozen=True)
class Query:
    """What is asked for. agent, verb, activity, authority: keys. after: the row that the last page ended with."""

    agent: UUID | None = None
    broad_agent: bool = False
    verb: UUID | None = None
    activity: UUID | None = None
    broad_activity: bool = False
    registration: UUID | None = None
    authority: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    after: tuple[datetime, UUID] | None = None
    limit: int = 100

    @property
    def is_filtered(self) -> bool:
        return any((self.agent, self.verb, self.activity, self.registration))


@dataclass
class Clause:
    """A piece of SQL with its values."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, sql: str, *values: Any) -> None:
        self.parts.append(sql)
        self.values.extend(values)

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def find(query: Query) -> list[Row]:
    """At most query.limit rows (stored, id, JSON) in order. Voided statements are never among them."""
    branches = list(_branches(query))
    if query.is_filtered and _has_references():
        branches.append(_by_reference(query))
    sql = branches[0][0]
    if len(branches) > 1:
        sql = " UNION ALL ".join(f"SELECT * FROM ({one}) AS b{number}" for number, (one, _) in enumerate(branches))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, values in branches for value in values])
        rows = [(_moment(stored), _uuid(pk), raw) for stored, pk, raw in cursor.fetchall()]
    if len(branches) > 1:
        unique = {row[1]: row for row in rows}
        rows = sorted(unique.values(), key=lambda row: row[:2], reverse=not query.ascending)
    return rows[: query.limit]


def _branches(query: Query) -> Iterator[tuple[str, list]]:
    if query.agent:
        rest = replace(query, agent=None)
        yield _own(rest, "s.actor_key = %s", query.agent)
        roles = (Role.AGENT, Role.BROAD_AGENT) if query.broad_agent else (Role.AGENT,)
        for role in roles:
            yield _by_related(rest, role, query.agent)
        if query.broad_agent:
            yield _own(rest, "s.authority_key = %s", query.agent)
    elif query.activity and query.broad_activity:
        rest = replace(query, activity=None)
        yield _own(rest, "s.activity_key = %s", query.activity)
        yield _by_related(rest, Role.BROAD_ACTIVITY, query.activity)
    else:
        yield _own(query, "", None)


def _own(query: Query, sql: str, key: UUID | None) -> tuple[str, list]:
    where = Clause()
    if key is not None:
        where.add(sql, _key(key))
    _conditions(where, query, "s")
    _bounds(where, query, "s.stored", "s.id")
    return _select("lrs_statement s", where, query, "s.stored")


def _by_related(query: Query, role: Role, key: UUID) -> tuple[str, list]:
    where = Clause()
    where.add("r.key = %s AND r.role = %s", _key(key), int(role))
    _conditions(where, query, "s")
    _bounds(where, query, "r.stored", "r.statement_id")
    return _select("lrs_related r JOIN lrs_statement s ON s.id = r.statement_id", where, query, "r.stored")


def _by_reference(query: Query) -> tuple[str, list]:
    """Those that refer, directly or not, to a statement that matches, voided or not (Communication 2.1.4)."""
    where = Clause()
    _conditions(where, replace(query, authority=None), "t")
    if query.authority:
        where.add("s.authority_key = %s", _key(query.authority))
    _bounds(where, query, "f.stored", "f.source_id")
    tables = "lrs_reference f JOIN lrs_statement s ON s.id = f.source_id JOIN lrs_statement t ON t.id = f.target"
    return _select(tables, where, query, "f.stored")


def _conditions(where: Clause, query: Query, table: str) -> None:
    if query.agent:
        roles = f"{int(Role.AGENT)}, {int(Role.BROAD_AGENT)}" if query.broad_agent else f"{int(Role.AGENT)}"
        own = f"{table}.actor_key = %s" + (f" OR {table}.authority_key = %s" if query.broad_agent else "")
        values = [_key(query.agent)] * (3 if query.broad_agent else 2)
        where.add(f"({own} OR {_exists(table, roles)})", *values)
    if query.verb:
        where.add(f"{table}.verb_key = %s", _key(query.verb))
    if query.activity and query.broad_activity:
        where.add(f"({table}.activity_key = %s OR {_exists(table, str(int(Role.BROAD_ACTIVITY)))})", *[_key(query.activity)] * 2)
    elif query.activity:
        where.add(f"{table}.activity_key = %s", _key(query.activity))
    if query.registration:
        where.add(f"{table}.registration = %s", _key(query.registration))
    if query.authority:
        where.add(f"{table}.authority_key = %s", _key(query.authority))


def _exists(table: str, roles: str) -> str:
    return f"EXISTS (SELECT 1 FROM lrs_related x WHERE x.statement_id = {table}.id AND x.role IN ({roles}) AND x.key = %s)"  # noqa: S608


def _bounds(where: Clause, query: Query, stored: str, pk: str) -> None:
    where.add("NOT s.voided")
    if query.since:
        where.add(f"{stored} > %s", _time(query.since))
    if query.until:
        where.add(f"{stored} <= %s", _time(query.until))
    if query.after:
        sign = ">" if query.ascending else "<"
        moment, last = query.after
        where.add(f"({stored}, {pk}) {sign} (%s, %s)", _time(moment), _key(last))


def _select(tables: str, where: Clause, query: Query, stored: str) -> tuple[str, list]:
    way = "ASC" if query.ascending else "DESC"
    sql = f"SELECT s.stored, s.id, s.raw FROM {tables} WHERE {where} ORDER BY {stored} {way}, s.id {way} LIMIT {int(query.limit)}"  # noqa: S608
    return sql, where.values


def _has_references() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM lrs_reference LIMIT 1")
        return cursor.fetchone() is not None


def _key(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def _time(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def consistent_through() -> datetime:
    """Before this moment every statement that is stored can be read: nobody is still writing one that began earlier."""
    global _through  # noqa: PLW0603
    until, known = _through
    if until > time.monotonic():
        return known
    now = datetime.now(UTC)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
            )
            [earliest] = cursor.fetchone()
        found = min(now, earliest) if earliest else now
    else:
        found = now - SQLITE_LAG
    _through = (time.monotonic() + FRESH, found)
    return found
