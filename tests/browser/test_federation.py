"""The whole way to an organisation's provider and back, in a real browser, by each of the two protocols."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from federation.domain.sealing import seal_secret
from federation.enums import Kind
from federation.models import FederatedIdentity, IdentityProvider
from tests.browser.conftest import fits, follow
from tests.factories import make_user
from tests.federation.certificates import pem
from tests.federation.oidc_provider import CLIENT, SECRET, local_oidc
from tests.federation.saml_provider import local_saml

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-T1")]


def expect_in(page, name: str) -> None:
    page.wait_for_url("**/espace/**")
    page.get_by_text(name).first.wait_for(state="attached")


@pytest.mark.parametrize("scripts", [True, False])
def test_by_openid_connect_there_and_back_and_out_again(site, cast, new_page, axe, watch, scripts):
    make_user("Gwenaëlle", "Martin", email="lea.martin@chambre.example", role=Role.LEARNER, region=cast.region)
    with local_oidc() as idp:
        watch.allow(idp.origin)
        IdentityProvider.objects.create(
            name="Chambre de Bretagne",
            slug="chambre",
            kind=Kind.OIDC,
            region=cast.region,
            issuer=idp.origin,
            client_id=CLIENT,
            sealed_secret=seal_secret(SECRET),
            domains="chambre.example",
            is_active=True,
        )
        page = new_page(360, java_script_enabled=scripts)
        page.goto(site.url(reverse("account_login")))
        assert fits(page)
        if scripts:
            axe(page)
        page.get_by_role("link", name="Chambre de Bretagne").click()
        page.get_by_role("link", name="Continuer").click()
        expect_in(page, "Gwenaëlle")
        page.goto(site.url(reverse("accounts:security")))
        expect(page.get_by_text("Chambre de Bretagne").first).to_be_visible()
        page.goto(site.url(reverse("account_logout")))
        page.locator("form.card").get_by_role("button", name="Se déconnecter").click()
        expect(page.get_by_role("heading", name="Vous êtes déconnecté")).to_be_visible()
        if scripts:
            axe(page)
        page.get_by_role("link", name="Me déconnecter aussi de Chambre de Bretagne").click()
        expect(page.get_by_role("heading", name="Fini")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_by_saml_there_and_back(site, cast, new_page, axe, watch, scripts):
    """The provider's page posts from another site; the browser comes back with its session all the same."""
    make_user("Gwenaëlle", "Martin", email="lea.martin@chambre.example", role=Role.LEARNER, region=cast.region)
    with local_saml() as idp:
        watch.allow(idp.origin)
        IdentityProvider.objects.create(
            name="Agence",
            slug="agence",
            kind=Kind.SAML,
            region=cast.region,
            issuer=idp.entity_id,
            sign_in_url=f"{idp.origin}/sso",
            certificates=pem(idp.certificate()),
            domains="chambre.example",
            vouches=True,
            is_active=True,
        )
        page = new_page(1280, java_script_enabled=scripts)
        page.goto(site.url(reverse("federation:choose")))
        page.get_by_label("Votre adresse électronique dans votre organisme").fill("lea.martin@chambre.example")
        follow(page.get_by_role("button", name="Trouver mon organisme"))
        if scripts:
            axe(page)
        page.get_by_role("link", name="Agence").first.click()
        page.get_by_role("button", name="Continuer").click()
        expect_in(page, "Gwenaëlle")
    assert FederatedIdentity.objects.get().subject == "personne-17"


def test_a_refusal_says_why_and_leads_on(site, cast, new_page, axe, watch):
    with local_saml() as idp:
        watch.allow(idp.origin)
        watch.allow("403")
        IdentityProvider.objects.create(
            name="Agence",
            slug="agence",
            kind=Kind.SAML,
            region=cast.region,
            issuer=idp.entity_id,
            sign_in_url=f"{idp.origin}/sso",
            certificates=pem(idp.certificate()),
            domains="chambre.example",
            vouches=True,
            is_active=True,
        )
        page = new_page(360)
        page.goto(site.url(reverse("account_login")))
        page.get_by_role("link", name="Agence").click()
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_text("Aucun compte n’a l’adresse")).to_be_visible()
        axe(page)
        assert fits(page)
        page.get_by_role("link", name="Me connecter avec mon mot de passe").click()
        expect(page.get_by_role("heading", name="Se connecter", exact=True)).to_be_visible()


def test_those_in_charge_connect_test_and_try_a_provider(site, cast, new_page, axe, watch):
    with local_oidc() as idp:
        watch.allow(idp.origin)
        page = new_page(360, user=cast.national)
        page.goto(site.url(reverse("federation:providers")))
        axe(page)
        follow(page.get_by_role("link", name="Relier par OpenID Connect"))
        axe(page)
        assert fits(page)
        page.get_by_label("Nom", exact=True).fill("Chambre de Bretagne")
        page.get_by_label("Région").select_option(label="Bretagne")
        page.get_by_label("Adresse du service de connexion").fill(idp.origin)
        page.get_by_label("Identifiant du client").fill(CLIENT)
        page.get_by_label("Secret").fill(SECRET)
        page.get_by_label("Fins d’adresses").fill("chambre.example")
        page.get_by_label("Il peut ouvrir des comptes d’apprenants").check()
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_role("button", name="Vérifier cette connexion").click()
        expect(page.get_by_text("le secret est le bon")).to_be_visible()
        axe(page)
        assert fits(page)
        page.get_by_role("link", name="Essayer une connexion").click()
        page.get_by_role("link", name="Continuer").click()
        expect(page.get_by_text("Elle ouvrirait un nouveau compte d’apprenant")).to_be_visible()
        axe(page)
        assert fits(page)
