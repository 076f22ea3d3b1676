"""The guided visit in a browser: by mouse, by keyboard, on a telephone, without scripts."""

import pytest
from playwright.sync_api import expect

from cms.models import SeenTour
from cms.tours import registered_tours

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-R7")]
HOME = "/espace/apprendre/"


def tip(page):
    return page.locator(".tour-tip")


def ready(page) -> None:
    """The page's script has taken the offer in hand."""
    expect(page.locator("[data-tour-offer][data-tour-ready]")).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_visit_goes_from_place_to_place_and_ends(cast, site, new_page, axe, width):
    page = new_page(width, cast.owner)
    page.goto(site.url(HOME))
    ready(page)
    page.locator("[data-tour-start]").click()
    expect(tip(page)).to_be_focused()
    axe(page)
    total = int(tip(page).locator("[data-tour-total]").inner_text())
    assert total >= 4
    for number in range(1, total + 1):
        expect(tip(page).locator("[data-tour-number]")).to_have_text(str(number))
        expect(page.locator(".tour-target")).to_have_count(1)
        box = tip(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        with_answer = page.expect_response("**/vue/") if number == total else None
        if with_answer is None:
            tip(page).locator("[data-tour-next]").click()
        else:
            with with_answer:
                tip(page).locator("[data-tour-next]").click()
    expect(tip(page)).to_have_count(0)
    expect(page.locator("[data-tour-status]")).not_to_be_empty()
    assert SeenTour.objects.filter(user=cast.owner, tour="apprenant").exists()
    page.goto(site.url(HOME))
    expect(page.locator("[data-tour-offer]")).to_have_count(0)


def test_by_keyboard_alone_and_escape_leaves_it(cast, site, new_page):
    page = new_page(1280, cast.owner, reduced_motion="reduce")
    page.goto(site.url(f"{HOME}?visite=apprenant"))
    expect(tip(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(tip(page).locator("[data-tour-next]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(tip(page).locator("[data-tour-number]")).to_have_text("2")
    expect(tip(page)).to_be_focused()
    with page.expect_response("**/vue/"):
        page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert "visite=" not in page.url


def test_without_scripts_the_visit_is_a_page_and_is_waved_away_by_a_form(cast, site, new_page):
    page = new_page(360, cast.owner, java_script_enabled=False)
    page.goto(site.url(HOME))
    page.locator("[data-tour-start]").click()
    expect(page.locator("main ol.stack > li")).to_have_count(len(next(one for one in registered_tours() if one.name == "apprenant").steps))
    page.go_back()
    page.locator("[data-tour-seen] button").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-tour-offer]")).to_have_count(0)


@pytest.mark.parametrize(("who", "name", "least"), [("tutor", "tutorat", 4), ("manager", "region", 4), ("editor", "edition", 4)])
def test_the_places_of_each_visit_are_on_its_page(cast, site, new_page, who, name, least):
    from pathways.domain.back_office import ensure_back_office

    ensure_back_office()
    tour = next(one for one in registered_tours() if one.name == name)
    page = new_page(1280, getattr(cast, who))
    page.goto(site.url(tour.replay_url))
    expect(tip(page)).to_be_visible()
    assert int(tip(page).locator("[data-tour-total]").inner_text()) >= least
