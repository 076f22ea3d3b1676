# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.soak`: learners with pauses against the production form on the seeded DATABASE_URL and REDIS_URL.

With --accidents a web and a worker process are killed and, where commands are given, PostgreSQL and Redis restarted.
Fails when a request fails without an accident (or longer than --wait seconds after one), or an answered commit is lost.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--think", type=float, default=10, help="mean seconds between two requests of a learner")
    parser.add_argument("--web", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--accidents", action="store_true")
    parser.add_argument("--wait", type=float, default=15, help="seconds after an accident within which requests may fail")
    parser.add_argument("--restart-postgresql", default=os.environ.get("RESTART_POSTGRESQL", ""), help="shell command")
    parser.add_argument("--restart-redis", default=os.environ.get("RESTART_REDIS", ""), help="shell command")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    from deploy.production import Form

    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        print(f"Set {' and '.join(missing)}.", file=sys.stderr)
        return 1
    os.environ.setdefault("TRUSTED_PROXY_COUNT", "1")
    form = Form(Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="compagnon-soak-")), web=given.web, threads=given.threads)
    form.prepare()
    os.environ.update(form.environment)
    import django

    django.setup()
    with form:
        return soak(form, given)


def soak(form, given: argparse.Namespace) -> int:
    from benchmarks.load.people import learners
    from benchmarks.rest import wait_for_jobs
    from benchmarks.soak.accidents import accidents, play
    from benchmarks.soak.learners import Person, Tally

    wait_for_jobs()
    print(f"signing in {given.learners} learners…", flush=True)
    everyone = learners(form.origin, given.learners)
    tally, stop = Tally(), threading.Event()
    memory: list[tuple[float, int]] = []
    watcher = threading.Thread(target=_watch, args=(form, memory, stop), daemon=True)
    watcher.start()
    until = time.monotonic() + given.seconds
    people = [Person(one, tally, until=until, think=given.think) for one in everyone]
    for one in people:
        one.start()
    moments = []
    if given.accidents:
        commands = {"restart_postgresql": given.restart_postgresql, "restart_redis": given.restart_redis}
        moments = play(accidents(form, given.seconds, **commands), lambda line: print(line, flush=True))
    for one in people:
        one.join()
    stop.set()
    return verdict(tally, memory, moments, [one.email for one in everyone], given)


def _watch(form, memory: list[tuple[float, int]], stop: threading.Event) -> None:
    """Memory of all processes of the form, every five seconds."""
    from benchmarks.load.processor import family, memory_of

    begun = time.monotonic()
    while not stop.wait(5):
        pids = {pid for process in form.processes.values() for pid in family(process.pid)}
        memory.append((time.monotonic() - begun, memory_of(pids)))


def verdict(tally, memory: list[tuple[float, int]], moments: list[float], emails: list[str], given: argparse.Namespace) -> int:
    from django.db import connection

    from benchmarks.soak.checking import lost_commits, wrong_progress

    connection.close()
    latencies = sorted(tally.latencies)
    count = sum(tally.requests.values())
    print(f"{count} answers, {count / given.seconds:.1f} per second: {dict(tally.requests)}")
    quantiles = [1000 * latencies[min(len(latencies) - 1, int(share * len(latencies)))] for share in (0.5, 0.95, 0.99)]
    print("p50 {:.0f} ms, p95 {:.0f} ms, p99 {:.0f} ms".format(*quantiles))
    unexplained = [(at, text) for at, text in tally.failures if not any(0 <= at - moment <= given.wait for moment in moments)]
    after = [at - moment for at, _text in tally.failures for moment in moments if 0 <= at - moment <= given.wait]
    print(f"failed: {len(tally.failures)}, of which {len(after)} within {max(after, default=0):.1f} s of an accident")
    for _at, text in unexplained[:10]:
        print(f"  unexplained: {text}")
    lost = lost_commits(tally.acknowledged)
    wrong = wrong_progress(emails)
    print(
        f"commits of {len(tally.acknowledged)} modules checked: {len(lost)} lost; progress of {len(emails)} learners: {len(wrong)} differ"
    )
    for line in [*lost, *wrong][:5]:
        print(f"  {line}")
    megabytes = [value / 1e6 for _at, value in memory]
    quarter = max(1, len(megabytes) // 4)
    means = [sum(part) / len(part) for part in (megabytes[quarter : 2 * quarter], megabytes[-quarter:]) if part]
    print(f"memory of all processes, MB: begin {megabytes[0]:.0f}, second quarter {means[0]:.0f}, last quarter {means[-1]:.0f}")
    return 1 if unexplained or lost or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
