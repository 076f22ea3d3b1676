"""“I am interested” on the public site: received, told to the region, answered, turned into an enrolment (CMA-I1)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import RegistrationSettings, User
from messaging.models import Notice
from privacy.domain.erasing import ask_erasure
from privacy.domain.retention import apply_rules
from privacy.domain.telling import holdings_of
from privacy.enums import Ground, TextKind, TextPlace
from privacy.models import AuditEntry
from reporting.models import Export
from sessions.domain.interest import managers_of
from sessions.enums import InterestState, SessionState
from sessions.models import Enrolment, Interest
from tests.accounts.registering import fill
from tests.factories import make_region, make_session, make_text
from tests.privacy.traces import tables_that_name

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-I1")]
WHO = {"first_name": "Nolwenn", "last_name": "Le Bris", "email": "nolwenn@exemple.fr", "phone": "06 11 22 33 44"}


@pytest.fixture
def page(cast) -> str:
    return reverse("training_sessions:interest", args=[cast.pathway.pk])


@pytest.fixture
def interest(cast) -> Interest:
    return Interest.objects.create(pathway=cast.pathway, region=cast.region, **WHO)


@pytest.fixture
def send(client, cast, page, commits):
    """send(**changes) fills in the form."""

    def fill_in(address="", **changes):
        with commits():
            return fill(client, address or page, **{**WHO, "region": cast.region.pk, "message": "Au printemps ?", **changes})

    return fill_in


def url(name: str, interest: Interest) -> str:
    return reverse(f"training_sessions:interest_{name}", args=[interest.pk])


class TestOnThePublicSite:
    def test_the_page_of_a_pathway_leads_to_it_and_each_session_to_its_own(self, client, cast, page):
        coming = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() + timedelta(days=9))
        text = client.get(cast.pathway.url).text
        assert f'href="{page}"' in text
        assert f"{page}?session={coming.pk}" in text

    def test_where_the_platform_takes_none_there_is_no_form(self, client, cast, page):
        RegistrationSettings(takes_interest=False).save()
        assert client.get(page).status_code == 404
        assert page not in client.get(cast.pathway.url).text

    def test_a_pathway_that_is_not_public_has_none(self, client, cast, page):
        cast.pathway.unpublish()
        assert client.get(page).status_code == 404

    def test_it_is_kept_told_to_the_region_and_acknowledged(self, send, cast):
        answer = send()
        assert answer["Location"] == reverse("training_sessions:interest_sent", args=[cast.pathway.pk])
        kept = Interest.objects.get()
        assert (kept.full_name, kept.email, kept.phone, kept.message) == ("Nolwenn Le Bris", WHO["email"], WHO["phone"], "Au printemps ?")
        assert (kept.state, kept.region, kept.pathway_id) == (InterestState.NEW, cast.region, cast.pathway.pk)
        assert {one.user for one in Notice.objects.filter(kind="interest_new")} == {cast.manager}
        sent = {one.to[0]: one for one in mail.outbox}
        assert set(sent) == {WHO["email"], cast.manager.email}
        assert url("page", kept) in sent[cast.manager.email].body
        assert "Nolwenn" in sent[WHO["email"]].body
        assert not User.objects.filter(email=WHO["email"]).exists()

    def test_the_acknowledgement_carries_nobodys_words(self, send):
        """Or the form would write anything to anybody."""
        send(message="Achetez mes pilules")
        assert all("pilules" not in one.body for one in mail.outbox if one.to == [WHO["email"]])

    @pytest.mark.parametrize(
        "name", ["voyez https://pilules.example", "www.pilules.example", "pilules.example", "a@pilules.example", "<b>"]
    )
    def test_nor_do_names(self, send, name):
        assert "first_name" in send(first_name=name).context["form"].errors
        assert not Interest.objects.exists()

    @pytest.mark.parametrize("name", ["Jean-Rémi", "J. P.", "N’Diaye", "محمد", "Mary Ann"])
    def test_names_of_people_are_taken(self, send, name):
        assert send(first_name=name).status_code == 302

    def test_it_reads_and_answers_the_same_with_and_without_an_account(self, send, cast):
        answers = {send(email=email)["Location"] for email in (cast.owner.email, "personne@exemple.fr")}
        assert len(answers) == 1
        assert [one.to[0] for one in mail.outbox if one.to != [cast.manager.email]] == [cast.owner.email, "personne@exemple.fr"]

    def test_the_session_seen_is_kept_when_it_is_of_the_region_chosen(self, send, cast, page):
        coming = make_session(cast.pathway, cast.region, starts_on=timezone.localdate() + timedelta(days=9))
        send(f"{page}?session={coming.pk}")
        send(f"{page}?session={coming.pk}", region=cast.other_region.pk, email="b@exemple.fr")
        send(f"{page}?session={cast.session.pk}", email="c@exemple.fr")
        send(f"{page}?session=x", email="d@exemple.fr")
        kept = dict(Interest.objects.values_list("email", "session"))
        assert kept == {WHO["email"]: coming.pk, "b@exemple.fr": None, "c@exemple.fr": None, "d@exemple.fr": None}

    @pytest.mark.parametrize(
        ("changes", "field"), [({"email": "nolwenn"}, "email"), ({"last_name": ""}, "last_name"), ({"region": ""}, "region")]
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(self, send, changes, field):
        page = send(**changes)
        assert field in page.context["form"].errors
        assert "Au printemps ?" in page.text

    def test_its_own_consent_is_asked_and_kept(self, send):
        text = make_text("Votre demande", kind=TextKind.REQUIRED, place=TextPlace.INTEREST)
        make_text("Conditions du compte")
        assert send().context["form"].errors.keys() == {f"text_{text.pk}"}
        send(**{f"text_{text.pk}": "on"})
        assert list(Interest.objects.get().texts.all()) == [text]

    def test_a_sandbox_is_no_region_of_visitors(self, client, send, page):
        sandbox = make_region("Bac à sable", is_sandbox=True)
        assert sandbox.name not in client.get(page).text
        assert "region" in send(region=sandbox.pk).context["form"].errors

    def test_robots_meet_the_same_trap(self, client, send, page):
        assert "doit rester vide" in send(website="x").text
        assert fill(client, page, later=0).status_code == 200
        assert not Interest.objects.exists()

    def test_one_address_sends_few(self, send):
        for _time in range(5):
            assert send().status_code == 302
        assert Interest.objects.count() == 3

    def test_who_is_signed_in_finds_their_name(self, as_user, cast, page):
        assert 'value="Monique"' in as_user(cast.owner).get(page).text


class TestWhoIsTold:
    def test_the_managers_of_what_lies_above_then_national_ones(self, cast):
        site = make_region("Rennes", parent=cast.region)
        assert managers_of(site) == [cast.manager]
        assert managers_of(make_region("Nulle part")) == [cast.national]


class TestRegionsList:
    def test_each_sees_those_of_their_regions(self, as_user, cast, interest):
        Interest.objects.create(pathway=cast.pathway, region=cast.other_region, **{**WHO, "last_name": "Técher"})
        address = reverse("training_sessions:interests")
        assert "Le Bris" in as_user(cast.manager).get(address).text
        assert "Técher" not in as_user(cast.manager).get(address).text
        both = as_user(cast.national).get(address).text
        assert "Le Bris" in both
        assert "Técher" in both
        assert as_user(cast.other_manager).get(url("page", interest)).status_code == 404
        assert as_user(cast.tutor).get(address).status_code == 403

    def test_filters_by_state_and_words(self, as_user, cast, interest):
        Interest.objects.create(pathway=cast.pathway, region=cast.region, state=InterestState.CALLED, **{**WHO, "last_name": "Sow"})
        browser = as_user(cast.manager)
        address = reverse("training_sessions:interests")
        called = browser.get(address, {"demande": "called"}).text
        assert "Sow" in called
        assert "Le Bris" not in called
        assert "Sow" not in browser.get(address, {"q": "le bris"}).text
        assert "Aucune demande ne correspond" in browser.get(address, {"q": "zzz"}).text

    def test_as_many_questions_for_many_as_for_one(self, as_user, cast, interest):
        browser, address = as_user(cast.manager), reverse("training_sessions:interests")
        browser.get(address)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            return len(queries)

        for_one = asked()
        for number in range(29):
            Interest.objects.create(pathway=cast.pathway, region=cast.region, **{**WHO, "last_name": f"N{number}"})
        assert asked() == for_one

    def test_today_tells_of_new_ones(self, as_user, cast, interest):
        page = as_user(cast.manager).get(reverse("training_sessions:region")).text
        assert "attend un mot" in page
        Interest.objects.update(state=InterestState.CALLED)
        assert "attend un mot" not in as_user(cast.manager).get(reverse("training_sessions:region")).text

    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_it_is_taken_away_as_it_is_filtered(self, as_user, cast, interest, commits, file_format):
        Interest.objects.create(pathway=cast.pathway, region=cast.other_region, **{**WHO, "last_name": "Técher"})
        Interest.objects.create(pathway=cast.pathway, region=cast.region, state=InterestState.DECLINED, **{**WHO, "last_name": "Sow"})
        with commits():
            as_user(cast.manager).post(reverse("reporting:export_new"), {"table": "demandes", "format": file_format, "demande": "new"})
        export = Export.objects.get()
        assert (export.state, export.rows) == ("done", 1)
        if file_format == "csv":
            text = export.file.read().decode("utf-8-sig")
            assert "Le Bris" in text
            assert "Sow" not in text

    def test_reading_one_is_in_the_audit_log(self, as_user, cast, interest):
        as_user(cast.manager).get(url("page", interest))
        assert AuditEntry.objects.filter(model="training_sessions.Interest", action="read", actor=cast.manager.pk).exists()


class TestAnswer:
    def test_two_presses_enrol_the_person(self, as_user, cast, interest, commits):
        browser = as_user(cast.manager)
        assert url("enrol", interest) in browser.get(url("page", interest)).text
        form = browser.get(url("enrol", interest)).context["form"]
        as_it_stands = {name: form[name].value() for name in form.fields}
        assert as_it_stands["session"] == cast.session.pk
        with commits():
            answer = browser.post(url("enrol", interest), as_it_stands)
        assert answer["Location"] == reverse("training_sessions:session", args=[cast.session.pk])
        enrolment = Enrolment.objects.get(session=cast.session, user__email=WHO["email"])
        interest.refresh_from_db()
        assert (interest.state, interest.enrolment, interest.handled_by) == (InterestState.ENROLLED, enrolment, cast.manager)
        assert any("/compte/invitation/" in one.body for one in mail.outbox if one.to == [WHO["email"]])

    def test_who_is_enrolled_already_is_noted_so(self, as_user, cast):
        interest = Interest.objects.create(pathway=cast.pathway, region=cast.region, **{**WHO, "email": cast.owner.email})
        data = {"session": cast.session.pk, "first_name": "M", "last_name": "L", "email": cast.owner.email}
        as_user(cast.manager).post(url("enrol", interest), data)
        interest.refresh_from_db()
        assert interest.enrolment == cast.enrolment

    def test_a_full_session_refuses_and_the_request_stays(self, as_user, cast, interest):
        cast.session.places = 2
        cast.session.save()
        data = {"session": cast.session.pk, **{name: WHO[name] for name in ("first_name", "last_name", "email")}}
        page = as_user(cast.manager).post(url("enrol", interest), data)
        assert page.status_code == 200
        interest.refresh_from_db()
        assert interest.state == InterestState.NEW

    def test_sessions_of_another_region_over_or_cancelled_are_not_offered(self, as_user, cast, interest):
        day = timezone.localdate()
        over = make_session(cast.pathway, cast.region, starts_on=day - timedelta(days=60))
        cancelled = make_session(cast.pathway, cast.region, state=SessionState.CANCELLED)
        for session in (over, cancelled, cast.other_session):
            data = {"session": session.pk, **{name: WHO[name] for name in ("first_name", "last_name", "email")}}
            assert "session" in as_user(cast.manager).post(url("enrol", interest), data).context["form"].errors

    def test_a_no_with_a_word_by_mail(self, as_user, cast, interest, commits):
        browser = as_user(cast.manager)
        assert browser.post(url("decline", interest), {"answer": ""}).context["form"].errors
        with commits():
            browser.post(url("decline", interest), {"answer": "Complet jusqu’en juin."})
        interest.refresh_from_db()
        assert (interest.state, interest.answer) == (InterestState.DECLINED, "Complet jusqu’en juin.")
        assert mail.outbox[-1].to == [WHO["email"]]
        assert "Complet jusqu’en juin." in mail.outbox[-1].body

    def test_what_was_answered_is_not_answered_again(self, as_user, cast, interest, commits):
        browser = as_user(cast.manager)
        browser.post(url("decline", interest), {"answer": "Non."})
        mail.outbox.clear()
        with commits():
            assert browser.post(url("decline", interest), {"answer": "Non."}).context["form"].errors
            browser.post(url("called", interest))
        assert mail.outbox == []
        interest.refresh_from_db()
        assert interest.state == InterestState.DECLINED

    def test_being_in_touch_is_the_last_contact(self, as_user, cast, interest):
        later = timezone.now() + timedelta(days=3)
        with time_machine.travel(later, tick=False):
            as_user(cast.manager).post(url("called", interest))
        interest.refresh_from_db()
        assert interest.state == InterestState.CALLED
        assert interest.touched_at >= later - timedelta(seconds=1)


class TestKeeping:
    def test_it_goes_six_months_after_the_last_contact(self, interest, settings):
        young = Interest.objects.create(pathway=interest.pathway, region=interest.region, **{**WHO, "email": "b@exemple.fr"})
        Interest.objects.filter(pk=interest.pk).update(touched_at=timezone.now() - timedelta(days=settings.RETENTION_DAYS["requests"] + 1))
        apply_rules()
        assert list(Interest.objects.all()) == [young]
        assert "training_sessions_interest" not in tables_that_name(WHO["email"])

    def test_who_has_an_account_finds_it_among_their_data_and_erasure_takes_it(self, cast, commits):
        Interest.objects.create(pathway=cast.pathway, region=cast.region, **{**WHO, "email": cast.stranger.email})
        assert "training_sessions.Interest" in {one.slug for one in holdings_of(cast.stranger)}
        assert "training_sessions.Interest" not in {one.slug for one in holdings_of(cast.owner)}
        with commits():
            ask_erasure(person=cast.stranger, ground=Ground.REQUEST)
        assert not Interest.objects.exists()

    def test_a_pathway_that_interests_somebody_is_in_use(self, interest):
        from pathways.registry import pathway_usage

        assert "interests" in {group.name for group in pathway_usage.of(interest.pathway_id)}
