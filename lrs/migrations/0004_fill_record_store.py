"""Statements kept so far into their new columns and tables; nothing of them is lost, and the way back is there.

Each chunk is a transaction of its own that says by `raw` what is done: cut short, the migration goes on where it was.
"""

import json
import unicodedata
from functools import lru_cache
from uuid import UUID

from django.db import migrations, transaction

from lrs.validation.clauses import Invalid
from lrs.validation.facts import Facts, key_of
from lrs.validation.reading import write_json
from lrs.validation.statements import check_statement

CHUNK = 5000
# Definitions of activities that are known to be written, so that each is written about once.
REMEMBERED = 20_000
FILLED = ("id", "raw", "verb_key", "activity_key", "actor_key", "authority_key")
RELATED = ("statement_id", "role", "key", "stored")
LEARN = """
    INSERT INTO lrs_activity (key, iri, definition, search_text, updated_at) VALUES (%s, %s, %s, %s, CURRENT_TIMESTAMP)
    ON CONFLICT (key) DO UPDATE SET definition = excluded.definition, search_text = excluded.search_text WHERE excluded.definition <> ''
"""
STAGE = """
    CREATE TEMPORARY TABLE lrs_filled
    (id uuid, raw text, verb_key uuid, activity_key uuid, actor_key uuid, authority_key uuid) ON COMMIT DELETE ROWS
"""
FROM_STAGE = """
    UPDATE lrs_statement s SET raw = f.raw, verb_key = f.verb_key, activity_key = f.activity_key, actor_key = f.actor_key,
    authority_key = f.authority_key FROM lrs_filled f WHERE f.id = s.id
"""
ONE_BY_ONE = """
    UPDATE lrs_statement SET raw = %s, verb_key = %s, activity_key = %s, actor_key = %s, authority_key = %s WHERE id = %s
"""
# jsonb takes no character zero.
BACK_ON_POSTGRESQL = r"""
    UPDATE lrs_statement s SET body = o.body, raw = '',
    actor = left(concat(o.body #>> '{actor,account,homePage}', '|', o.body #>> '{actor,account,name}'), 300)
    FROM (SELECT id, replace(raw, '\u0000', '\ufffd')::jsonb AS body FROM lrs_statement WHERE id > %s AND id <= %s AND raw <> '') o
    WHERE o.id = s.id
"""
BACK_ON_SQLITE = """
    UPDATE lrs_statement SET body = raw, raw = '', actor = substr(
        coalesce(json_extract(raw, '$.actor.account.homePage'), '') || '|' || coalesce(json_extract(raw, '$.actor.account.name'), ''), 1, 300)
    WHERE id > %s AND id <= %s AND raw <> ''
"""


def forwards(apps, schema_editor) -> None:
    connection = schema_editor.connection
    on_postgresql = connection.vendor == "postgresql"
    written: dict[str, int] = {}
    last = as_stored(UUID(int=0), on_postgresql)
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("DROP TABLE IF EXISTS lrs_filled")
            cursor.execute(STAGE)
        while rows := unfilled(cursor, last, on_postgresql):
            last = rows[-1][0]
            filled, related, definitions = read(rows, on_postgresql)
            with transaction.atomic(connection.alias):
                write(cursor, filled, related, on_postgresql)
                learn(cursor, definitions, written, on_postgresql)
        if on_postgresql:
            cursor.execute("DROP TABLE lrs_filled")


def unfilled(cursor, last, on_postgresql: bool) -> list[tuple]:
    body = "body::text" if on_postgresql else "body"
    cursor.execute(
        f"SELECT id, activity, verb, stored, {body} FROM lrs_statement WHERE id > %s AND raw = '' ORDER BY id LIMIT %s", [last, CHUNK]
    )
    return cursor.fetchall()


def read(rows: list[tuple], on_postgresql: bool) -> tuple[list[tuple], list[tuple], dict[str, dict]]:
    """What is to be written of `rows`: filled columns, related agents and activities, definitions by IRI."""
    filled, related, definitions = [], [], {}
    for pk, activity, verb, stored, text in rows:
        body = json.loads(text)
        raw = write_json(body)
        facts = facts_of(body, activity)
        authority = body.get("authority", {}).get("account", {})
        names = [verb, activity or None, facts.actor, f"account|{authority.get('homePage')}|{authority.get('name')}"]
        filled.append((pk, raw, *(key(name, on_postgresql) if name else None for name in names)))
        related += [(pk, role, key(name, on_postgresql), stored) for role, name in others(facts)]
        if activity:
            definitions.setdefault(activity, {})
        definitions.update(facts.definitions)
    return filled, related, definitions


def facts_of(body: dict, activity: str) -> Facts:
    try:
        return check_statement(body, "1.0.3")
    except Invalid:
        # Kept as it is, found by what its columns say.
        facts = Facts()
        account = body.get("actor", {}).get("account", {})
        facts.actor = f"account|{account.get('homePage')}|{account.get('name')}"
        facts.activity = activity
        return facts


def others(facts: Facts) -> list[tuple[int, str]]:
    """By role (lrs.models.related.Role): who and what else the filters find the statement by."""
    found = [(1, name) for name in facts.agents - {facts.actor}]
    found += [(2, name) for name in facts.related_agents - facts.agents - {facts.actor}]
    return found + [(3, iri) for iri in facts.related_activities - {facts.activity}]


def write(cursor, filled: list[tuple], related: list[tuple], on_postgresql: bool) -> None:
    if on_postgresql:
        copy(cursor, "lrs_filled", FILLED, filled)
        cursor.execute(FROM_STAGE)
        copy(cursor, "lrs_related", RELATED, related)
        return
    cursor.executemany(ONE_BY_ONE, [(*columns, pk) for pk, *columns in filled])
    if related:
        cursor.executemany(f"INSERT INTO lrs_related ({', '.join(RELATED)}) VALUES (%s, %s, %s, %s)", related)


def copy(cursor, table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)


def learn(cursor, definitions: dict[str, dict], written: dict[str, int], on_postgresql: bool) -> None:
    if len(written) > REMEMBERED:
        written.clear()
    texts = {iri: write_json(one) if one else "" for iri, one in definitions.items()}
    news = {iri: text for iri, text in texts.items() if iri not in written or (text and written[iri] != hash(text))}
    if news:
        cursor.executemany(LEARN, [(key(iri, on_postgresql), iri, text, fold(definitions[iri])) for iri, text in news.items()])
    written.update({iri: hash(text) for iri, text in news.items()})


def fold(definition: dict) -> str:
    text = unicodedata.normalize("NFKD", " ".join(str(one) for one in definition.get("name", {}).values()))
    return "".join(char for char in text if not unicodedata.combining(char)).lower()


@lru_cache(maxsize=REMEMBERED)
def key(name: str, on_postgresql: bool):
    return as_stored(key_of(name), on_postgresql)


def as_stored(value: UUID, on_postgresql: bool):
    return value if on_postgresql else value.hex


def backwards(apps, schema_editor) -> None:
    connection = schema_editor.connection
    sql = BACK_ON_POSTGRESQL if connection.vendor == "postgresql" else BACK_ON_SQLITE
    last = as_stored(UUID(int=0), connection.vendor == "postgresql")
    with connection.cursor() as cursor:
        while upto := end_of_chunk(cursor, last):
            with transaction.atomic(connection.alias):
                cursor.execute("DELETE FROM lrs_related WHERE statement_id > %s AND statement_id <= %s", [last, upto])
                cursor.execute(sql, [last, upto])
            last = upto


def end_of_chunk(cursor, last):
    """The id that ends the next chunk: for the last one, shorter than the others, that of its last row."""
    sql = "SELECT id FROM (SELECT id FROM lrs_statement WHERE id > %s ORDER BY id LIMIT %s) c ORDER BY id DESC LIMIT 1"
    cursor.execute(sql, [last, CHUNK])
    found = cursor.fetchone()
    return found and found[0]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("lrs", "0003_record_store")]

    operations = [migrations.RunPython(forwards, backwards)]
