"""What the platform says is valid under both versions, by the store's own rules and by those written down apart in tests/xapi_rules.py."""

import json
from uuid import uuid4

import pytest

from lrs.api import Verb, record
from lrs.models import Statement
from lrs.validation import V1, V2, Facts, check_statement
from tests.lrs.machine import statement
from tests.lrs.test_statements import QUIZ, told  # noqa: F401
from tests.xapi_rules import problems

pytestmark = pytest.mark.requirement("CMA-2.22")


def test_both_versions_accept_it(told):  # noqa: F811
    assert isinstance(check_statement(json.loads(told.raw), V1), Facts)
    assert isinstance(check_statement(json.loads(told.raw), V2), Facts)


def test_two_sets_of_rules_agree_on_a_plain_statement():
    assert problems({**statement(), "id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", "version": "1.0.3"}) == []


def test_more_points_than_there_were_leave_the_share_alone(cast):
    kept = record(user=cast.owner, verb=Verb.PASSED, thing=QUIZ, scaled=0.9, raw=30, maximum=20)
    assert kept.body["result"]["score"] == {"scaled": 0.9}


def test_outside_tools_read_it_on_the_endpoint(told, tool):  # noqa: F811
    assert tool.get(statementId=str(told.pk)).content.decode() == told.raw
    assert tool.ids(registration=str(told.registration)) == [str(told.pk)]


def test_the_journal_moves_to_a_store_of_either_version(told, cast, both):  # noqa: F811
    """As another platform's import would: what was recorded is sent again, word for word, under another id."""
    rows = [told, *(record(user=cast.owner, verb=verb, thing=QUIZ, scaled=0.5, seconds=1) for verb in Verb)]
    for tool in both:
        sent = [{**json.loads(row.raw), "id": str(uuid4())} for row in rows]
        answer = tool.post(sent)
        assert answer.status_code == 200, answer.text
        assert json.loads(tool.get(statementId=sent[0]["id"]).content)["result"] == sent[0]["result"]


def test_the_journal_has_one_copy_of_the_json():
    assert [field.name for field in Statement._meta.get_fields() if field.get_internal_type() in {"JSONField"}] == []
