"""Many at once, on PostgreSQL: one id from twenty clients, merges of one document, ETags; and a process killed among batches."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, connections

from lrs.cmi5.vocabulary import Said
from lrs.models import Cmi5Session, Statement
from tests.factories import make_user
from tests.lrs.cmi5.unit import LaunchedUnit, said
from tests.lrs.machine import ACTIVITY, ACTOR, Machine, statement

pytestmark = [
    pytest.mark.requirement("CMA-2.22"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: what this tries cannot happen there"),
]
CLIENTS = 20


def at_once(work, count: int = CLIENTS) -> list:
    """work(number) in as many threads, each with its own connection."""

    def run(number: int):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_many_at_once():
    """One database for all of them: emptying it after each would take longer than they do."""
    _one_id_from_twenty_clients()
    _merges_of_one_document_lose_nothing()
    _one_etag_is_good_once()
    _two_sessions_of_a_unit_complete_it_once()


def _one_id_from_twenty_clients() -> None:
    """Data 2.3.1; Communication 2.1: the same statement is taken from all, another is a conflict for all but one."""
    tool = Machine("all")
    same, other = str(uuid4()), str(uuid4())
    assert at_once(lambda _: tool.put(statement(id=same)).status_code) == [204] * CLIENTS
    codes = at_once(lambda number: tool.post([statement(), statement(id=other, verb={"id": f"urn:v:{number}"})]).status_code)
    assert sorted(codes) == [200] + [409] * (CLIENTS - 1)
    assert Statement.objects.filter(pk__in=[same, other]).count() == 2
    assert Statement.objects.count() == 3


def _merges_of_one_document_lose_nothing() -> None:
    """Communication 2.2: each adds a property, the first of them makes the document."""
    tool, place = Machine("all"), {"activityId": ACTIVITY["id"], "agent": ACTOR, "stateId": "x"}
    assert at_once(lambda number: tool.ask("POST", "activities/state", {str(number): number}, **place).status_code) == [204] * CLIENTS
    assert tool.get("activities/state", **place).json() == {str(number): number for number in range(CLIENTS)}


def _one_etag_is_good_once() -> None:
    """Communication 3.1; 4.1.4"""
    tool, place = Machine("all"), {"agent": ACTOR, "profileId": "x"}
    tool.ask("POST", "agents/profile", {"a": 0}, **place)
    etag = tool.get("agents/profile", **place)["ETag"]
    codes = at_once(lambda number: tool.ask("PUT", "agents/profile", {"a": number + 1}, headers={"If-Match": etag}, **place).status_code)
    assert sorted(codes) == [204] + [412] * (CLIENTS - 1)


def _two_sessions_of_a_unit_complete_it_once() -> None:
    """cmi5, 9.3: one completed in a registration, whichever session and however many requests at once."""
    person, registration = make_user(), uuid4()
    units = [LaunchedUnit(person, registration).begin() for _ in range(2)]
    codes = at_once(lambda number: units[number % 2].put(said(units[number % 2].unit, Said.COMPLETED, 1)).status_code, 8)
    assert sorted(codes) == [204] + [403] * 7
    assert Cmi5Session.objects.filter(completed_at__isnull=False).count() == 1
    assert Statement.objects.filter(registration=registration, verb=Said.COMPLETED.value).count() == 1


WRITER = """
import os, sys, uuid
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from lrs.domain.storing import incoming, store
from lrs.validation import V2, check_statement
print("ready", flush=True)
for number in range(10_000):
    batch = []
    for _ in range(50):
        body = {"id": str(uuid.uuid4()), "actor": {"mbox": "mailto:a@example.org"}, "verb": {"id": f"urn:batch:{number}"}, "object": {"id": "urn:x:y"}}
        batch.append(incoming(body, check_statement(body, V2)))
    store(batch, authority={"account": {"homePage": "urn:x:h", "name": "n"}}, version=V2)
"""  # noqa: E501


def test_a_killed_process_leaves_whole_batches():
    """Communication 3.2: a batch is whole or nothing, whenever the power goes."""
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen([sys.executable, "-c", WRITER, name], env=os.environ, stdout=subprocess.PIPE, cwd=os.getcwd())
    try:
        assert process.stdout.readline().strip() == b"ready"
        limit = time.monotonic() + 60
        while Statement.objects.count() < 150 and time.monotonic() < limit:
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    verbs = list(Statement.objects.values_list("verb", flat=True))
    assert len(verbs) >= 150
    assert {verbs.count(verb) for verb in set(verbs)} == {50}
