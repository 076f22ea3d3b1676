"""cmi5 in a real browser: a small unit of our own, and the packages of the corpora, through the step's page on both origins."""

import json

import pytest
from django.conf import settings

from courses.domain.unit_endings import abandon_unit
from courses.models import Attempt, UnitLaunch
from lrs.models import Cmi5Session, Statement
from sessions.models import Enrolment
from tests.browser.test_scorm_play import until
from tests.courses.cmi5_packages import block, cmi5_zip, unit
from tests.courses.packages import make_module
from tests.factories import make_pathway, make_session

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.22")]
CORPUS = settings.BASE_DIR.parent / "shared/corpora/cmi5"
QUIET = "Unrecognized feature: 'unload'"
# A unit as its author writes one: token, launch data, then what its buttons say, and back by returnURL.
UNIT = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Partie</title><h1>Partie</h1>
<button id="finish">Terminer</button><p id="state"></p>
<script type="module">
  const given = Object.fromEntries(new URLSearchParams(location.search));
  const token = (await (await fetch(given.fetch, { method: "POST" })).json())["auth-token"];
  const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json" };
  const place = new URLSearchParams({ stateId: "LMS.LaunchData", activityId: given.activityId, agent: given.actor,
    registration: given.registration });
  const data = await (await fetch(`${given.endpoint}activities/state?${place}`, { headers })).json();
  const profile = new URLSearchParams({ profileId: "cmi5LearnerPreferences", agent: given.actor });
  await fetch(`${given.endpoint}agents/profile?${profile}`, { headers });
  const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/";
  async function say(verb, result) {
    const context = structuredClone(data.contextTemplate);
    context.registration = given.registration;
    const judged = result && ("success" in result || "completion" in result);
    context.contextActivities.category = [{ id: `${CMI5}cmi5` }, ...(judged ? [{ id: `${CMI5}moveon` }] : [])];
    const body = JSON.stringify({ id: crypto.randomUUID(), timestamp: new Date().toISOString(), actor: JSON.parse(given.actor),
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` }, object: { id: given.activityId }, result, context });
    const response = await fetch(`${given.endpoint}statements`, { method: "POST", headers, body });
    if (!response.ok) throw new Error(await response.text());
  }
  await say("initialized");
  document.querySelector("#state").textContent = "prêt";
  document.querySelector("#finish").onclick = async () => {
    await say("passed", { success: true, score: { scaled: 0.9 }, duration: "PT3S" });
    await say("completed", { completion: true, duration: "PT3S" });
    await say("terminated", { duration: "PT4S" });
    location.href = data.returnURL;
  };
</script></html>"""


@pytest.fixture
def learn(site, cast, watch):
    """learn(module) → the address of its step, for Monique."""
    watch.allow(QUIET)

    def address(module) -> str:
        pathway = make_pathway(module)
        session = make_session(pathway, cast.region)
        enrolment = Enrolment.objects.create(session=session, user=cast.owner)
        step = pathway.sequences.get().steps.get()
        return site.url(f"/espace/apprendre/{enrolment.pk}/etape/{step.pk}/")

    return address


def verbs() -> list[str]:
    return [verb.rsplit("/", 1)[-1] for verb in Statement.objects.order_by("stored").values_list("verb", flat=True)]


def corpus(name: str) -> bytes:
    if not CORPUS.exists():
        pytest.skip("the corpora are not on this machine")
    return (CORPUS / name).read_bytes()


def test_a_part_within_the_page_and_one_in_its_own_tab(learn, cast, new_page, axe):
    own = 'moveOn="CompletedAndPassed" launchMethod="OwnWindow"'
    parts = block("bloc", unit("a", attributes='moveOn="CompletedAndPassed"'), unit("b", attributes=own))
    address = learn(make_module(cmi5_zip(parts, files={"a.html": UNIT, "b.html": UNIT}), "Faire du pain"))
    page = new_page(360, user=cast.owner)
    page.goto(address)
    axe(page)
    page.get_by_role("button", name="Commencer Partie a").click()
    frame = page.frame_locator("[data-unit-frame]")
    frame.get_by_text("prêt").wait_for()
    axe(page)
    frame.get_by_role("button", name="Terminer").click()
    page.get_by_text("Parties terminées").wait_for()
    assert page.url == address
    assert "1 sur 2" in page.locator("[data-units]").inner_text()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Commencer Partie b").click()
    tab = opened.value
    tab.get_by_text("prêt").wait_for()
    with tab.expect_event("close"):
        tab.get_by_role("button", name="Terminer").click()
    page.reload()
    assert "2 sur 2" in page.locator("[data-units]").inner_text()
    attempt = Attempt.objects.get()
    assert (attempt.completed, attempt.success, float(attempt.score)) == (True, True, 0.9)
    one = ["launched", "initialized", "passed", "completed"]
    assert [verb for verb in verbs() if verb != "terminated"][:10] == [*one, *one, "satisfied", "satisfied"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("001-essentials", ["launched", "initialized", "passed", "completed", "satisfied", "satisfied"]),
        ("002-allowed", ["launched", "initialized", "experienced"]),
        ("004-1-moveOn-Completed", ["launched", "initialized", "completed", "satisfied", "satisfied"]),
    ],
)
def test_the_test_packages_for_platforms_are_content(learn, cast, new_page, name, expected):
    """They check the platform themselves, and say what they found."""
    address = learn(make_module(corpus(f"lts/{name}.zip"), name))
    page = new_page(user=cast.owner)
    page.goto(address)
    page.get_by_role("button", name="Commencer").click()
    frame = page.frame_locator("[data-unit-frame]")
    result = json.loads(frame.locator("#result").inner_text())
    assert result["success"], result
    assert verbs()[: len(expected)] == expected
    frame.locator("#returnURL").click()
    page.get_by_role("heading", name="Le module").wait_for()
    assert Attempt.objects.get().completed == ("satisfied" in expected)


@pytest.mark.corpus
def test_a_session_that_is_abandoned_takes_nothing_more(learn, cast, new_page, watch):
    """The package of the corpora for it: its session is abandoned under way, then it tries to go on."""
    watch.allow("Failed to load resource")
    address = learn(make_module(corpus("lts/008-1-abandoned.zip"), "Abandon"))
    page = new_page(user=cast.owner)
    page.goto(address)
    page.get_by_role("button", name="Commencer").click()
    frame = page.frame_locator("[data-unit-frame]")
    button = frame.locator("#abandon")
    button.wait_for()
    opened = UnitLaunch.objects.select_related("launch__attempt__user", "launch__version", "node", "session").get()
    assert button.get_attribute("value") == str(opened.session_id)
    assert abandon_unit(opened)
    button.click()
    result = json.loads(frame.locator("#result").inner_text())
    assert result["success"], result
    assert verbs() == ["launched", "initialized", "abandoned"]


def defined_verbs() -> list[str]:
    """Those of cmi5 itself, but for what the platform finds satisfied: a course may say more, in words of its own (cmi5 9.4)."""
    bodies = Statement.objects.exclude(verb__endswith="/satisfied").order_by("stored").values_list("raw", "verb")
    return [verb.rsplit("/", 1)[-1] for raw, verb in bodies if "context/categories/cmi5" in raw]


def play_part(part) -> None:
    """A course of the examples: the quiz that is its last page answered, where there is one; then its own way out."""
    part.locator(".navmenuitem.current").wait_for(state="attached")
    part.locator(".navmenuitem").last.dispatch_event("click")
    answers = part.get_by_text("(Select correct answers)")
    if not answers.count():
        # Opened is done, for these: what it says of it takes a moment.
        until(lambda: Cmi5Session.objects.filter(terminated_at=None, completed_at__isnull=False).exists())
        part.locator(".exit-button").first.dispatch_event("click")
        return
    answers.click()
    part.get_by_role("button", name="Submit Answers").click()
    part.locator("#score-panel .exit-button").click()


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["masteryscore_responsive", "single_au_basic_responsive", "pre_post_test_framed"])
def test_the_example_courses_are_played_to_their_end(learn, cast, new_page, watch, name):
    # They ask for their bookmark, which is not there the first time.
    watch.allow("Failed to load resource")
    module = make_module(corpus(f"examples/{name}.zip"), name)
    units = [node for node in module.package.current.nodes.order_by("position") if node.is_unit]
    page = new_page(user=cast.owner)
    page.goto(learn(module))
    for number, node in enumerate(units, start=1):
        button = page.locator(f'button[value="{node.identifier}"]')
        if node.wants_own_window:
            with page.context.expect_page() as opened:
                button.click()
            with opened.value.expect_event("close"):
                play_part(opened.value)
        else:
            button.click()
            play_part(page.frame_locator("[data-unit-frame]"))
            page.locator("[data-unit-frame]").wait_for(state="detached")
        until(lambda number=number: Cmi5Session.objects.filter(terminated_at__isnull=False).count() == number)
    assert defined_verbs() == ["launched", "initialized", "passed", "completed", "terminated"] * len(units)
    attempt = Attempt.objects.get()
    assert (attempt.completed, attempt.success) == (True, True)
