"""The player of a module in a test: its frames, small modules that a test drives, the fixture that puts one into a step."""

import time
from contextlib import contextmanager

import pytest

from sessions.models import Enrolment
from tests.courses.packages import simple_zip
from tests.factories import make_pathway, make_session

QUIET = "Unrecognized feature: 'unload'"
SCO = """<!doctype html><meta charset="utf-8"><title>Partie</title><h1>Partie</h1>
<script>
  let api = null;
  for (let view = window; !api && view.parent !== view; view = view.parent) api = view.parent.API;
  window.api = api;
  api.LMSInitialize("");
</script>"""


def sco_zip(*names: str, extra: str = "") -> bytes:
    """SCOs of SCORM 1.2 that begin, and whose test does the rest through window.api."""
    return simple_zip(*names, extra=extra, files={f"{name}.html": SCO for name in names})


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


def player_of(page):
    """The player page within the step's page."""
    return page.frame_locator("iframe.lecture-frame")


def part_of(page):
    """The part within the player page."""
    return player_of(page).frame_locator("[data-stage] iframe")


def part_frame(page):
    """The part as a frame in which a test may run scripts."""
    part_of(page).locator("body").wait_for()
    handle = player_of(page).locator("[data-stage] iframe").element_handle()
    frame = handle.content_frame()
    frame.wait_for_load_state()
    return frame


def until(check, seconds: float = 30):
    """Wait for the server to have what the browser sent."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.1)


@contextmanager
def offline(page):
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def answer_quiz(quiz, *, right: bool = True) -> None:
    """Fill a golf quiz in, by its own fields."""
    quiz.locator("input[value='Submit Answers']").wait_for()
    wanted = ".correctAnswer" if right else ".answer"
    for choice in quiz.locator(f".question {wanted} input[type=radio]").all():
        choice.check()
    if right:
        for field in quiz.locator(".correctAnswer input[type=text]").all():
            field.fill(field.evaluate("field => field.parentNode.textContent.match(/\\((.+)\\)/)[1]"))
    quiz.locator("input[value='Submit Answers']").click()


def play_golf(page, *, right: bool = True) -> None:
    """Go through the fifteen pages of the golf module and its quiz."""
    part = part_of(page)
    for _page in range(14):
        part.locator("#butNext").click()
    answer_quiz(part.frame_locator("#contentFrame"), right=right)
