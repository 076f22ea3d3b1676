"""Tools, exports, figures and stores to feed, as a national manager uses them. Who may enter is told in tests/test_urls.py."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jobs.models import JobState
from jobs.registry import periodics
from lrs.domain.exporting import forget_old_files, write_export
from lrs.models import Client, Credential, ForwardTarget, Statement, StatementExport
from tests.lrs.machine import Machine, statement
from tests.lrs.test_journal import tell

pytestmark = pytest.mark.requirement("CMA-2.22")


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.national)


class TestTools:
    def test_a_tool_and_its_credentials(self, browser, tool):
        answer = browser.post(reverse("lrs_client_new"), {"name": "Auditeur", "origins": "https://a.example.org\n https://b.example.org"})
        client = Client.objects.get(name="Auditeur")
        assert answer["Location"] == reverse("lrs_client", args=[client.pk])
        page = browser.post(answer["Location"], {"label": "Audit 2026", "scopes": ["statements/read"], "expires_on": ""})
        secret, made = page.context["secret"], page.context["made"]
        assert secret in page.text
        assert secret not in browser.get(answer["Location"]).text
        outside = Machine.__new__(Machine)
        outside.__dict__.update(tool.__dict__, authorization=f"Bearer {made.key}.{secret}")
        assert outside.get().status_code == 200
        assert outside.post(statement()).status_code == 403
        browser.post(reverse("lrs_credential_revoke", args=[client.pk, made.pk]))
        assert outside.get().status_code == 401
        assert Credential.objects.get(pk=made.pk).revoked_at

    @pytest.mark.parametrize("origin", ["outil.example.org", "https://outil.example.org/chemin", "ftp://x.example.org", "*"])
    def test_what_is_no_origin_stays_in_the_form(self, browser, origin):
        page = browser.post(reverse("lrs_client_new"), {"name": "Outil 2", "origins": origin})
        assert "n’est pas une origine" in page.text
        assert origin in page.text

    def test_a_past_day_and_no_scope(self, browser, tool):
        address = reverse("lrs_client", args=[tool.credential.client.pk])
        page = browser.post(address, {"expires_on": (timezone.localdate() - timedelta(days=1)).isoformat()})
        assert set(page.context["form"].errors) == {"scopes", "expires_on"}
        assert tool.credential.client.credentials.count() == 1


class TestExports:
    def export(self, person, kind: str, /, **filters) -> list[str]:
        made = StatementExport.objects.create(asked_by=person, format=kind, filters=filters)
        write_export(made)
        made.refresh_from_db()
        return made.file.open().read().decode("utf-8-sig").splitlines()

    def test_statements_as_they_are(self, cast):
        kept = [tell(cast.owner, number=number) for number in range(3)]
        assert [json.loads(line)["id"] for line in self.export(cast.national, "jsonl")] == [str(one.pk) for one in kept]

    def test_a_table_that_a_person_reads(self, cast):
        tell(cast.owner, scaled=0.82)
        head, row = self.export(cast.national, "csv")
        assert head.startswith("id,stored,timestamp,person,sentence")
        assert "Monique Le Goff a terminé « Les bases »" in row.replace("\u00a0", " ")

    def test_the_filter_of_the_journal(self, cast):
        tell(cast.owner)
        wanted = tell(cast.member, name="Évaluation", number=2)
        for filters in ({"person": "kervella"}, {"activity": "evaluation"}, {"activity": wanted.activity, "since": "2020-01-01"}):
            assert [json.loads(line)["id"] for line in self.export(cast.national, "jsonl", **filters)] == [str(wanted.pk)]
        assert self.export(cast.national, "jsonl", until="2020-01-01") == self.export(cast.national, "jsonl", registration="x") == []

    def test_one_exports_what_one_may_see(self, cast):
        tell(cast.owner)
        assert self.export(cast.member, "jsonl") == []

    def test_formulas_are_harmless(self, cast, tool):
        tool.keep(statement(object={"id": "https://example.org/x", "definition": {"name": {"fr": "x"}}}, verb={"id": "urn:x"}))
        Statement.objects.update(activity="=cmd()")
        assert ",'=cmd()," in self.export(cast.national, "csv")[1]

    def test_from_the_journal_to_the_file(self, cast, browser, commits):
        tell(cast.owner)
        assert f"{reverse('lrs_exports')}?person=goff" in browser.get(reverse("lrs_journal"), {"person": "goff"}).text
        page = browser.get(reverse("lrs_exports"), {"person": "goff"})
        assert page.context["form"]["person"].value() == "goff"
        with commits():
            browser.post(reverse("lrs_exports"), {"format": "jsonl", "person": "goff"})
        made = StatementExport.objects.get()
        assert made.state == JobState.DONE
        file = browser.get(reverse("lrs_export_file", args=[made.pk]))
        assert b"".join(file.streaming_content).count(b"\n") == 1
        assert "attachment" in file["Content-Disposition"]
        self.the_file_goes_after_its_days(made, browser)

    def the_file_goes_after_its_days(self, made: StatementExport, browser):
        """EXPORT_KEEP_DAYS; by a periodic task."""
        made.refresh_from_db()
        name, kept = made.file.name, timedelta(days=settings.EXPORT_KEEP_DAYS)
        assert "lrs.exports" in {one.name for one in periodics()}
        assert forget_old_files(made.finished_at + kept - timedelta(seconds=1)) == 0
        assert forget_old_files(made.finished_at + kept) == 1
        assert not made.file.storage.exists(name)
        assert browser.get(reverse("lrs_export_file", args=[made.pk])).status_code == 404
        assert f"un export est gardé {kept.days} jours" in browser.get(reverse("lrs_exports")).text
        assert forget_old_files() == 0


def test_figures(browser, cast, tool):
    tell(cast.owner)
    tool.keep(statement())
    page = browser.get(reverse("lrs_figures"))
    assert (page.context["own"], page.context["others"]) == (1, 1)
    assert page.context["days"][0][1] == 2


class TestStoresToFeed:
    FIELDS = {
        "name": "Ailleurs",
        "url": "https://lrs.example.org/xapi/",
        "version": "2.0.0",
        "key": "k",
        "at": "2020-01-01 00:00",
        "is_active": "on",
    }

    def test_one_is_added_and_changed(self, browser):
        assert "secret" in browser.post(reverse("lrs_target_new"), self.FIELDS).context["form"].errors
        browser.post(reverse("lrs_target_new"), {**self.FIELDS, "secret": "hush"})
        target = ForwardTarget.objects.get()
        assert "hush" not in target.sealed_secret
        browser.post(reverse("lrs_target", args=[target.pk]), {**self.FIELDS, "name": "Là-bas", "secret": ""})
        changed = ForwardTarget.objects.get()
        assert (changed.name, changed.sealed_secret) == ("Là-bas", target.sealed_secret)
        ForwardTarget.objects.update(failures=3, next_try_at=timezone.now(), last_error="503 fermé")
        assert "503 fermé" in browser.get(reverse("lrs_targets")).text
        browser.post(reverse("lrs_target_retry", args=[target.pk]))
        assert ForwardTarget.objects.get().next_try_at is None
