"""Answering an invitation and the profile, in a real browser."""

import pytest
from django.urls import reverse

from accounts.domain.invitations import invitation_url
from sessions.models import Enrolment
from tests.factories import make_user

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_invitation_is_answered(site, new_page, cast, axe, width):
    invited = make_user("Gwenaëlle", "Quéméner")
    Enrolment.objects.create(session=cast.session, user=invited)
    page = new_page(width)
    page.goto(invitation_url(invited))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    password = page.get_by_label("Votre mot de passe")
    password.fill("court")
    page.get_by_role("button", name="Ouvrir mon espace").click()
    page.get_by_role("alert").wait_for()
    axe(page)
    password.fill("trois brioches tièdes")
    assert password.get_attribute("type") == "password"
    page.get_by_role("button", name="Afficher").click()
    assert password.get_attribute("type") == "text"
    page.get_by_role("button", name="Ouvrir mon espace").click()
    page.wait_for_url("**/espace/apprendre/**")
    page.get_by_text("Votre mot de passe est enregistré").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_dead_link_leads_on(site, new_page, cast, axe, watch, width):
    watch.allow("410")
    page = new_page(width)
    page.goto(site.url("/compte/invitation/abc/def-123/"))
    axe(page)
    page.get_by_label("Votre adresse électronique").fill("personne@example.org")
    page.get_by_role("button", name="Recevoir un nouveau lien").click()
    page.get_by_role("heading", name="Regardez vos courriels").wait_for()
    axe(page)


@pytest.mark.requirement("CMA-T5")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_profile_is_saved_and_the_text_grows(site, new_page, cast, axe, width):
    page = new_page(width, user=cast.owner)
    page.goto(site.url(reverse("accounts:profile")))
    axe(page)
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("combobox", name="Taille du texte").select_option("150")
    page.get_by_role("button", name="Enregistrer mon profil").click()
    page.get_by_text("Votre profil est enregistré.").wait_for()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > before * 1.3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
