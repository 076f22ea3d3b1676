# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.exports`: write the longest exports from the database of DATABASE_URL, each in a process of its own.

Prints for each: rows, seconds from the call to the stored file, peak memory of the process, queries, size of the file. The
database is one that `python -m benchmarks.seed` filled; what is written is what the worker writes, and is removed again.
"""

import json
import os
import resource
import subprocess
import sys
import time

import django

CASES = [("apprenants", "csv"), ("apprenants", "xlsx"), ("etapes", "csv"), ("etapes", "xlsx"), ("sessions", "xlsx"), ("presences", "csv")]
MOST_SECONDS, MOST_MEGABYTES = 60, 200


def measure(table: str, file_format: str) -> dict:
    """One export, every column of the table, as a national manager reads it."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    # As a worker runs: with DEBUG, Django keeps the text of every query, a third of all the memory that a long export takes.
    settings.DEBUG = False
    from accounts.enums import Role
    from accounts.models import User
    from reporting.domain.exports import build_export
    from reporting.domain.scope import Scope
    from reporting.domain.tables import table_named
    from reporting.models import Export

    person = User.objects.with_role(Role.NATIONAL_MANAGER).first()
    found = table_named(table)
    if person is None or found is None:
        sys.exit("No national manager here: fill the database with `python -m benchmarks.seed` first.")
    columns = [column.name for column in found.columns(Scope(person))]
    export = Export.objects.create(asked_by=person, table=table, format=file_format, title=str(found.title), columns=columns)
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    began = time.monotonic()
    with connection.execute_wrapper(count):
        build_export(export)
    seconds = time.monotonic() - began
    result = {"rows": export.rows, "seconds": seconds, "queries": queries, "columns": len(columns), "size": export.size}
    export.file.delete(save=False)
    export.delete()
    return result | {"cpu": time.process_time(), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> int:
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", "config.settings.production" if "SECRET_KEY" in os.environ else "config.settings.development"
    )
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], sys.argv[2])))
        return 0
    print(f"{'table':<12}{'format':<8}{'rows':>9}{'columns':>9}{'seconds':>9}{'CPU':>8}{'MB':>7}{'queries':>9}{'file, MB':>10}")
    over = False
    for table, file_format in CASES:
        made = subprocess.run([sys.executable, "-m", "benchmarks.exports", table, file_format], capture_output=True, text=True, check=False)
        if made.returncode:
            sys.exit(made.stderr)
        one = json.loads(made.stdout.splitlines()[-1])
        over |= one["seconds"] > MOST_SECONDS or one["megabytes"] > MOST_MEGABYTES
        figures = f"{one['rows']:>9}{one['columns']:>9}{one['seconds']:>9.1f}{one['cpu']:>8.1f}{one['megabytes']:>7.0f}{one['queries']:>9}"
        print(f"{table:<12}{file_format:<8}{figures}{one['size'] / 1e6:>10.1f}", flush=True)
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
