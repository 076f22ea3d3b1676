"""Real modules in a real browser, played by their own buttons to their end."""

import re

import pytest

from courses.models import Attempt, ScoState
from lrs.models import Statement
from sessions.models import Enrolment
from tests.browser.scorm_player import learn, part_frame, part_of, play_golf, player_of, sco_zip, until
from tests.courses.packages import corpus_zip, make_module

__all__ = ["learn"]

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.21")]


@pytest.mark.corpus
@pytest.mark.parametrize(
    "package",
    [
        "golf/RuntimeBasicCalls_SCORM12.zip",
        "golf/RuntimeBasicCalls_SCORM20043rdEdition.zip",
        "golf/RunTimeAdvancedCalls_SCORM20043rdEdition.zip",
    ],
)
def test_a_module_is_played_to_its_score(learn, cast, new_page, package):
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(corpus_zip(package))))
    play_golf(page)
    page.get_by_text("Réussi · 100 %").wait_for()
    page.get_by_role("link", name="Revenir au parcours").click()
    until(lambda: ScoState.objects.get().terminated)
    attempt = Attempt.objects.get()
    assert (attempt.completed, attempt.success, attempt.score) == (True, True, 1)
    assert attempt.registration == Enrolment.objects.get(session__pathway__sequences__steps__activity=attempt.activity).registration
    assert attempt.seconds >= 1
    assert ScoState.objects.get().session_seconds >= 1
    told = [verb.rsplit("/", 1)[1] for verb in Statement.objects.filter(registration=attempt.registration).values_list("verb", flat=True)]
    assert {"launched", "initialized", "completed", "passed", "terminated"} <= set(told)


@pytest.mark.corpus
def test_a_failed_quiz_says_what_to_do(learn, cast, new_page):
    page = new_page(360, cast.owner)
    page.goto(learn(make_module(corpus_zip("golf/RuntimeBasicCalls_SCORM12.zip"))))
    play_golf(page, right=False)
    page.get_by_text(re.compile(r"À refaire · [0-9]+")).wait_for()
    assert Attempt.objects.get().success is False


@pytest.mark.corpus
@pytest.mark.parametrize("edition", ["SCORM12", "SCORM20043rdEdition"])
def test_parts_are_gone_through_and_resumed_at_the_bookmark(learn, cast, new_page, edition):
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(corpus_zip(f"golf/ContentPackagingOneFilePerSCO_{edition}.zip"))))
    player = player_of(page)
    player.get_by_text("Partie 1 sur 18").wait_for()
    part_of(page).get_by_role("heading", name="Play of the game").wait_for()
    player.get_by_role("button", name="Suivant").click()
    player.get_by_text("Partie 2 sur 18").wait_for()
    assert player.get_by_role("button", name="Précédent").is_enabled()
    player.get_by_role("button", name="Etiquette Quiz").click()
    player.get_by_text("Partie 10 sur 18").wait_for()
    part_of(page).get_by_role("heading", name="Knowledge Check").wait_for()
    page.reload()
    player.get_by_text("Partie 10 sur 18").wait_for()
    assert player.locator("[aria-current=step]").inner_text().startswith("Etiquette Quiz")
    assert player.locator(".part__button--completed").count() == 3
    player.get_by_role("button", name="Précédent").click()
    player.get_by_text("Partie 9 sur 18").wait_for()
    assert not Attempt.objects.get().completed


@pytest.mark.corpus
def test_a_bookmark_inside_a_part_is_found_again(learn, cast, new_page):
    page = new_page(1280, cast.owner)
    address = learn(make_module(corpus_zip("golf/RuntimeBasicCalls_SCORM12.zip")))
    page.goto(address)
    part = part_of(page)
    part.locator("#butNext").click()
    part.locator("#butNext").click()
    page.goto("about:blank")
    until(lambda: ScoState.objects.get().exit == "suspend")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(address)
    part.frame_locator("#contentFrame").get_by_role("heading", name="Scoring").wait_for()
    assert asked == ["Would you like to resume from where you previously left off?"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    "package",
    [
        "golf/ContentPackagingSingleSCO_SCORM20042ndEdition.zip",
        "golf/RuntimeMinimumCalls_SCORM12.zip",
        "golf/RuntimeMinimumCalls_SCORM20043rdEdition.zip",
        "golf/ContentPackagingSingleSCO_SCORM12.zip",
        "moodle/RuntimeBasicCalls_SCORM20043rdEdition.zip",
        "moodle/RuntimeMinimumCalls_SCORM12-mini.zip",
        "moodle/singlesco_scorm12.zip",
        "moodle/singlescobasic.zip",
        "moodle/complexscorm.zip",
    ],
)
def test_every_module_opens_and_its_parts_follow_one_another(learn, cast, new_page, watch, package):
    watch.allow("ERR_")
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(corpus_zip(package))))
    part_of(page).locator("body").wait_for()
    player = player_of(page)
    page.locator("[data-phase=open]").wait_for()
    until(lambda: ScoState.objects.count() == 1)
    following = player.get_by_role("button", name="Suivant")
    if following.is_visible() and following.is_enabled():
        following.click()
        player.get_by_text("Partie 2 sur").wait_for()
        until(lambda: ScoState.objects.count() == 2)


def test_a_press_on_the_contents_is_not_lost_when_a_commit_is_answered(learn, cast, new_page):
    """A press lasts a tenth of a second; rows that stay as they are stay in place meanwhile."""
    page = new_page(1280, cast.owner)
    page.goto(learn(make_module(sco_zip("un", "deux", "trois"))))
    player, part = player_of(page), part_frame(page)
    target = player.locator(".part__button", has_text="trois")
    target.hover()
    page.mouse.down()
    part.evaluate("api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSCommit('')")
    player.locator(".part__button--completed").wait_for()
    page.mouse.up()
    player.get_by_text("Partie 3 sur 3").wait_for()
    assert player.locator("[aria-current=step]").inner_text().startswith("Partie trois")
