# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.seed`: fill the database of DATABASE_URL (see README of the folder in docs/performance.md)."""

import argparse
import gc
import os
import sys
from dataclasses import fields

import django


def arguments() -> argparse.Namespace:
    from benchmarks.seed.size import Size

    parser = argparse.ArgumentParser(prog="python -m benchmarks.seed", description=__doc__)
    for one in fields(Size):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=int, default=one.default)
    parser.add_argument("--beside-others", action="store_true", help="add to a database that already holds people")
    parser.add_argument("--check", type=int, default=300, help="enrolments whose progress is computed again and compared")
    return parser.parse_args()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    # Millions of rows are made and soon forgotten: the collector would look at them again and again.
    gc.set_threshold(200_000, 50, 100)
    django.setup()
    from benchmarks.seed.building import NotEmpty, analyze, build, is_seeded
    from benchmarks.seed.checking import check_sample
    from benchmarks.seed.people import PASSWORD
    from benchmarks.seed.size import Size

    given = vars(arguments())
    checked, beside = given.pop("check"), given.pop("beside_others")
    if is_seeded():
        print("This database is seeded already: nothing was added.")
    else:
        try:
            counts = build(Size(**given), say=print, beside_others=beside)
        except NotEmpty:
            print("This database already holds people: nothing was added. Use an empty one, or --beside-others.", file=sys.stderr)
            return 1
        analyze()
        print("\n".join(f"{count:>9} {label}" for label, count in sorted(counts.items())))
    print(f"{check_sample(checked)} enrolments computed again: the same.")
    print(f"Sign in as learner00001@bench.example, manager01@…, tutor01a@…, editor@…, national@…; password {PASSWORD}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
