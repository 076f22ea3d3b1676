"""What goes wrong on purpose in the middle: processes killed, services restarted."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

from benchmarks.load.processor import family
from deploy.production import Form

Accident = tuple[float, str, Callable[[], None]]


def accidents(form: Form, seconds: float, *, restart_postgresql: str, restart_redis: str) -> list[Accident]:
    """When (share of the run), what, and how. The commands are those of the machine at hand."""
    found: list[Accident] = [
        (0.25, "a web process is killed", lambda: _kill_child(form, "web")),
        (0.4, "a worker process is killed", lambda: _kill_child(form, "worker")),
    ]
    if restart_postgresql:
        found.append((0.55, "PostgreSQL is restarted", lambda: _run(restart_postgresql)))
    if restart_redis:
        found.append((0.75, "Redis is restarted", lambda: _run(restart_redis)))
    return [(share * seconds, name, act) for share, name, act in found]


def _kill_child(form: Form, name: str) -> None:
    """Kill, without a warning, one process that the named one has started, and that works (not a tracker of resources)."""
    children = sorted(family(form.processes[name].pid) - {form.processes[name].pid})
    os.kill(children[-1], signal.SIGKILL)


def _run(command: str) -> None:
    subprocess.run(command, shell=True, check=True, timeout=60, stdout=subprocess.DEVNULL)


def play(planned: list[Accident], say: Callable[[str], None]) -> list[float]:
    """Let them happen at their time; returns the moments (epoch seconds)."""
    begun, moments = time.monotonic(), []
    for at, name, act in sorted(planned, key=lambda one: one[0]):
        time.sleep(max(0, begun + at - time.monotonic()))
        say(f"{at:>5.0f} s  {name}")
        moments.append(time.time())
        act()
    return moments
