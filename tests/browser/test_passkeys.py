"""A passkey made and used by a real browser with a device of its own (WebAuthn)."""

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-T1")]
PASSWORD = "trois brioches tièdes et chaudes"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_opens_the_account_without_a_password(site, new_page, cast, axe):
    person = make_user("Gwenaëlle", "Quéméner", password=PASSWORD)
    page = new_page(360)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(site.url(reverse("account_login")))
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/espace/**")
    page.goto(site.url(reverse("mfa_add_webauthn")))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_role("button", name="Créer la clé d’accès").wait_for()
    axe(page)
    page.get_by_role("button", name="Créer la clé d’accès").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    axe(page)
    page.get_by_role("link", name="Je les ai gardés").click()
    page.get_by_text("Mon appareil").first.wait_for()
    axe(page)
    page.context.clear_cookies()
    page.goto(site.url(reverse("account_login")))
    page.get_by_role("button", name="Me connecter avec ma clé d’accès").click()
    page.wait_for_url("**/espace/**")
    page.get_by_text("Gwenaëlle").first.wait_for(state="attached")
