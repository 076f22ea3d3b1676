"""Signing in by OpenID Connect: the whole way, and what is refused on it."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccountEvent, OpenSession, User
from accounts.models.event import EventKind
from federation.domain import oidc as flow
from federation.domain.begun import KEY
from federation.domain.sealing import seal_secret
from federation.enums import Reason
from federation.models import FederatedIdentity
from privacy.enums import Action
from privacy.models import AuditEntry
from tests.factories import make_user
from tests.federation.conftest import asked_of, begin, is_in, there_and_back

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]


@pytest.fixture
def lea(region) -> User:
    return make_user("Léa", "Martin", email="lea.martin@chambre.example", role=Role.LEARNER, region=region)


def refusal_of(provider) -> str:
    provider.refresh_from_db()
    return provider.last_refusal


class TestTheWholeWay:
    def test_the_person_is_recognised_connected_and_signed_in(self, oidc, chamber, lea):
        browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows) Firefox/140.0")
        answer = there_and_back(browser, oidc, chamber)
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:workspace"))
        assert is_in(browser)
        identity = FederatedIdentity.objects.get()
        assert (identity.user, identity.subject, identity.issuer) == (lea, "personne-17", oidc.origin)
        kinds = list(AccountEvent.objects.filter(user=lea).values_list("kind", "detail"))
        assert (EventKind.PROVIDER_CONNECTED, "Chambre de Bretagne") in kinds
        assert (EventKind.SIGNED_IN, "Chambre de Bretagne") in kinds
        assert OpenSession.objects.filter(user=lea).count() == 1
        told = AuditEntry.objects.filter(action=Action.SIGNED_IN).get()
        assert (told.person, told.model, told.after) == (lea.pk, "federation.IdentityProvider", {"name": "Chambre de Bretagne"})

    def test_the_second_time_the_identifier_is_enough(self, oidc, chamber, lea):
        there_and_back(Client(), oidc, chamber)
        oidc.claims = {"email": "other@nowhere.example", "email_verified": False}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)
        assert FederatedIdentity.objects.get().user == lea

    def test_state_nonce_and_proof_of_the_code_are_new_each_time(self, oidc, chamber):
        first, second = (asked_of(begin(Client(), chamber)) for _one in range(2))
        for name in ("state", "nonce", "code_challenge"):
            assert len(first[name]) >= 43
            assert first[name] != second[name]
        assert first["code_challenge_method"] == "S256"
        assert first["redirect_uri"] == chamber.redirect_url

    def test_one_goes_on_to_where_one_was_going_but_nowhere_else(self, oidc, chamber, lea):
        profile = reverse("accounts:profile")
        assert there_and_back(Client(), oidc, chamber, next=profile)["Location"] == profile
        for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
            assert there_and_back(Client(), oidc, chamber, next=elsewhere)["Location"] == reverse("accounts:workspace")

    def test_the_session_gets_a_new_key(self, oidc, chamber, lea):
        browser = Client()
        begin(browser, chamber)
        before = browser.session.session_key
        there_and_back(browser, oidc, chamber)
        assert browser.session.session_key != before

    def test_who_is_already_in_goes_to_their_pages(self, chamber, lea, as_user):
        assert as_user(lea).get(reverse("federation:start", args=["chambre"]))["Location"] == reverse("accounts:workspace")

    def test_a_provider_that_is_not_active_leads_nowhere(self, oidc, chamber, lea):
        browser = Client()
        back = oidc.approve(asked_of(begin(browser, chamber)))
        chamber.is_active = False
        chamber.save()
        assert browser.get(urlsplit(back).path, asked_of(back)).status_code == 404
        assert Client().get(reverse("federation:start", args=["chambre"])).status_code == 404
        assert not is_in(browser)

    def test_names_of_claims_may_be_others(self, oidc, chamber, lea):
        chamber.email_claim, chamber.subject_claim, chamber.vouches = "upn", "oid", True
        chamber.save()
        oidc.claims = {"email": None, "email_verified": None, "upn": lea.email, "oid": "constant-1"}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)
        assert FederatedIdentity.objects.get().subject == "constant-1"

    def test_the_address_may_be_asked_for_apart(self, oidc, chamber, lea):
        oidc.claims = {"email": None, "email_verified": None}
        oidc.person_says = {"email": lea.email, "email_verified": True}
        browser = Client()
        there_and_back(browser, oidc, chamber)
        assert is_in(browser)
        assert "/person" in oidc.calls


def _wrong_state(answer: dict) -> dict:
    return {**answer, "state": "x" * 43}


def _other_issuer(answer: dict) -> dict:
    return {**answer, "iss": "https://elsewhere.example"}


def _gave_up(answer: dict) -> dict:
    return {"state": answer["state"], "error": "access_denied"}


def _invented_code(answer: dict) -> dict:
    return {**answer, "code": "invented"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [(_wrong_state, Reason.STATE), (_other_issuer, Reason.ISSUER), (_gave_up, Reason.CANCELLED), (_invented_code, Reason.STATE)],
)
def test_an_answer_that_is_not_the_one_expected_is_refused(oidc, chamber, lea, change, reason):
    browser = Client()
    back = oidc.approve(asked_of(begin(browser, chamber)))
    answer = browser.get(urlsplit(back).path, change(asked_of(back)))
    assert answer.status_code == 403
    assert refusal_of(chamber) == reason
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, Reason.REPLAY),
        ({"nonce": None}, Reason.REPLAY),
        ({"iss": "https://elsewhere.example"}, Reason.ISSUER),
        ({"aud": "somebody-else"}, Reason.AUDIENCE),
        ({"aud": ["compagnon", "somebody-else"]}, Reason.AUDIENCE),
        ({"azp": "somebody-else"}, Reason.AUDIENCE),
        ({"exp": 1_600_000_000}, Reason.CLOCK),
        ({"iat": 1_600_000_000}, Reason.CLOCK),
        ({"iat": 4_000_000_000, "exp": 4_000_000_300}, Reason.CLOCK),
        ({"exp": None}, Reason.SIGNATURE),
        ({"at_hash": "AAAA"}, Reason.SIGNATURE),
        ({"sub": None}, Reason.SIGNATURE),
        ({"sub": "x" * 256}, Reason.SUBJECT),
        ({"sub": " "}, Reason.SUBJECT),
        ({"email": None}, Reason.ADDRESS),
        ({"email": "not an address"}, Reason.ADDRESS),
        ({"email": "lea.martin@elsewhere.example"}, Reason.DOMAIN),
        ({"email": "lea.martin@sub.chambre.example"}, Reason.DOMAIN),
        ({"email_verified": False}, Reason.UNVERIFIED),
        ({"email_verified": "false"}, Reason.UNVERIFIED),
        ({"email_verified": None}, Reason.UNVERIFIED),
    ],
)
def test_a_token_that_says_something_else_is_refused(oidc, chamber, lea, claims, reason):
    oidc.claims = claims
    browser = Client()
    answer = there_and_back(browser, oidc, chamber)
    assert answer.status_code == 403
    assert refusal_of(chamber) == reason
    assert not is_in(browser)
    assert not FederatedIdentity.objects.exists()


@pytest.mark.parametrize(("key", "algorithm"), [("other", "RS256"), ("own", "none"), ("own", "HS256")])
def test_a_token_signed_otherwise_is_refused(oidc, chamber, lea, key, algorithm, monkeypatch):
    """By a key that is not published, by nobody, or with the public key taken for a shared secret."""
    monkeypatch.setattr("jwt.algorithms.HMACAlgorithm.prepare_key", lambda self, key: key.encode() if isinstance(key, str) else key)
    oidc.signs_with, oidc.algorithm = key, algorithm
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert refusal_of(chamber) == Reason.SIGNATURE
    assert not is_in(browser)


def test_a_weak_key_is_refused(oidc, chamber, lea):
    oidc.signs_with, oidc.published = "weak", ["weak"]
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert refusal_of(chamber) == Reason.SIGNATURE
    assert not is_in(browser)


def test_new_keys_are_asked_for_but_not_all_the_time(oidc, chamber, lea):
    there_and_back(Client(), oidc, chamber)
    oidc.published, oidc.signs_with = ["own", "next"], "next"
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert is_in(browser)
    oidc.signs_with = "invented"
    for _again in range(3):
        there_and_back(Client(), oidc, chamber)
    assert oidc.calls.count("/keys") == 2


def test_an_answer_works_once(oidc, chamber, lea):
    browser = Client()
    back = oidc.approve(asked_of(begin(browser, chamber)))
    place, query = urlsplit(back).path, asked_of(back)
    assert browser.get(place, query).status_code == 302
    assert browser.get(place, query).status_code == 403
    assert oidc.calls.count("/token") == 1, "it is refused here, whatever the provider would say to the code"
    browser.post(reverse("account_logout"))
    assert browser.get(place, query).status_code == 403
    assert not is_in(browser)


def test_an_answer_does_not_work_in_another_browser(oidc, chamber, lea):
    """Whoever is given somebody else's answer to open is not signed in as them (login CSRF)."""
    back = oidc.approve(asked_of(begin(Client(), chamber)))
    victim = Client()
    begin(victim, chamber)
    assert victim.get(urlsplit(back).path, asked_of(back)).status_code == 403
    assert not is_in(victim)


def test_an_answer_does_not_work_at_another_provider_nor_too_late(oidc, chamber, lea, monkeypatch):
    """Mix-up: what was begun at one provider is not finished at another."""
    browser = Client()
    back = oidc.approve(asked_of(begin(browser, chamber)))
    other = type(chamber).objects.create(
        name="Autre", slug="autre", issuer=oidc.origin, client_id="compagnon", domains="x.example", is_active=True
    )
    assert browser.get(reverse("federation:oidc_return", args=["autre"]), asked_of(back)).status_code == 403
    assert refusal_of(other) == Reason.STATE
    back = oidc.approve(asked_of(begin(browser, chamber)))
    session = browser.session
    begun = session[KEY]
    session[KEY] = {name: {**one, "at": one["at"] - 901} for name, one in begun.items()}
    session.save()
    assert browser.get(urlsplit(back).path, asked_of(back)).status_code == 403


def test_a_stolen_code_is_worth_nothing_without_its_proof(oidc, chamber):
    address, _state, _kept = flow.begin(chamber)
    code = asked_of(oidc.approve(asked_of(address)))["code"]
    with pytest.raises(flow.SignInRefused) as refusal:
        flow.exchange(chamber, code, "another-verifier")
    assert refusal.value.reason == Reason.STATE


def test_userinfo_of_somebody_else_is_refused(oidc, chamber, lea):
    oidc.claims, oidc.person_says = {"email": None}, {"sub": "personne-18", "email": lea.email, "email_verified": True}
    there_and_back(Client(), oidc, chamber)
    assert refusal_of(chamber) == Reason.ISSUER


def test_a_provider_that_does_not_answer_is_left_alone_for_a_moment(oidc, chamber):
    oidc.down = True
    browser = Client()
    place = reverse("federation:start", args=["chambre"])
    for _again in range(3):
        answer = browser.get(place)
        assert answer.status_code == 403
        assert "ne répond pas" in answer.text
    assert len(oidc.calls) == 1
    assert refusal_of(chamber) == Reason.UNREACHABLE


def test_a_provider_that_calls_itself_otherwise_is_refused(oidc, chamber):
    oidc.described = {"issuer": "https://elsewhere.example"}
    assert Client().get(reverse("federation:start", args=["chambre"])).status_code == 403
    assert refusal_of(chamber) == Reason.SETTINGS


def test_addresses_without_encryption_are_refused_in_production(oidc, chamber, settings):
    settings.SITE_ORIGIN = "https://formation.example"
    assert Client().get(reverse("federation:start", args=["chambre"])).status_code == 403
    assert refusal_of(chamber) == Reason.UNREACHABLE
    assert oidc.calls == []


def test_a_wrong_secret_is_told_to_those_in_charge(oidc, chamber, lea):
    chamber.sealed_secret = seal_secret("another")
    chamber.save()
    assert there_and_back(Client(), oidc, chamber).status_code == 403
    assert refusal_of(chamber) == Reason.CLIENT
    assert "invalid_client" in chamber.last_detail


def test_the_secret_may_be_sent_in_the_form(oidc, chamber, lea):
    oidc.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    browser = Client()
    there_and_back(browser, oidc, chamber)
    assert is_in(browser)
