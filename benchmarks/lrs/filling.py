"""A journal of any size, made by the database itself: statements of people who follow activities in registrations."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from lrs.models import Related, Statement
from lrs.validation.facts import key_of

ACTORS, VERBS, ACTIVITIES, REGISTRATIONS = 5_000, 12, 800, 20_000
HOME = "https://formation.example.org"
AUTHORITY = {"objectType": "Agent", "account": {"homePage": HOME, "name": "platform"}}


def actor(number: int) -> dict:
    return {"objectType": "Agent", "account": {"homePage": HOME, "name": f"learner-{number}"}}


def verb(number: int) -> dict:
    return {"id": f"http://adlnet.gov/expapi/verbs/verb-{number}", "display": {"en": f"verb {number}"}}


def activity(number: int) -> dict:
    definition = {"name": {"fr": f"Activité numéro {number}"}, "type": "http://adlnet.gov/expapi/activities/module"}
    return {"objectType": "Activity", "id": f"{HOME}/xapi/activities/scorm/{number}", "definition": definition}


def registration(number: int) -> str:
    return str(UUID(int=0x1234_0000_0000_4000_8000_0000_0000_0000 + number))


TABLES = {
    "actors": [(key_of(f"account|{HOME}|learner-{n}"), json.dumps(actor(n))) for n in range(ACTORS)],
    "verbs": [(key_of(verb(n)["id"]), json.dumps(verb(n))) for n in range(VERBS)],
    "activities": [(key_of(activity(n)["id"]), json.dumps(activity(n), ensure_ascii=False)) for n in range(ACTIVITIES)],
    "registrations": [(UUID(registration(n)), registration(n)) for n in range(REGISTRATIONS)],
}
# One statement, so that what was cut leaves no row without its links.
FILL = """
WITH made AS (
INSERT INTO lrs_statement (id, verb, activity, verb_key, activity_key, actor_key, authority_key, registration, timestamp, stored,
                           is_platform, voided, raw)
SELECT s.id, v.body::json->>'id', a.body::json->>'id', v.key, a.key, p.key, %(authority_key)s, r.key, s.moment, s.moment, true, false,
  '{"id":"' || s.id || '","actor":' || p.body || ',"verb":' || v.body || ',"object":' || a.body
  || ',"result":{"score":{"scaled":0.82},"success":true,"completion":true,"duration":"PT754.20S"},"context":{"registration":"' || r.body
  || '","platform":"Formation","contextActivities":{"parent":[' || b.body || ']}},"timestamp":"' || s.iso || '","stored":"' || s.iso
  || '","authority":' || %(authority)s || ',"version":"1.0.3"}'
FROM (SELECT n, gen_random_uuid() AS id, now() - interval '300 days' + n * %(step)s * interval '1 second' AS moment,
        to_char(now() - interval '300 days' + n * %(step)s * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS iso,
        (n * 7919) %% %(actors)s AS actor, (n * 31) %% %(verbs)s AS verb, (n * 104729) %% %(activities)s AS activity,
        (n * 7907) %% %(registrations)s AS registration
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) s
JOIN bench_actors p ON p.n = s.actor JOIN bench_verbs v ON v.n = s.verb JOIN bench_activities a ON a.n = s.activity
JOIN bench_activities b ON b.n = (s.activity + 1) %% %(activities)s JOIN bench_registrations r ON r.n = s.registration
RETURNING id, activity_key, stored)
INSERT INTO lrs_related (statement_id, role, key, stored)
SELECT made.id, 3, b.key, made.stored FROM made JOIN bench_activities a ON a.key = made.activity_key
JOIN bench_activities b ON b.n = (a.n + 1) %% %(activities)s
"""
CHUNK = 100_000
# From so many rows on, indexes are made again at the end rather than kept up row by row.
MANY = 500_000


def fill(size: int, say=print) -> None:
    """Bring the journal to `size` statements, spread over the last 300 days; cut short, it goes on where it was."""
    there = Statement.objects.count()
    if size - there >= MANY:
        without_indexes(say)
    with connection.cursor() as cursor:
        put_names(cursor)
        for first in range(there, size, CHUNK):
            last = min(first + CHUNK, size) - 1
            cursor.execute(FILL, {**values(size), "first": first, "last": last})
            say(f"{last + 1} statements", flush=True)
    with_indexes(say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE lrs_statement")
        cursor.execute("VACUUM ANALYZE lrs_related")


def put_names(cursor) -> None:
    for name, rows in TABLES.items():
        cursor.execute(f"CREATE TEMP TABLE bench_{name} (n int PRIMARY KEY, key uuid, body text)")
        with cursor.copy(f"COPY bench_{name} FROM STDIN") as copy:
            for number, (key, body) in enumerate(rows):
                copy.write_row((number, key, body))
        cursor.execute(f"ANALYZE bench_{name}")


def values(size: int) -> dict[str, Any]:
    counts = {"actors": ACTORS, "verbs": VERBS, "activities": ACTIVITIES, "registrations": REGISTRATIONS}
    authority = {"authority": json.dumps(AUTHORITY), "authority_key": key_of(f"account|{HOME}|platform")}
    return {**counts, **authority, "step": 300 * 86400 / max(size, 1)}


def missing_indexes() -> Iterator[tuple[Any, Any]]:
    for model in (Statement, Related):
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        yield from ((model, index) for index in model._meta.indexes if index.name not in there)


def without_indexes(say) -> None:
    missing = {index.name for _, index in missing_indexes()}
    for model in (Statement, Related):
        for index in model._meta.indexes:
            if index.name not in missing:
                with connection.schema_editor() as editor:
                    editor.remove_index(model, index)
    say("indexes are left out until the end", flush=True)


def with_indexes(say) -> None:
    for model, index in list(missing_indexes()):
        with connection.schema_editor() as editor:
            editor.add_index(model, index)
        say(f"index {index.name}", flush=True)
