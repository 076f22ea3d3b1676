"""What is asked of the record store, how often it answers, and what an answer costs."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from benchmarks.lrs.filling import ACTIVITIES, ACTORS, REGISTRATIONS, VERBS, activity, actor, registration, verb
from benchmarks.lrs.load import Figures, Request, as_json, drive
from lrs.domain.access import issue
from lrs.models import Client

Requests = Callable[[int], Iterator[Request]]


def measure(host: str, *, seconds: float, clients: int) -> None:
    headers = credentials()
    marks = {"server": f"--port {host.rpartition(':')[2]}", "database": str(settings.DATABASES["default"]["NAME"]) + " "}
    for name, requests in asked().items():
        drive(host, headers, requests, seconds=1, clients=clients)
        before = {part: cpu_seconds(mark) for part, mark in marks.items()}
        found = drive(host, headers, requests, seconds=seconds, clients=clients)
        report(name, found, {part: cpu_seconds(mark) - before[part] for part, mark in marks.items()})


def report(name: str, found: Figures, used: dict[str, float]) -> None:
    per = f" = {found.rate * 50:.0f} statements/s" if "50" in name else ""
    times = f"p50 {found.percentile(0.5):.1f} ms, p95 {found.percentile(0.95):.1f} ms"
    each = ", ".join(f"{part} {1000 * one / found.count:.2f}" for part, one in used.items())
    print(f"{name}: {found.rate:.0f}/s{per}, {times}; CPU ms each: {each}", flush=True)


def credentials() -> dict[str, str]:
    client, _made = Client.objects.get_or_create(name="Banc d’essai")
    credential, secret = issue(client=client, scopes=["all"])
    bearer = f"Bearer {credential.key}.{secret}"
    return {"Authorization": bearer, "X-Experience-API-Version": "2.0.0", "Content-Type": "application/json"}


def asked() -> dict[str, Requests]:
    return {
        "GET by agent": gets(lambda rng: "agent=" + quote(as_json(actor(rng.randrange(ACTORS))))),
        "GET by verb": gets(lambda rng: "verb=" + quote(verb(rng.randrange(VERBS))["id"])),
        "GET by registration": gets(lambda rng: "registration=" + registration(rng.randrange(REGISTRATIONS))),
        "GET by related activity": gets(lambda rng: "related_activities=true&activity=" + quote(activity(rng.randrange(ACTIVITIES))["id"])),
        "POST single": posts(1),
        "POST batches of 50": posts(50),
    }


def gets(query: Callable[[random.Random], str]) -> Requests:
    def requests(number: int) -> Iterator[Request]:
        rng = random.Random(number)
        while True:
            yield "GET", f"/xapi/statements?limit=50&{query(rng)}", b""

    return requests


def posts(size: int) -> Requests:
    def requests(number: int) -> Iterator[Request]:
        rng = random.Random(number)
        ready = [as_json([statement(rng) for _ in range(size)] if size > 1 else statement(rng)) for _ in range(50)]
        while True:
            yield "POST", "/xapi/statements", rng.choice(ready)

    return requests


def statement(rng: random.Random) -> dict:
    around = {"parent": [activity(rng.randrange(ACTIVITIES))]}
    return {
        "actor": actor(rng.randrange(ACTORS)),
        "verb": verb(rng.randrange(VERBS)),
        "object": activity(rng.randrange(ACTIVITIES)),
        "result": {"score": {"scaled": 0.5}, "completion": True, "duration": "PT12.5S"},
        "context": {"registration": registration(rng.randrange(REGISTRATIONS)), "contextActivities": around},
    }


def cpu_seconds(mark: str) -> float:
    """CPU time that processes used whose command line has `mark`: what a request costs, however busy the machine is."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "cmdline").read_text().replace("\0", " "):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")
