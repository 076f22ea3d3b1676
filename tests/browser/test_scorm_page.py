"""The player's page: what parts may ask of it, access, weight, time limits."""

import gzip

import pytest

from courses.models import Attempt, ScoState
from tests.browser.scorm_player import learn, part_frame, part_of, player_of, sco_zip
from tests.courses.packages import make_module, simple_zip

__all__ = ["learn"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.21")]


def test_a_part_can_ask_to_go_on(learn, cast, new_page):
    page = new_page(1280, cast.owner)
    script = """<!doctype html><title>Partie</title><h1>Partie</h1><script>
      const api = parent.API_1484_11; api.Initialize(""); window.api = api;</script>"""
    page.goto(learn(make_module(simple_zip("a", "b", "c", edition="2004", files={f"{name}.html": script for name in "abc"}))))
    assert part_frame(page).evaluate("api.GetValue('adl.nav.request_valid.previous')") == "false"
    assert part_frame(page).evaluate("api.GetValue('adl.nav.request_valid.choice.{target=c}')") == "true"
    part_frame(page).evaluate("api.SetValue('adl.nav.request', 'continue'), api.Terminate('')")
    player_of(page).get_by_text("Partie 2 sur 3").wait_for()
    part_frame(page).evaluate("api.SetValue('adl.nav.request', '{target=c}choice'), api.Terminate('')")
    player_of(page).get_by_text("Partie 3 sur 3").wait_for()
    part_frame(page).evaluate("api.SetValue('adl.nav.request', 'exitAll'), api.Terminate('')")
    player_of(page).get_by_text("Vous avez terminé ce module.").wait_for()
    player_of(page).get_by_role("button", name="Revenir au parcours").last.click()
    page.wait_for_url("**/espace/apprendre/*/")


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_the_player_is_accessible_and_fits(learn, cast, new_page, axe, width):
    page = new_page(width, cast.owner)
    page.goto(learn(make_module(sco_zip("a", "b", "c"), "Réussir ma page : les premiers pas de votre boulangerie")))
    player = player_of(page)
    part_of(page).get_by_role("heading", name="Partie").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = page.locator("iframe.lecture-frame").element_handle().content_frame()
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    stage = player.locator("[data-stage]").bounding_box()
    assert stage["height"] >= (250 if width == 640 else 480)
    toggle = player.get_by_role("button", name="Sommaire")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.press("Enter")
        player.locator("[aria-current=step]:focus").wait_for()
        player.locator("[aria-current=step]").press("Escape")
    player.get_by_role("button", name="Suivant").press("Enter")
    player.get_by_text("Partie 2 sur 3").wait_for(state="attached")


def test_without_scripts_the_page_says_what_is_needed(learn, cast, new_page):
    page = new_page(360, cast.owner, java_script_enabled=False)
    page.goto(learn(make_module(sco_zip("a"))))
    message = page.locator("noscript .banner__text")
    assert message.is_visible()
    assert "a besoin de JavaScript" in message.inner_text()
    assert not Attempt.objects.exists()


def test_the_first_visit_weighs_little(site, learn, cast, new_page):
    """Home, pathway, step: all that each loads and the former did not, but the module's own files, as it is compressed in production."""
    step = learn(make_module(sco_zip("a", "b")))
    page = new_page(1280, cast.owner)
    loaded: dict[str, int] = {}
    home = weight(page, site.url("/espace/apprendre/"), loaded)
    pathway = weight(page, step.split("etape/")[0], loaded)
    module = weight(page, step, loaded)
    part_of(page).get_by_role("heading", name="Partie").wait_for()
    assert home <= 100_000, loaded
    assert pathway <= 20_000, loaded
    # The step of a module brings the player and the run time of SCORM.
    assert module <= 40_000, loaded


def weight(page, address: str, loaded: dict[str, int]) -> int:
    """Bytes of what this page loads and no page before it did."""
    answers: list = []

    def note(response) -> None:
        answers.append(response)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", note)
    new = {one.url: one.body() for one in answers if one.ok and one.url not in loaded and "/fichiers/" not in one.url}
    weights = {url: len(body) if url.endswith(".woff2") else len(gzip.compress(body)) for url, body in new.items()}
    loaded |= weights
    return sum(weights.values())


def test_a_part_is_closed_when_its_time_is_over(learn, cast, new_page):
    page = new_page(1280, cast.owner)
    limit = "<adlcp:maxtimeallowed>0000:00:01</adlcp:maxtimeallowed><adlcp:timelimitaction>exit,message</adlcp:timelimitaction>"
    page.goto(learn(make_module(sco_zip("a", "b", extra=limit))))
    part_frame(page).evaluate("api.LMSSetValue('cmi.core.lesson_location', '3')")
    player_of(page).get_by_text("elle se ferme").wait_for()
    player_of(page).get_by_role("heading", name="Et maintenant").wait_for()
    state = ScoState.objects.get()
    assert (state.terminated, state.cmi["cmi.core.lesson_location"]) == (True, "3")
    player_of(page).get_by_role("button", name="Partie b").click()
    player_of(page).get_by_text("Partie 2 sur 2").wait_for()
