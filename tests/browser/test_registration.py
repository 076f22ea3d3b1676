"""Opening one's own account and saying that a training interests one, in a real browser, on a telephone's width."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from privacy.enums import TextKind, TextPlace
from sessions.models import Interest
from tests.accounts.registering import ADDRESS, PARENT, PASSWORD, born, link_in, open_registration
from tests.browser.conftest import follow
from tests.factories import make_text

pytestmark = [pytest.mark.browser, pytest.mark.requirement("DCL-1"), pytest.mark.requirement("CMA-1.13")]
# How long the trap takes people to be (accounts.trap).
READING = 3200


@pytest.fixture
def opened(cast):
    open_registration()
    make_text("Vos données", kind=TextKind.READ)
    make_text("Nouvelles formations", kind=TextKind.FREE)
    return make_text("Conditions d’utilisation")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_child_opens_an_account_with_a_parents_yes(site, new_page, opened, axe, width):
    page = new_page(width)
    page.goto(site.url(reverse("accounts:register")))
    axe(page)
    assert fits(page)
    trap = page.locator(".trap input")
    assert trap.bounding_box()["x"] < 0, "out of sight"
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.get_by_role("alert").wait_for()
    axe(page)
    assert fits(page)
    page.get_by_label("Prénom").fill("Maëlle")
    page.get_by_label("Nom", exact=True).fill("Kerjean")
    page.get_by_label("Adresse électronique", exact=True).fill(ADDRESS)
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_label("Date de naissance").fill(born(14))
    page.get_by_label("Adresse électronique d’un de vos parents").fill(PARENT)
    page.get_by_label(opened.box).check()
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.get_by_role("heading", name="Regardez vos courriels").wait_for()
    axe(page)
    page.goto(site.url(link_in()))
    axe(page)
    page.get_by_label("Le mot de passe que vous avez choisi").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.get_by_role("heading", name="Un de vos parents est interrogé").wait_for()
    axe(page)
    page.goto(site.url(link_in()))
    page.get_by_role("heading", name="Maëlle demande un compte").wait_for()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Je suis un parent, et je suis d’accord").click()
    page.get_by_role("heading", name="Votre réponse est notée").wait_for()
    axe(page)
    user = User.objects.get(email=ADDRESS)
    assert {one.version.title for one in user.acceptances.select_related("version")} == {"Vos données", "Conditions d’utilisation"}


def test_the_keyboard_alone_never_meets_the_trap(site, new_page, opened):
    page = new_page(360)
    page.goto(site.url(reverse("accounts:register")))
    page.get_by_label("Prénom").focus()
    for _time in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") != "website"


@pytest.mark.parametrize("width", [360, 1280])
def test_an_interest_becomes_an_enrolment_in_two_presses(site, new_page, cast, axe, width):
    text = make_text("Votre demande", kind=TextKind.REQUIRED, place=TextPlace.INTEREST)
    visitor = new_page(width)
    visitor.goto(site.url(cast.pathway.url))
    follow(visitor.get_by_role("link", name="Je suis intéressé(e)", exact=True))
    axe(visitor)
    assert fits(visitor)
    visitor.get_by_label("Prénom").fill("Nolwenn")
    visitor.get_by_label("Nom", exact=True).fill("Le Bris")
    visitor.get_by_label("Adresse électronique").fill("nolwenn@exemple.fr")
    visitor.get_by_label("Votre région").select_option("Bretagne")
    visitor.get_by_label(text.box).check()
    visitor.wait_for_timeout(READING)
    visitor.get_by_role("button", name="Envoyer ma demande").click()
    visitor.get_by_role("heading", name="Votre demande est envoyée").wait_for()
    axe(visitor)
    manager = new_page(width, user=cast.manager)
    manager.goto(site.url(reverse("training_sessions:interests")))
    axe(manager)
    assert fits(manager)
    follow(manager.get_by_role("link", name="Nolwenn Le Bris"))
    axe(manager)
    assert fits(manager)
    follow(manager.get_by_role("link", name="Inscrire", exact=True))
    axe(manager)
    manager.get_by_role("button", name="Inscrire cette personne").click()
    manager.get_by_text("Inscription faite").wait_for()
    assert Interest.objects.get().enrolment is not None
    assert any("/compte/invitation/" in one.body for one in mail.outbox if one.to == ["nolwenn@exemple.fr"])
