# SPDX-License-Identifier: EUPL-1.2
"""A tutor arranges the desk in a real browser, without scripts and on a keyboard, wide and narrow."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import fits
from tests.tutoring.makers import make_hand_in

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-3.4"), pytest.mark.requirement("CMA-I8")]


def titles(page) -> list[str]:
    return [text.split("\n")[0].strip() for text in page.locator("main h2").all_inner_texts()]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_desk_is_arranged_on_a_keyboard_without_scripts(site, new_page, cast, axe, width):
    make_hand_in(cast.enrolment)
    page = new_page(width, user=cast.tutor, java_script_enabled=False)
    page.goto(site.url(reverse("tutoring:home")))
    assert titles(page)[-1] == "Les sessions que vous suivez"
    page.get_by_role("link", name="Organiser cette page").click()
    up = page.get_by_role("button", name="Monter : Les sessions que vous suivez")
    up.focus()
    for _time in range(2):
        page.keyboard.press("Enter")
        expect(up).to_be_focused()
    page.get_by_role("checkbox", name="Les apprenants que vous suivez").uncheck()
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.get_by_text("Votre disposition est enregistrée.")).to_be_visible()
    assert titles(page)[-2:] == ["Les sessions que vous suivez", "Feuilles d’émargement"]
    assert fits(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_that_arranges_is_accessible_and_fits(site, new_page, cast, axe, width):
    page = new_page(width, user=cast.tutor)
    page.goto(site.url(reverse("boards:arrange", args=["tutorat"])))
    axe(page)
    assert fits(page)
    page.get_by_label("Trier par").select_option("-percent")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("columnheader", name="Avancement")).to_have_attribute("aria-sort", "descending")
    axe(page)
    assert fits(page)
