"""Signing in by SAML: the whole way, and the attacks that are refused on it."""

import base64
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from accounts.enums import Role
from accounts.models import AccountEvent, User
from accounts.models.event import EventKind
from federation.domain import saml
from federation.domain.assertions import forget_assertions
from federation.domain.saml_words import POST, TRANSIENT
from federation.enums import Kind, Reason
from federation.models import FederatedIdentity, IdentityProvider, ReceivedAssertion
from tests.factories import make_user
from tests.federation.certificates import certificate, pem
from tests.federation.conftest import asked_of, begin, is_in
from tests.federation.saml_attacks import ATTACKS
from tests.federation.saml_provider import MAIL, SAML, LocalSaml, packed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]


@pytest.fixture
def idp() -> LocalSaml:
    return LocalSaml(origin="http://idp.example")


@pytest.fixture
def agency(idp, region) -> IdentityProvider:
    """The region's provider by SAML, whose addresses are those of its people."""
    return IdentityProvider.objects.create(
        name="Agence",
        slug="agence",
        kind=Kind.SAML,
        region=region,
        issuer=idp.entity_id,
        sign_in_url=f"{idp.origin}/sso",
        certificates=pem(idp.certificate()),
        domains="chambre.example",
        vouches=True,
        is_active=True,
    )


@pytest.fixture
def lea(region) -> User:
    return make_user("Léa", "Martin", email="lea.martin@chambre.example", role=Role.LEARNER, region=region)


def asks(browser: Client, idp: LocalSaml, provider: IdentityProvider, **query) -> dict[str, str]:
    return idp.read_request(asked_of(begin(browser, provider, **query))["SAMLRequest"])


def post(provider: IdentityProvider, answer, **more):
    """As the browser posts it from the provider's page: without our cookies."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    data = {"SAMLResponse": answer if isinstance(answer, str) else packed(answer), **more}
    return Client(enforce_csrf_checks=True).post(urlsplit(provider.answer_url).path, data, headers=headers)


def comes_back(browser: Client, provider: IdentityProvider, answer, **more):
    received = post(provider, answer, **more)
    return browser.get(received["Location"]) if received.status_code == 302 else received


def refusal_of(provider: IdentityProvider) -> str:
    provider.refresh_from_db()
    return provider.last_refusal


class TestTheWholeWay:
    def test_the_person_is_recognised_connected_and_signed_in(self, idp, agency, lea):
        browser = Client()
        answer = comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert (answer.status_code, answer["Location"]) == (302, reverse("accounts:workspace"))
        assert is_in(browser)
        assert FederatedIdentity.objects.get().subject == "personne-17"
        assert AccountEvent.objects.filter(user=lea, kind=EventKind.SIGNED_IN, detail="Agence").exists()

    def test_the_request_says_who_asks_and_where_the_answer_goes(self, idp, agency):
        first, second = (asks(Client(), idp, agency) for _one in range(2))
        assert first["id"] != second["id"]
        assert (first["acs"], first["issuer"], first["binding"]) == (agency.answer_url, agency.entity_id, POST)

    def test_our_metadata_name_the_same(self, agency):
        answer = Client().get(urlsplit(agency.entity_id).path)
        assert answer["Content-Type"] == "application/samlmetadata+xml"
        root = etree.fromstring(answer.content)
        assert root.get("entityID") == agency.entity_id
        assert [one.get("Location") for one in root.iter("{*}AssertionConsumerService")] == [agency.answer_url]
        assert root[0].get("WantAssertionsSigned") == "true"

    def test_a_relay_state_leads_nowhere(self, idp, agency, lea):
        browser = Client()
        answer = comes_back(browser, agency, idp.answer(asks(browser, idp, agency)), RelayState="https://evil.example/")
        assert answer["Location"] == reverse("accounts:workspace")

    def test_one_goes_on_to_where_one_was_going(self, idp, agency, lea):
        browser, profile = Client(), reverse("accounts:profile")
        assert comes_back(browser, agency, idp.answer(asks(browser, idp, agency, next=profile)))["Location"] == profile

    def test_the_next_certificate_may_be_there_already(self, idp, agency, lea):
        agency.certificates = pem(certificate("other")) + agency.certificates
        agency.save()
        browser = Client()
        comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert is_in(browser)

    def test_an_address_is_believed_only_if_the_provider_vouches_for_it(self, idp, agency, lea):
        agency.vouches = False
        agency.save()
        browser = Client()
        comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert refusal_of(agency) == Reason.UNVERIFIED
        assert not is_in(browser)

    def test_attributes_may_have_other_names(self, idp, agency, lea):
        agency.email_claim, agency.subject_claim = "courriel", "matricule"
        agency.save()
        idp.form = TRANSIENT
        idp.attributes = {"courriel": lea.email, "matricule": "A-12"}
        browser = Client()
        comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert is_in(browser)
        assert FederatedIdentity.objects.get().subject == "A-12"


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        ({"signs_with": "other"}, Reason.SIGNATURE),
        ({"issuer": "http://elsewhere.example/metadata"}, Reason.ISSUER),
        ({"audience": "http://elsewhere.example/"}, Reason.AUDIENCE),
        ({"recipient": "http://elsewhere.example/acs"}, Reason.AUDIENCE),
        ({"destination": "http://elsewhere.example/acs"}, Reason.AUDIENCE),
        ({"clock": timedelta(minutes=-10)}, Reason.CLOCK),
        ({"clock": timedelta(minutes=10)}, Reason.CLOCK),
        ({"in_response_to": "_another"}, Reason.STATE),
        ({"in_response_to": ""}, Reason.STATE),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, Reason.CANCELLED),
        ({"form": TRANSIENT}, Reason.SUBJECT),
        ({"attributes": {}}, Reason.ADDRESS),
        ({"attributes": {MAIL: "lea.martin@elsewhere.example"}}, Reason.DOMAIN),
    ],
)
def test_an_answer_that_says_something_else_is_refused(idp, agency, lea, faults, reason):
    for name, value in faults.items():
        setattr(idp, name, value)
    browser = Client()
    answer = comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
    assert answer.status_code == 403
    assert refusal_of(agency) == reason
    assert not is_in(browser)
    assert not FederatedIdentity.objects.exists()


class TestClocks:
    @pytest.mark.parametrize("seconds", [-330, 50])
    def test_a_minute_of_difference_is_no_harm(self, idp, agency, lea, seconds):
        """Valid for five minutes: a provider that is late by that, and half a minute more, is still in time."""
        idp.clock = timedelta(seconds=seconds)
        browser = Client()
        comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert is_in(browser)

    @pytest.mark.parametrize(("begins", "ends"), [(-30, -1), (1, 30)])
    def test_a_certificate_out_of_its_time_is_refused(self, idp, agency, lea, begins, ends):
        agency.certificates = pem(certificate("own", begins=begins, ends=ends))
        agency.save()
        browser = Client()
        comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
        assert refusal_of(agency) == Reason.CERTIFICATE
        assert not is_in(browser)


class TestReplay:
    def test_the_same_answer_is_taken_once(self, idp, agency, lea):
        browser = Client()
        answer = idp.answer(asks(browser, idp, agency))
        comes_back(browser, agency, answer)
        assert post(agency, answer).status_code == 403
        assert refusal_of(agency) == Reason.REPLAY

    def test_what_is_held_is_fetched_once(self, idp, agency, lea):
        browser = Client()
        place = post(agency, idp.answer(asks(browser, idp, agency)))["Location"]
        browser.get(place)
        browser.post(reverse("account_logout"))
        assert browser.get(place).status_code == 403
        assert not is_in(browser)
        assert ReceivedAssertion.objects.get().sealed == ""

    def test_what_is_held_cannot_be_read_in_the_database(self, idp, agency, lea):
        post(agency, idp.answer(asks(Client(), idp, agency)))
        assert "lea" not in ReceivedAssertion.objects.get().sealed

    def test_it_is_of_no_use_in_another_browser(self, idp, agency, lea):
        """Whoever is led to somebody else's answer is not signed in as them (login CSRF)."""
        place = post(agency, idp.answer(asks(Client(), idp, agency)))["Location"]
        victim = Client()
        begin(victim, agency)
        assert victim.get(place).status_code == 403
        assert not is_in(victim)

    def test_an_answer_to_no_request_is_refused(self, idp, agency, lea):
        """What a provider sends by itself, without a request of ours."""
        browser = Client()
        asked = asks(browser, idp, agency)
        assertion = idp.assertion(asked)
        del next(assertion.iter(f"{SAML}SubjectConfirmationData")).attrib["InResponseTo"]
        assert post(agency, idp.answer(asked, idp.signed(assertion))).status_code == 403
        assert refusal_of(agency) == Reason.STATE

    def test_what_nobody_fetches_in_time_is_emptied(self, idp, agency, lea):
        browser = Client()
        place = post(agency, idp.answer(asks(browser, idp, agency)))["Location"]
        ReceivedAssertion.objects.update(received_at=timezone.now() - timedelta(minutes=3))
        assert browser.get(place).status_code == 403
        assert not is_in(browser)
        forget_assertions()
        assert ReceivedAssertion.objects.get().sealed == ""

    def test_old_ones_are_forgotten(self, idp, agency, lea):
        post(agency, idp.answer(asks(Client(), idp, agency)))
        assert forget_assertions() == 0
        ReceivedAssertion.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
        assert forget_assertions() == 1


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_attacks_on_the_signature_are_refused(idp, agency, lea, region, attack):
    make_user("Chef", "Martin", email="chef@chambre.example", role=Role.REGIONAL_MANAGER, region=region)
    browser = Client()
    answer = comes_back(browser, agency, attack(idp, asks(browser, idp, agency)))
    assert answer.status_code == 403
    assert refusal_of(agency) == Reason.SIGNATURE
    assert not is_in(browser)
    assert not FederatedIdentity.objects.exists()


def test_a_comment_does_not_cut_a_name_short(idp, agency, lea):
    """“lea@x<!-- -->.evil” is read whole or not at all: a signature does not cover comments."""
    idp.attributes = {MAIL: "lea.martin@chambre.example.evil.example"}
    browser = Client()
    text = etree.tostring(idp.answer(asks(browser, idp, agency))).replace(b"chambre.example.evil", b"chambre.example<!-- -->.evil")
    comes_back(browser, agency, base64.b64encode(text).decode())
    assert refusal_of(agency) == Reason.DOMAIN
    assert not is_in(browser)


def test_sha1_is_refused(idp, agency, lea, monkeypatch):
    monkeypatch.setattr("signxml.signer.XMLSigner.check_deprecated_methods", lambda self: None)
    idp.algorithm = "rsa-sha1"
    browser = Client()
    comes_back(browser, agency, idp.answer(asks(browser, idp, agency)))
    assert refusal_of(agency) == Reason.SIGNATURE
    assert not is_in(browser)


def test_the_issuer_that_counts_is_the_one_that_was_signed(idp, agency, lea):
    """The envelope names our provider, the assertion somebody else whom the same key serves."""
    browser = Client()
    asked = asks(browser, idp, agency)
    idp.issuer = "http://elsewhere.example/metadata"
    assertion = idp.signed(idp.assertion(asked))
    idp.issuer = None
    comes_back(browser, agency, idp.answer(asked, assertion))
    assert refusal_of(agency) == Reason.ISSUER
    assert not is_in(browser)


def test_an_encrypted_answer_is_told_apart(idp, agency, lea):
    asked = asks(Client(), idp, agency)
    post(agency, idp.answer(asked, etree.Element(f"{SAML}EncryptedAssertion")))
    assert refusal_of(agency) == Reason.ENCRYPTED


def test_a_large_message_is_not_read(agency):
    assert post(agency, base64.b64encode(b"<a>" + b"x" * 300_000 + b"</a>").decode()).status_code == 403
    assert refusal_of(agency) == Reason.SIGNATURE


class TestFormsOfOtherSites:
    def test_only_this_address_takes_them(self, agency, lea, as_user):
        foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        assert as_user(lea).post(reverse("accounts:profile"), headers=foreign).status_code == 403
        assert "Cross-origin" in as_user(lea).post(reverse("account_login"), headers=foreign).text

    def test_and_not_from_a_frame_or_a_script(self, agency):
        place = urlsplit(agency.answer_url).path
        for more in ({"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"}, {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"}):
            answer = Client().post(place, {"SAMLResponse": "x"}, headers={"Sec-Fetch-Site": "cross-site", **more})
            assert "Cross-origin" in answer.text


def test_times_are_read_in_utc():
    assert saml.moment("2026-11-26T03:00:00Z") == saml.moment("2026-11-26T04:00:00+01:00") == saml.moment("2026-11-26T03:00:00")
    with pytest.raises(saml.SignInRefused):
        saml.moment("yesterday")
