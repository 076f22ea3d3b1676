"""A module left in every way: tab closed, line lost, server failing, two tabs, a new version."""

import pytest

from courses.models import Attempt, ScoState
from tests.browser.conftest import wait_until
from tests.browser.scorm_player import learn, offline, part_frame, player_of, sco_zip, until
from tests.courses.packages import import_zip, make_module

__all__ = ["learn"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.21")]

KEPT = "Object.keys(localStorage).some((key) => key.startsWith('lecture:'))"


def test_a_closed_tab_loses_nothing(learn, cast, new_page):
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(sco_zip("a"))))
    part_frame(page).evaluate(
        """addEventListener("unload", () => { api.LMSSetValue("cmi.core.lesson_location", "dernière"); api.LMSFinish(""); });
        api.LMSSetValue("cmi.suspend_data", "x".repeat(30000));"""
    )
    page.close(run_before_unload=True)
    until(lambda: ScoState.objects.get().terminated)
    assert ScoState.objects.get().cmi["cmi.core.lesson_location"] == "dernière"
    assert len(ScoState.objects.get().cmi["cmi.suspend_data"]) == 30000


def test_a_lost_connection_is_told_and_mended(learn, cast, new_page, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(sco_zip("a"))))
    part = part_frame(page)
    with offline(page):
        assert part.evaluate("api.LMSSetValue('cmi.core.lesson_location', '7')") == "true"
        assert part.evaluate("api.LMSCommit('')") == "true"
        player_of(page).get_by_text("Connexion perdue").wait_for()
    player_of(page).get_by_text("La connexion est revenue").wait_for()
    assert ScoState.objects.get().cmi["cmi.core.lesson_location"] == "7"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lecture:')).length") == 0


def test_work_that_no_server_took_comes_back_with_the_next_launch(learn, cast, new_page, watch, monkeypatch):
    watch.allow("status of 500")
    address = learn(make_module(sco_zip("a")))
    page = new_page(1280, cast.owner)
    page.goto(address)
    part = part_frame(page)
    with monkeypatch.context() as broken:
        asked = []
        broken.setattr("courses.views.content.commit", lambda *given: asked.append(given) or 1 / 0)
        part.evaluate("api.LMSSetValue('cmi.core.lesson_location', '9'), api.LMSSetValue('cmi.core.lesson_status', 'completed')")
        part.evaluate("api.LMSCommit('')")
        player_of(page).get_by_text("Connexion perdue").wait_for()
        wait_until(page, KEPT)
        context, before = page.context, len(asked)
        page.close(run_before_unload=True)
        until(lambda: len(asked) > before)
    assert ScoState.objects.get().cmi == {}
    again = context.new_page()
    again.goto(address)
    player_of(again).get_by_text("Le travail qui n’avait pas pu être envoyé").wait_for()
    assert part_frame(again).evaluate("api.LMSGetValue('cmi.core.lesson_location')") == "9"
    assert Attempt.objects.get().completed


def test_of_two_tabs_the_first_is_told(learn, cast, new_page, watch):
    watch.allow("status of 409")
    address = learn(make_module(sco_zip("a")))
    first = new_page(1280, cast.owner)
    first.goto(address)
    part = part_frame(first)
    second = first.context.new_page()
    second.goto(address)
    part_frame(second).evaluate("api.LMSSetValue('cmi.core.lesson_location', 'second'), api.LMSCommit('')")
    part.evaluate("api.LMSSetValue('cmi.core.lesson_location', 'first'), api.LMSCommit('')")
    player_of(first).get_by_text("ouvert dans un autre onglet").wait_for()
    until(lambda: ScoState.objects.get().cmi.get("cmi.core.lesson_location") == "second")
    player_of(first).get_by_role("button", name="Continuer ici").click()
    player_of(first).locator("[data-blocked]").wait_for(state="hidden")
    assert part_frame(first).evaluate("api.LMSGetValue('cmi.core.lesson_location')") == "second"


def test_a_new_version_is_told(learn, cast, new_page):
    module = make_module(sco_zip("a", "b"))
    address = learn(module)
    page = new_page(1280, cast.owner)
    page.goto(address)
    part_frame(page).evaluate("api.LMSSetValue('cmi.core.lesson_location', '3'), api.LMSCommit('')")
    player_of(page).get_by_role("button", name="Suivant").click()
    player_of(page).get_by_text("Partie 2 sur 2").wait_for()
    import_zip(sco_zip("a", "c"), package=module.package)
    page.reload()
    page.get_by_text("Ces parties n’y sont plus : Partie b").wait_for()
    page.get_by_role("button", name="J’ai compris").click()
    player_of(page).get_by_role("button", name="Partie a").click()
    player_of(page).get_by_text("Partie 1 sur 2").wait_for()
    assert part_frame(page).evaluate("api.LMSGetValue('cmi.core.lesson_location')") == "3"
