"""Waiting until the workers have done what was left to them: a fresh seed leaves thousands of jobs (indexes, progress of pathways)."""

import time
from collections.abc import Callable

from django_tasks_db.models import DBTaskResult

LONGEST = 1800


def wait_for_jobs(say: Callable[[str], None] = print) -> None:
    """Return once nothing waits for a worker; the form must run. Says how many jobs there were, and how long they took."""
    begun, there = time.monotonic(), _left()
    while (left := _left()) and time.monotonic() - begun < LONGEST:
        time.sleep(2)
    if left:
        raise SystemExit(f"{left} jobs are still waiting after {LONGEST} s: does the worker run?")
    if there:
        say(f"{there} jobs that were left have been done first, in {time.monotonic() - begun:.0f} s")


def _left() -> int:
    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()
