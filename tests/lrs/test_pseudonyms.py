"""An erased person leaves the journal; what was achieved stays."""

import json
from uuid import uuid4

import pytest
from django.conf import settings

from lrs.api import Launch, open_session
from lrs.domain.access import issue_launch
from lrs.models import Cmi5Session, Credential, Document, Statement
from privacy.registry import erasers
from tests.lrs.machine import ACTIVITY, attachment, multipart, statement
from tests.lrs.test_journal import tell

pytestmark = [pytest.mark.requirement("CMA-2.22"), pytest.mark.requirement("CMA-1.12")]


def test_nothing_leads_to_the_person_any_more(cast, tool):
    person = cast.owner
    own = {"objectType": "Agent", "name": person.get_full_name(), "account": {"homePage": settings.SITE_ORIGIN, "name": str(person.uid)}}
    mail = {"mbox": f"mailto:{person.email}"}
    said = tell(person, scaled=0.82)
    data = b"certificate"
    named = attachment(data, display={"fr": f"Certificat de {person.get_full_name()}"})
    body, kind = multipart(statement(actor=own, attachments=[named], result={"response": "42", "score": {"raw": 3}}), data)
    outside = tool.post(body, content_type=kind).json()[0]
    teaches = tool.keep(statement(context={"instructor": mail, "team": {"objectType": "Group", "member": [own]}}))
    other = tell(cast.member)
    where = {"activityId": ACTIVITY["id"], "agent": own, "stateId": "x"}
    tool.ask("PUT", "activities/state", {"page": 3}, **where)
    issue_launch(user=person, registration=None, hours=1)
    open_session(user=person, registration=uuid4(), launch=Launch(activity=ACTIVITY["id"], publisher_id="urn:x:au"), hours=1)

    assert erasers()["lrs"](person) == 4
    assert erasers()["lrs"](person) == 0
    text = str(list(Statement.objects.values())) + str(list(Document.objects.values()))
    for secret in (str(person.uid), person.email, person.get_full_name()):
        assert secret not in text
    assert not Statement.objects.filter(user=person).exists()
    assert not Credential.objects.filter(user=person).exists()
    assert not Cmi5Session.objects.filter(user=person).exists()
    after = Statement.objects.get(pk=said.pk)
    assert after.body["result"] == said.body["result"]
    assert json.loads(Statement.objects.get(pk=outside).raw)["result"] == {"response": "42", "score": {"raw": 3}}
    assert Statement.objects.get(pk=other.pk).raw == other.raw
    stand_in = after.body["actor"]
    assert set(tool.ids(agent=stand_in)) == {str(said.pk), outside}
    assert set(tool.ids(agent=stand_in, related_agents="true")) == {str(said.pk), outside, teaches}
    assert tool.ids(agent=own, related_agents="true") == tool.ids(agent=mail, related_agents="true") == []
    assert tool.get("activities/state", **{**where, "agent": stand_in}).json() == {"page": 3}
    assert tool.get("activities/state", **where).status_code == 404
