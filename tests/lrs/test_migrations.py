"""Statements kept before the record store was whole come into it with nothing lost, also when the way there was cut."""

import importlib
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lrs.models import Activity, Related, Statement
from lrs.models.related import Role
from lrs.validation.facts import key_of
from tests.lrs.machine import ACTOR, VERB
from tests.migrating import migrate

pytestmark = pytest.mark.requirement("CMA-2.22")
filling = importlib.import_module("lrs.migrations.0004_fill_record_store")
BEFORE = ("lrs", "0003_record_store")
PERSON = {"objectType": "Agent", "account": {"homePage": "https://site.example", "name": "jeanne"}}
AUTHORITY = {"objectType": "Agent", "account": {"homePage": "https://site.example", "name": "platform"}}
MODULE, WHOLE_MODULE = "https://site.example/xapi/activities/scorm/1", "https://site.example/xapi/activities/scorm/whole"
STORED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def old_body(number: int) -> dict:
    return {
        "id": str(UUID(int=number + 1)),
        "actor": PERSON,
        "verb": VERB,
        "object": {"id": f"{MODULE}{number % 3}", "definition": {"name": {"fr": f"Pétrir, à la main {number % 3}"}}},
        "context": {
            "contextActivities": {"parent": [{"id": WHOLE_MODULE}]},
            "instructor": ACTOR,
            "registration": str(uuid4()),
        },
        "result": {"response": "« oui »\n\t'\\ 100 % \u2028"},
        "timestamp": "2026-03-01T09:00:00.120Z",
        "authority": AUTHORITY,
        "version": "1.0.3",
    }


def put_old_rows(apps, bodies: list[dict]) -> None:
    apps.get_model("lrs", "Statement").objects.bulk_create(
        apps.get_model("lrs", "Statement")(
            id=body["id"],
            verb=VERB["id"],
            activity=body["object"]["id"],
            timestamp=STORED,
            stored=STORED + timedelta(seconds=number),
            body=body,
            actor="https://site.example|jeanne",
        )
        for number, body in enumerate(bodies)
    )


def check_one_by_one(bodies: list[dict]) -> None:
    for number, body in enumerate(bodies):
        row = Statement.objects.get(pk=body["id"])
        assert json.loads(row.raw) == body
        assert row.stored == STORED + timedelta(seconds=number)
        assert row.actor_key == key_of("account|https://site.example|jeanne")
        assert (row.verb_key, row.activity_key) == (key_of(VERB["id"]), key_of(body["object"]["id"]))
        assert row.authority_key == key_of("account|https://site.example|platform")
    links = set(Related.objects.values_list("statement_id", "role", "key"))
    ids = [UUID(body["id"]) for body in bodies]
    assert links == {(pk, Role.BROAD_ACTIVITY, key_of(WHOLE_MODULE)) for pk in ids} | {
        (pk, Role.BROAD_AGENT, key_of("mbox|" + ACTOR["mbox"])) for pk in ids
    }


@pytest.mark.django_db(transaction=True)
def test_old_statements_come_along(monkeypatch):
    monkeypatch.setattr(filling, "CHUNK", 4)
    bodies = [old_body(number) for number in range(11)]
    odd = {**old_body(11), "result": {"duration": "an hour"}}
    apps = migrate(BEFORE)
    put_old_rows(apps, [*bodies, odd])
    cut = pytest.MonkeyPatch()
    calls: list[int] = []

    def write(*args):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(*args)

    whole = filling.write
    cut.setattr(filling, "write", write)
    with pytest.raises(KeyboardInterrupt):
        migrate(app="lrs")
    assert apps.get_model("lrs", "Statement").objects.exclude(raw="").count() == 8
    cut.undo()
    migrate(app="lrs")
    check_one_by_one(bodies)
    # What no store would take any more is kept as it is, and found by its columns.
    kept = Statement.objects.get(pk=odd["id"])
    assert json.loads(kept.raw) == odd
    assert kept.actor_key == key_of("account|https://site.example|jeanne")
    assert dict(Activity.objects.values_list("iri", "search_text"))[f"{MODULE}1"] == "petrir, a la main 1"
    assert Activity.objects.count() == 3
    back_and_forth([*bodies, odd])


def back_and_forth(bodies: list[dict]) -> None:
    old = migrate(BEFORE).get_model("lrs", "Statement").objects.order_by("stored")
    assert [(row.body, row.actor) for row in old] == [(body, "https://site.example|jeanne") for body in bodies]
    migrate(app="lrs")
    check_one_by_one(bodies[:-1])
