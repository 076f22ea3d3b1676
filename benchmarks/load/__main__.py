# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.load`: start the production form on the seeded DATABASE_URL and REDIS_URL, and measure it."""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--clients", type=int, default=4, help="learners who ask at once, without a pause")
    parser.add_argument("--seconds", type=float, default=10, help="length of each measure")
    parser.add_argument("--web", type=int, default=2, help="web processes")
    parser.add_argument("--threads", type=int, default=2, help="threads of each")
    parser.add_argument("--own-postgres", action="store_true", help="the cluster serves nobody else: count all its processes")
    parser.add_argument("--only", action="append", help="measure this scene only; may be repeated")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    from deploy.production import Form

    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        print(f"Set {' and '.join(missing)}.", file=sys.stderr)
        return 1
    os.environ.setdefault("TRUSTED_PROXY_COUNT", "1")
    form = Form(Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="compagnon-load-")), web=given.web, threads=given.threads)
    form.prepare()
    os.environ.update(form.environment)
    import django

    django.setup()
    with form:
        report(form, given)
    return 0


def report(form, given: argparse.Namespace) -> None:
    from benchmarks.load.counting import Counter, count_for
    from benchmarks.load.measuring import HEADER, Server, measure
    from benchmarks.load.people import learners, manager
    from benchmarks.load.processor import PostgreSQL
    from benchmarks.load.scenes import LEARNER_SCENES, manager_scenes
    from benchmarks.rest import wait_for_jobs

    wait_for_jobs()
    people = learners(form.origin, given.clients)
    queries = count_for(people[0])
    server = Server(form.processes["web"].pid, PostgreSQL(os.environ["DATABASE_URL"], own=given.own_postgres))
    print(HEADER)
    for name, scene in LEARNER_SCENES.items():
        if name == "commit":
            # The counting opened the module elsewhere: go on from here.
            for one in people:
                LEARNER_SCENES["launch"](one)
                LEARNER_SCENES["open part"](one)
        if not given.only or name in given.only:
            print(measure(name, scene, people, server, seconds=given.seconds, queries=queries.get(name)).row(), flush=True)
    boss = manager(form.origin)
    for name, asked in manager_scenes(boss.session).items():
        if not given.only or name in given.only:
            counted = Counter(boss.email).page(boss.session if name.endswith("session") else "/region/")
            print(measure(name, asked, [boss], server, seconds=given.seconds, queries=counted).row(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
