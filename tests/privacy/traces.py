"""Where somebody's identifiers still stand: every table, every file."""

import shutil
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection

STORES = ("private", "default", "packages", "journals")


def tables_that_name(*words: str) -> dict[str, list[str]]:
    """Table → the words found in any of its rows, whatever the case."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = "\n".join(str(_plain(value)) for row in cursor for value in row)
            # JSON columns of SQLite hold letters beyond ASCII as escapes.
            text = (text + text.encode().decode("unicode_escape", "replace")).lower()
            if named := [word for word in words if word.lower() in text]:
                found[table] = named
    return found


def empty_stores() -> None:
    """Tests of one process share a folder, which the end of a test does not empty."""
    for store in STORES:
        shutil.rmtree(storages[store].location, ignore_errors=True)


def _plain(value):
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


def files_that_name(*words: str) -> list[str]:
    """Names of the stored files that hold one of the words, or bear it."""
    found = []
    for store in STORES:
        for path in Path(storages[store].location).rglob("*"):
            text = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
            if any(word.encode() in text for word in words):
                found.append(path.name)
    return found
