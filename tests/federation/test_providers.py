"""The pages of those in charge: what may be written, what a test of the connection tells, who sees what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccountEvent
from accounts.models.event import EventKind
from federation.domain.checking import check
from federation.domain.sealing import seal_secret, unseal_secret
from federation.enums import Kind, Reason
from federation.models import FederatedIdentity, IdentityProvider
from privacy.models import AuditEntry
from tests.factories import make_region, make_user
from tests.federation.certificates import certificate, pem
from tests.federation.conftest import asked_of, is_in
from tests.federation.oidc_provider import CLIENT, SECRET
from tests.federation.saml_provider import LocalSaml, local_saml

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T1")]


@pytest.fixture
def national():
    return make_user("Nadia", "Benali", role=Role.NATIONAL_MANAGER)


@pytest.fixture
def saml():
    with local_saml() as provider:
        yield provider


def oidc_form(**changes) -> dict:
    return {
        "name": "Chambre",
        "issuer": "https://idp.example/realms/chambre",
        "client_id": CLIENT,
        "secret": SECRET,
        "scopes": "openid email profile",
        "domains": "chambre.example",
        **changes,
    }


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("&#x27;", "'")


class TestWriting:
    def test_openid_connect_with_its_secret_sealed(self, national, as_user, region):
        browser = as_user(national)
        data = oidc_form(
            issuer="https://idp.example/realms/chambre/.well-known/openid-configuration",
            region=region.pk,
            domains="@Chambre.Example, agence.example\nchambre.example",
            scopes="email profile",
        )
        answer = browser.post(reverse("federation:provider_new", args=["oidc"]), data)
        one = IdentityProvider.objects.get()
        assert answer["Location"] == reverse("federation:provider", args=[one.pk])
        assert (one.issuer, one.slug, one.domains) == ("https://idp.example/realms/chambre", "chambre", "chambre.example agence.example")
        assert one.scopes == "openid email profile"
        assert not one.is_active
        assert SECRET not in one.sealed_secret
        assert unseal_secret(one.sealed_secret) == SECRET
        page = browser.get(answer["Location"]).text
        assert one.redirect_url in page
        assert SECRET not in page
        told = AuditEntry.objects.filter(model="federation.IdentityProvider", action="created").get()
        assert (told.actor, told.after["sealed_secret"]) == (national.pk, "…")

    def test_the_secret_stays_when_it_is_left_empty_and_is_never_sent_back(self, national, as_user, chamber):
        browser, place = as_user(national), reverse("federation:provider_edit", args=[chamber.pk])
        assert SECRET not in browser.get(place).text
        browser.post(place, oidc_form(name="Autre nom", secret="", region=chamber.region_id))
        chamber.refresh_from_db()
        assert chamber.name == "Autre nom"
        assert chamber.slug == "chambre", "the address that the provider knows does not change"
        assert unseal_secret(chamber.sealed_secret) == SECRET

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"domains": "gmail.com"}, "N’importe qui peut avoir une adresse en gmail.com"),
            ({"domains": "chambre"}, "n’est pas une fin d’adresse"),
            ({"domains": ""}, "Ce champ est à remplir."),
            ({"issuer": "idp.example"}, "Écrivez l’adresse entière"),
            ({"issuer": "javascript:alert(1)"}, "Écrivez l’adresse entière"),
            ({"client_id": ""}, "Ce champ est à remplir."),
            ({"may_open_accounts": "on"}, "Un compte s’ouvre dans une région"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, national, as_user, changes, words):
        answer = as_user(national).post(reverse("federation:provider_new", args=["oidc"]), oidc_form(name="Chambre des métiers", **changes))
        assert words in plain(answer.text)
        assert "Chambre des métiers" in answer.text
        assert not IdentityProvider.objects.exists()

    def test_a_sandbox_has_none(self, national, as_user):
        sandbox = make_region("Bac à sable", is_sandbox=True)
        answer = as_user(national).post(reverse("federation:provider_new", args=["oidc"]), oidc_form(region=sandbox.pk))
        assert answer.status_code == 200
        assert not IdentityProvider.objects.exists()

    def test_names_that_are_alike_get_addresses_of_their_own(self, national, as_user, chamber):
        for name in ("Chambre", "Chambre !"):
            as_user(national).post(reverse("federation:provider_new", args=["oidc"]), oidc_form(name=name))
        assert set(IdentityProvider.objects.values_list("slug", flat=True)) == {"chambre", "chambre-2", "chambre-3"}

    def test_saml_by_the_address_of_its_metadata(self, national, as_user, saml):
        data = {"name": "Agence", "metadata_url": f"{saml.origin}/metadata", "domains": "agence.example", "vouches": "on"}
        as_user(national).post(reverse("federation:provider_new", args=["saml"]), data)
        one = IdentityProvider.objects.get()
        assert (one.kind, one.issuer, one.sign_in_url) == (Kind.SAML, saml.entity_id, f"{saml.origin}/sso")
        assert one.certificate_ends_at == saml.certificate().not_valid_after_utc

    def test_saml_by_metadata_that_are_pasted_then_kept(self, national, as_user):
        browser, idp = as_user(national), LocalSaml(origin="https://idp.example")
        data = {"name": "Agence", "domains": "agence.example"}
        metadata = idp.metadata(idp.certificate(), certificate("other"))
        browser.post(reverse("federation:provider_new", args=["saml"]), {**data, "metadata": metadata})
        one = IdentityProvider.objects.get()
        assert one.certificates.count("BEGIN CERTIFICATE") == 2
        browser.post(reverse("federation:provider_edit", args=[one.pk]), {**data, "vouches": "on", "metadata": ""})
        one.refresh_from_db()
        assert one.vouches
        assert one.certificates.count("BEGIN CERTIFICATE") == 2

    @pytest.mark.parametrize(
        ("metadata", "words"),
        [
            ("", "Donnez les métadonnées"),
            ("<a/>", "devraient décrire un seul service"),
            ("hello", "Ce ne sont pas des métadonnées SAML"),
            ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "Ce ne sont pas des métadonnées SAML"),
            (LocalSaml(origin="https://idp.example").metadata(certificate("weak")), "est trop faible"),
            (LocalSaml(origin="ftp://idp.example").metadata(), "n’ont pas d’adresse de connexion"),
            (LocalSaml(origin="https://idp.example").metadata().replace("MII", "%%%"), "Ce n’est pas un certificat"),
        ],
    )
    def test_metadata_that_cannot_be_used(self, national, as_user, metadata, words):
        data = {"name": "Agence", "domains": "agence.example", "metadata": metadata}
        answer = as_user(national).post(reverse("federation:provider_new", args=["saml"]), data)
        assert words in plain(answer.text)
        assert not IdentityProvider.objects.exists()

    def test_metadata_that_do_not_answer(self, national, as_user):
        data = {"name": "Agence", "domains": "agence.example", "metadata_url": "http://127.0.0.1:1/metadata"}
        answer = as_user(national).post(reverse("federation:provider_new", args=["saml"]), data)
        assert "L’adresse des métadonnées ne répond pas" in plain(answer.text)


class TestChecking:
    def kinds(self, provider) -> list[str]:
        return [one.kind for one in check(provider)]

    def said(self, provider) -> str:
        return plain(" ".join(one.text for one in check(provider)))

    def test_all_is_well(self, oidc, chamber, national, as_user):
        assert self.kinds(chamber) == ["ok"] * 4
        page = as_user(national).post(reverse("federation:provider_check", args=[chamber.pk])).text
        assert "le secret est le bon" in page

    def test_it_does_not_answer(self, oidc, chamber):
        oidc.down = True
        assert self.kinds(chamber) == ["error"]
        assert "ne répond pas comme il faut" in self.said(chamber)

    def test_it_is_asked_again_though_it_was_kept(self, oidc, chamber):
        check(chamber)
        oidc.described = {"issuer": "https://elsewhere.example"}
        assert "dit autre chose" in self.said(chamber)

    def test_the_secret_is_wrong(self, oidc, chamber):
        chamber.sealed_secret = seal_secret("another")
        assert "le secret est faux (invalid_client" in self.said(chamber)

    def test_the_clocks_differ(self, oidc, chamber):
        oidc.clock = 600
        assert "diffèrent de" in self.said(chamber)
        assert "error" in self.kinds(chamber)

    def test_keys_claims_and_pkce(self, oidc, chamber):
        oidc.published = []
        oidc.described = {"claims_supported": ["sub"], "code_challenge_methods_supported": ["plain"]}
        said = self.said(chamber)
        for words in ("ne publie aucune clé", "n’annonce pas « email »", "ne dit pas si les adresses", "n’annonce pas PKCE"):
            assert words in said

    @pytest.fixture
    def agency(self, saml, region) -> IdentityProvider:
        one = IdentityProvider(name="Agence", slug="agence", kind=Kind.SAML, issuer=saml.entity_id, sign_in_url=f"{saml.origin}/sso")
        one.certificates, one.metadata_url = pem(saml.certificate()), f"{saml.origin}/metadata"
        one.certificate_ends_at = saml.certificate().not_valid_after_utc
        return one

    def test_saml_is_well(self, agency):
        assert self.kinds(agency) == ["ok"] * 4

    @pytest.mark.parametrize(
        ("begins", "ends", "words"),
        [(-30, -1, "Le certificat a pris fin"), (1, 30, "n’est pas encore valable"), (-30, 10, "Le certificat prend fin")],
    )
    def test_the_certificates_time(self, agency, begins, ends, words):
        one = certificate("own", begins=begins, ends=ends)
        agency.certificates, agency.certificate_ends_at = pem(one), one.not_valid_after_utc
        assert words in self.said(agency)

    def test_the_certificate_has_changed(self, agency):
        agency.certificates = pem(certificate("other"))
        assert "Les métadonnées ont changé" in self.said(agency)

    def test_the_metadata_are_somebody_elses(self, agency):
        agency.issuer = "https://before.example"
        assert "celles d’un autre service" in self.said(agency)

    def test_its_network_cannot_be_reached(self, agency):
        agency.sign_in_url, agency.metadata_url = "http://127.0.0.1:1/sso", ""
        assert self.kinds(agency) == ["ok", "warn"]


class TestTrying:
    def back(self, browser, oidc, provider):
        sent = browser.get(reverse("federation:provider_trial", args=[provider.pk]))
        return browser.get(reverse("federation:oidc_return", args=[provider.slug]), asked_of(oidc.approve(asked_of(sent["Location"]))))

    def test_what_the_provider_says_is_shown_and_nobody_signed_in(self, oidc, chamber, national, as_user, region):
        chamber.is_active = False
        chamber.save()
        lea = make_user("Léa", "Martin", email="lea.martin@chambre.example", role=Role.LEARNER, region=region)
        browser = as_user(national)
        page = self.back(browser, oidc, chamber)
        assert "Elle connecterait Léa Martin" in plain(page.text)
        assert "personne-17" in page.text
        assert browser.get(reverse("accounts:profile")).wsgi_request.user == national
        assert not FederatedIdentity.objects.exists()
        assert not AccountEvent.objects.filter(user=lea).exists()

    def test_who_would_not_be_let_in(self, oidc, chamber, national, as_user):
        oidc.claims = {"email": None}
        page = self.back(as_user(national), oidc, chamber)
        assert "cette personne ne pourrait pas entrer" in plain(page.text)
        assert "La réponse n’a pas d’adresse électronique" in plain(page.text)

    def test_a_new_account_is_foretold_and_not_opened(self, oidc, chamber, national, as_user):
        chamber.may_open_accounts = True
        chamber.save()
        before = type(national).objects.count()
        assert "ouvrirait un nouveau compte" in plain(self.back(as_user(national), oidc, chamber).text)
        assert type(national).objects.count() == before

    def test_a_trial_never_signs_in_whoever_left_meanwhile(self, oidc, chamber, national, as_user):
        browser = as_user(national)
        sent = browser.get(reverse("federation:provider_trial", args=[chamber.pk]))
        session = dict(browser.session.items())
        visitor = Client()
        store = visitor.session
        store["federation_begun"] = session["federation_begun"]
        store.save()
        answer = visitor.get(reverse("federation:oidc_return", args=["chambre"]), asked_of(oidc.approve(asked_of(sent["Location"]))))
        assert answer.status_code == 403
        assert not is_in(visitor)


class TestWhoSeesWhat:
    def test_a_regional_manager_reads_hers_and_changes_nothing(self, chamber, region, elsewhere, as_user):
        own, other = (make_user(role=Role.REGIONAL_MANAGER, region=place) for place in (region, elsewhere))
        place = reverse("federation:provider", args=[chamber.pk])
        page = as_user(own).get(place).text
        assert chamber.redirect_url in page
        assert reverse("federation:provider_edit", args=[chamber.pk]) not in page
        assert chamber.name in as_user(own).get(reverse("federation:providers")).text
        assert chamber.name not in as_user(other).get(reverse("federation:providers")).text
        assert as_user(other).get(place).status_code == 404
        for name in ("provider_edit", "provider_trial"):
            assert as_user(own).get(reverse(f"federation:{name}", args=[chamber.pk])).status_code == 403

    def test_the_list_asks_as_much_for_one_as_for_thirty(self, chamber, national, region, as_user, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        browser, place = as_user(national), reverse("federation:providers")
        browser.get(place)
        with CaptureQueriesContext(
            connection,
        ) as first:
            browser.get(place)
        for number in range(30):
            IdentityProvider.objects.create(name=f"Autre {number}", slug=f"autre-{number}", issuer="https://x.example", region=region)
        with django_assert_num_queries(len(first)):
            assert "Autre 29" in browser.get(place).text

    def test_a_certificate_that_ends_is_told_in_the_list(self, chamber, national, as_user):
        from django.utils import timezone

        chamber.certificate_ends_at = timezone.now() + timedelta(days=10)
        chamber.save()
        assert "Certificat jusqu’au" in as_user(national).get(reverse("federation:providers")).text

    def test_the_last_refusal_is_told_without_anybodys_address(self, oidc, chamber, national, as_user):
        from federation.domain.noting import note_refusal
        from federation.refusals import SignInRefused

        request = Client().get("/").wsgi_request
        note_refusal(chamber, SignInRefused(Reason.CLIENT, "AADSTS50105: lea.martin@chambre.example is not assigned"), request=request)
        page = as_user(national).get(reverse("federation:provider", args=[chamber.pk])).text
        assert "AADSTS50105: …@… is not assigned" in page

    def test_somebody_in_charge_disconnects_a_person(self, chamber, region, as_user):
        manager = make_user(role=Role.REGIONAL_MANAGER, region=region)
        lea = make_user("Léa", "Martin", role=Role.LEARNER, region=region)
        identity = FederatedIdentity.objects.create(user=lea, provider=chamber, issuer=chamber.issuer, subject="17")
        browser = as_user(manager)
        assert chamber.name in browser.get(reverse("accounts:way_in", args=[lea.uid])).text
        browser.post(reverse("federation:identity_end", args=[lea.uid, identity.pk]))
        assert not FederatedIdentity.objects.exists()
        event = AccountEvent.objects.get(user=lea, kind=EventKind.PROVIDER_DISCONNECTED)
        assert (event.by, event.detail) == (manager, chamber.name)
