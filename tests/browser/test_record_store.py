"""The record store's pages of the back office: accessible, no wider than a telephone, and no script complains."""

import pytest
from django.urls import reverse

from jobs.models import JobState
from lrs.domain.access import issue
from lrs.models import Client, ForwardTarget, StatementExport
from tests.browser.conftest import fits
from tests.lrs.test_journal import tell

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.22")]


def test_its_pages_are_accessible_and_fit(site, new_page, cast, axe):
    told = tell(cast.owner, scaled=0.82)
    client = Client.objects.create(name="Auditeur", origins="https://audit.example.org")
    issue(client=client, scopes=["statements/read"], label="Audit 2026")
    target = ForwardTarget.objects.create(name="Entrepôt régional", url="https://lrs.example.org/xapi/", key="k", last_error="503")
    for state in (JobState.DONE, JobState.RUNNING, JobState.FAILED):
        StatementExport.objects.create(asked_by=cast.national, format="csv", state=state, filters={"person": "goff"})
    page = new_page(360, user=cast.national)
    for name in ("journal", "exports", "clients", "targets"):
        page.goto(site.url(reverse(f"lrs_{name}")))
        axe(page)
        assert fits(page), name
    for name, key in (("statement", told.pk), ("client", client.pk), ("target", target.pk)):
        page.goto(site.url(reverse(f"lrs_{name}", args=[key])))
        axe(page)
        assert fits(page), name
