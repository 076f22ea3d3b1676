"""ADL's conformance packages in the real player, step by step: the packages judge themselves, the person clicks as asked."""

import json

import pytest
from playwright.sync_api import expect

from courses.models import Attempt
from deploy.chromium import chromium as installed_chromium
from tests.browser.conftest import ARGUMENTS, PATIENCE, sign_in_cookie
from tests.browser.scorm_player import answer_quiz, learn, part_frame, part_of, player_of
from tests.courses.adl_cases import FOLDER
from tests.courses.packages import corpus_zip, make_module

__all__ = ["learn"]

pytestmark = [pytest.mark.browser, pytest.mark.corpus, pytest.mark.requirement("CMA-2.21")]

# By what they are about: control modes, completion, attempts, measures, objectives, rollup, sequencing, a large tree.
FAMILIES = {
    "control": ["CM-01", "CM-02a", "CM-05", "CM-13"],
    "choice": ["CM-03a", "CM-07c", "CM-11", "CM-15"],
    "completion": ["CO-01", "CO-04a", "CO-07a", "CT-01"],
    "objectives": ["OB-02a", "OB-10a", "OB-13a", "OB-14a"],
    "measures": ["MS-01", "MS-05a", "MS-07", "CT-05"],
    "rollup": ["RU-01ba", "RU-04bc", "RU-09", "RU-12a"],
    "sequencing": ["SX-03", "SX-04a", "SX-05", "T-01a"],
}
LISTEN = """window.steps = {};
window.addEventListener("message", ({ data }) => { if (data?.cts) window.steps[`${data.cts} ${data.rec.step}`] = data; });"""


@pytest.fixture
def page(chromium, site, cast, tmp_path):
    """A tab of a profile that lasts: the packages keep their step in storage, which a passing profile refuses to frames."""
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default/Preferences").write_text('{"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": false}}')
    options = {"executable_path": installed_chromium(), "args": ARGUMENTS, "viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"}
    with chromium.browser_type.launch_persistent_context(str(profile), **options) as context:
        context.set_default_timeout(PATIENCE)
        context.add_cookies([sign_in_cookie(site, cast.owner)])
        page = context.new_page()
        page.add_init_script(LISTEN)
        yield page


@pytest.mark.parametrize("family", FAMILIES)
def test_packages_find_nothing_wrong(learn, page, family):
    cases = json.loads((FOLDER / "testcases.json").read_text()) if FOLDER.is_dir() else {}
    for name in FAMILIES[family]:
        content = corpus_zip(f"adl-2004-4th/runnable/{name}.zip")
        page.goto(learn(make_module(content, name)))
        play(page, name, cases[name])


def play(page, name: str, case: dict) -> None:
    player = player_of(page)
    if case["start"] != ".":
        choose(player, case["start"])
    for number, act in enumerate(case["acts"]):
        page.wait_for_function("key => window.steps[key]", arg=f"{name} {number}")
        step = page.evaluate("key => window.steps[key]", f"{name} {number}")
        assert step["rec"]["fail"] == [], (name, act["key"])
        if act["uiq"]:
            player.locator("[data-bar]").wait_for()
        asked = any(call.get("el") == "adl.nav.request" for call in act["cmds"])
        do(page, player, act["cui"], asked=asked, last=step["last"])


def do(page, player, what: str, *, asked: bool, last: bool) -> None:
    """What the person is asked to do next; nothing where the content has asked for it itself."""
    if what in {"Continue", "Previous"}:
        player.locator(f"[data-{'next' if what == 'Continue' else 'previous'}]:enabled").click()
    elif what.startswith("Choice~"):
        choose(player, what.removeprefix("Choice~"))
    elif what.startswith("Relaunch"):
        if not asked:
            leave(player)
        player.locator("[data-interlude]").wait_for()
        page.reload()
    elif what == "Exit" and last:
        player.locator("[data-stage] iframe").wait_for()


def choose(player, title: str) -> None:
    player.locator("nav button:enabled", has_text=title).filter(has=player.get_by_text(title, exact=True)).click()


def leave(player) -> None:
    player.locator("[data-menu] summary").click()
    player.locator("[data-menu] [data-request=exitAll]").click()


CONTENT = ["Playing the Game", "Etiquette", "Handicapping", "Having Fun"]


def golf(learn, cast, new_page, name: str):
    """A golf course that is sequenced, opened, and its player."""
    tab = new_page(1280, cast.owner)
    tab.goto(learn(make_module(corpus_zip(f"golf/Sequencing{name}_SCORM20043rdEdition.zip"), name)))
    return tab, player_of(tab)


def read(tab, player, titles) -> None:
    """Go through parts to their last page, by the part's own button, and on by the player's."""
    for title in titles:
        expect(player.locator("[data-part]")).to_have_text(title)
        part_of(tab).frame_locator("#contentFrame").locator("body").wait_for()
        part_frame(tab).evaluate("() => { while (!document.getElementById('butNext').disabled) doNext(); }")
        player.locator("[data-next]:enabled").click()


def answer(tab, player, title: str, *, right: bool = True) -> None:
    expect(player.locator("[data-part]")).to_have_text(title)
    answer_quiz(part_of(tab).frame_locator("#contentFrame"), right=right)
    player.locator("[data-next]:enabled").click()


@pytest.mark.parametrize(("name", "quiz", "score"), [("ForcedSequential", "Quiz", None), ("PostTestRollup", "Quiz", 1)])
def test_golf_in_a_forced_order_is_played_to_its_end(learn, cast, new_page, name, quiz, score):
    tab, player = golf(learn, cast, new_page, name)
    part_of(tab).locator("#contentFrame").wait_for()
    assert player.locator("nav button:enabled").count() == 1
    assert not player.locator("[data-next]").is_enabled()
    read(tab, player, CONTENT)
    answer(tab, player, quiz)
    player.get_by_role("heading", name="Bravo").wait_for()
    attempt = Attempt.objects.get()
    assert (attempt.completed, attempt.success, attempt.score) == (True, True, score)


def test_golf_with_remediation_leads_back_to_what_failed_only(learn, cast, new_page):
    tab, player = golf(learn, cast, new_page, "SimpleRemediation")
    read(tab, player, CONTENT)
    answer(tab, player, "Playing Quiz", right=False)
    for title in CONTENT[1:]:
        answer(tab, player, f"{title} Quiz")
    assert not Attempt.objects.get().success
    read(tab, player, CONTENT[:1])
    answer(tab, player, "Playing Quiz")
    # Its own rules take the place of the shared ones, so that it is never skipped.
    answer(tab, player, "Having Fun Quiz")
    player.get_by_role("heading", name="Bravo").wait_for()
    attempt = Attempt.objects.get()
    assert (attempt.completed, attempt.success, attempt.score) == (True, True, 1)
