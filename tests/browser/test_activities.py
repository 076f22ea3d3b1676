"""Activities in a real browser: by keyboard alone, with a cut line, at two widths, and the time they take."""

import io
import time
import wave
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from courses.enums import AttemptState
from courses.models import (
    Attempt,
    AudioPage,
    CaseStudyPage,
    DocumentPage,
    ForumTaskPage,
    LearningClock,
    LinkPage,
    OfflinePage,
    RichContentPage,
    Submission,
    VideoPage,
    VirtualClassPage,
)
from tests.browser.conftest import wait_until
from tests.courses.quizzes import ALL_KINDS, make_quiz
from tests.courses.steps import make_step
from tests.factories import make_object

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n" + b"x" * 400_000


def sound(seconds: int = 3) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return buffer.getvalue()


def document(name: str, content: bytes):
    return get_document_model().objects.create(title="Fiche", file=ContentFile(content, name=name))


def until(condition, seconds: float = 30) -> bool:
    """Wait for what the server's threads write."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def specific(page):
    return type(page).objects.get(pk=page.pk)


def tab_to(page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is on `selector`."""
    for _press in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def wait_for_state(page, selector: str, state: str) -> None:
    """Until the line that tells of saving says `state` (saving, saved, failed)."""
    wait_until(
        page,
        "([selector, state]) => { const line = document.querySelector(selector); return line.textContent === line.dataset[state]; }",
        arg=[selector, state],
    )


def question(kind: str):
    return next(block for block in ALL_KINDS if block[0] == kind)


def test_a_quiz_by_keyboard_alone(site, new_page):
    kinds = ("single", "multiple", "short_text", "ordering", "matching")
    step = make_step(make_quiz([question(kind) for kind in kinds], pass_mark=50))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base))
    tab_to(page, "form[action$=commencer] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-quiz]")
    form = step.attempt.details["form"]
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    for choice in form[1]["choices"]:
        tab_to(page, f"input[name='q-{form[1]['id']}'][value='{choice['id']}']")
        if choice["correct"]:
            page.keyboard.press("Space")
    tab_to(page, "input[type=text]")
    page.keyboard.type("L’ÉPI")
    for item in form[3]["items"]:
        tab_to(page, f"select[name='q-{form[3]['id']}-{item['id']}']")
        page.keyboard.type(str(item["place"]))
    for item in form[4]["items"]:
        tab_to(page, f"select[name='q-{form[4]['id']}-{item['id']}']")
        page.keyboard.type(item["answer"])
    tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verifier")
    tab_to(page, "form[action$=terminer] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/resultat")
    assert (step.attempt.state, step.attempt.score) == (AttemptState.FINISHED, 1)


def test_answers_are_saved_one_by_one_and_a_cut_line_loses_none(site, new_page, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    step = make_step(make_quiz(ALL_KINDS[:2]))
    page = new_page(360, step.user)
    page.goto(site.url(step.base))
    page.locator("form[action$=commencer] button").click()
    page.wait_for_load_state("networkidle")
    page.locator("[data-question] input[type=radio]").nth(1).check()
    saved = page.locator("[data-quiz-saved]")
    saved.filter(has_text="enregistr").wait_for()
    page.context.set_offline(True)
    page.locator("[data-question] input[type=checkbox]").first.check()
    wait_for_state(page, "[data-quiz-saved]", "failed")
    page.context.set_offline(False)
    wait_for_state(page, "[data-quiz-saved]", "saved")
    page.reload()
    assert page.locator("[data-question] input:checked").count() == 2


def test_the_end_of_the_time_sends_the_answers(site, new_page):
    step = make_step(make_quiz(ALL_KINDS[:1], time_limit_minutes=5))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base))
    page.locator("form[action$=commencer] button").click()
    page.wait_for_selector("[data-countdown]")
    attempt = step.attempt
    attempt.details["ends_at"] = (timezone.now() + timedelta(seconds=6)).isoformat()
    attempt.save()
    page.reload()
    page.locator("[data-question] input[type=radio]").nth(1).check()
    page.wait_for_url("**/resultat", timeout=30_000)
    assert (step.attempt.state, step.attempt.score) == (AttemptState.FINISHED, 1)


def test_files_are_sent_with_their_progress_and_refused_in_place(site, new_page, watch, tmp_path):
    watch.allow("422")
    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas")))
    page = new_page(360, step.user)
    page.goto(site.url(step.base))
    page.evaluate(
        """() => { window.seen = [];
            const files = document.querySelector('[data-draft-files]');
            const look = () => {
              const bar = files.querySelector('[data-upload]:not([hidden]) progress');
              if (bar) window.seen.push(bar.value);
            };
            new MutationObserver(look).observe(files, { subtree: true, attributes: true, childList: true, characterData: true }); }"""
    )
    page.fill("#draft-text", "Mon plan de publications")
    (tmp_path / "plan.pdf").write_bytes(PDF)
    (tmp_path / "faux.pdf").write_bytes(b"<script>alert(1)</script>")
    page.set_input_files("#draft-file", [tmp_path / "plan.pdf", tmp_path / "faux.pdf"])
    page.get_by_role("link", name="plan.pdf").wait_for()
    refusal = page.locator("[data-upload-refusal]:not([hidden])")
    refusal.wait_for()
    assert "faux.pdf" in refusal.inner_text()
    assert max(page.evaluate("window.seen")) == 100
    assert until(lambda: Submission.objects.get().text == "Mon plan de publications")
    page.locator("button[value^='remove:']").click()
    page.get_by_role("link", name="plan.pdf").wait_for(state="detached")
    page.set_input_files("#draft-file", tmp_path / "plan.pdf")
    page.get_by_role("link", name="plan.pdf").wait_for()
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/rendre")
    page.locator("form[action$=rendre] button").click()
    page.wait_for_url(f"**{step.base}")
    assert (step.attempt.state, Submission.objects.get().files.count()) == (AttemptState.SUBMITTED, 1)


def test_handing_in_waits_for_the_file_that_is_on_its_way(site, new_page, tmp_path):
    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas")))
    page = new_page(360, step.user)
    page.goto(site.url(step.base), wait_until="networkidle")
    held = []
    page.route("**/enregistrer", lambda route: route.continue_() if held else held.append(route))
    (tmp_path / "plan.pdf").write_bytes(PDF)
    page.set_input_files("#draft-file", tmp_path / "plan.pdf")
    page.get_by_text("plan.pdf").first.wait_for()
    page.locator("button[value=submit]").click()
    page.locator("button[value=submit][aria-busy=true]").wait_for()
    held[0].continue_()
    page.wait_for_url("**/rendre")
    assert page.get_by_text("plan.pdf").count() == 1
    assert Submission.objects.get().files.count() == 1


def test_a_refused_file_is_read_before_handing_in(site, new_page, watch, tmp_path):
    watch.allow("422")
    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas")))
    page = new_page(360, step.user)
    page.goto(site.url(step.base), wait_until="networkidle")
    held = []
    page.route("**/enregistrer", lambda route: route.continue_() if held else held.append(route))
    (tmp_path / "faux.pdf").write_bytes(b"<script>alert(1)</script>")
    page.set_input_files("#draft-file", tmp_path / "faux.pdf")
    page.locator("button[value=submit]").click()
    page.locator("button[value=submit][aria-busy=true]").wait_for()
    held[0].continue_()
    page.locator("[data-upload-refusal]:not([hidden])").wait_for()
    assert page.locator("[aria-busy]").count() == 0
    assert page.url == site.url(step.base)


def nothing_sent_arrives(page) -> None:
    """Now or later: what comes back was kept on the device."""
    page.route("**/*", lambda route: route.abort("internetdisconnected") if route.request.method == "POST" else route.continue_())


def test_a_cut_line_keeps_the_text_on_the_device(site, new_page, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas")))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base), wait_until="networkidle")
    nothing_sent_arrives(page)
    page.locator("#draft-text").press_sequentially("Écrit sans réseau")
    wait_for_state(page, "[data-draft-state]", "failed")
    page.goto(site.url(step.base))
    assert page.locator("#draft-text").input_value() == "Écrit sans réseau"


def test_what_was_typed_last_is_kept_when_the_page_goes_at_once(site, new_page, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas")))
    page = new_page(360, step.user)
    page.goto(site.url(step.base), wait_until="networkidle")
    nothing_sent_arrives(page)
    page.locator("#draft-text").press_sequentially("Vite")
    page.goto(site.url(step.base))
    assert page.locator("#draft-text").input_value() == "Vite"


def test_visible_time_is_told_when_the_page_is_left(site, new_page):
    step = make_step(make_object(RichContentPage, "Les bases"))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base))
    page.wait_for_timeout(3500)
    page.goto("about:blank")
    assert until(lambda: step.attempt.seconds >= 2)
    assert step.attempt.seconds <= 6


def test_a_page_tells_its_time_every_half_minute(site, new_page):
    step = make_step(make_object(RichContentPage, "Les bases"))
    page = new_page(1280, step.user)
    page.clock.install()
    page.goto(site.url(step.base))
    LearningClock.objects.update(credited_until=timezone.now() - timedelta(minutes=5))
    page.wait_for_timeout(2500)
    with page.expect_response("**/temps") as claim:
        page.clock.run_for(31_000)
    assert claim.value.status == 204
    assert 1 <= step.attempt.seconds <= 6


def test_a_sound_finishes_its_step_and_says_so(site, new_page):
    step = make_step(specific(make_object(AudioPage, "Écouter", file=document("son.wav", sound()))))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base))
    page.locator("h1").click()
    page.locator("audio").evaluate("audio => audio.play()")
    page.locator("#step-end .banner--ok").wait_for()
    assert step.attempt.completed


def test_a_sound_goes_on_where_it_was_left(site, new_page):
    step = make_step(specific(make_object(AudioPage, "Écouter", file=document("son.wav", sound(60)))))
    page = new_page(1280, step.user)
    page.goto(site.url(step.base))
    page.locator("h1").click()
    page.locator("audio").evaluate("audio => { audio.currentTime = 20; audio.play(); }")
    page.wait_for_timeout(1500)
    page.locator("audio").evaluate("audio => audio.pause()")
    assert until(lambda: step.attempt.details.get("position", 0) >= 20)
    page.goto(site.url(step.base))
    wait_until(page, "() => document.querySelector('audio').currentTime >= 20")
    assert not step.attempt.completed


def activities() -> list:
    return [
        make_object(RichContentPage, "Les bases", objectives="<p>Savoir</p>", instruction="<p>Lisez</p>"),
        make_object(OfflinePage, "Trois photos"),
        make_object(DocumentPage, "Le guide", file=document("guide.pdf", PDF)),
        make_object(LinkPage, "Ailleurs", link="https://example.org/"),
        make_object(VideoPage, "Film", link="https://video.example.org/1", transcript="<p>Bonjour</p>"),
        make_object(AudioPage, "Écouter", file=document("son.wav", sound()), transcript="<p>Bonjour</p>"),
        make_object(VirtualClassPage, "Classe virtuelle"),
        make_object(ForumTaskPage, "Présentez-vous"),
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_consulted_is_accessible_and_fits(site, new_page, axe, live_database, width):
    for activity in activities():
        step = make_step(specific(activity))
        page = new_page(width, step.user)
        page.goto(site.url(step.base))
        axe(page)
        assert fits(page), activity.title


@pytest.mark.parametrize("width", [1280, 360])
def test_a_quiz_is_accessible_and_fits_from_beginning_to_end(site, new_page, axe, live_database, width):
    step = make_step(make_quiz(pass_mark=70, time_limit_minutes=10, instruction="<p>Prenez votre temps</p>"))
    page = new_page(width, step.user)
    page.goto(site.url(step.base))
    axe(page)
    page.locator("form[action$=commencer] button").click()
    page.wait_for_selector("[data-quiz]")
    axe(page)
    assert fits(page)
    page.locator("button[value=check]").click()
    page.wait_for_url("**/verifier")
    axe(page)
    page.locator("form[action$=terminer] button").click()
    page.wait_for_url("**/resultat")
    axe(page)
    assert fits(page)
    page.goto(site.url(step.base))
    axe(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_case_study_is_accessible_and_fits_from_draft_to_grade(site, new_page, axe, live_database, width, tmp_path):
    from decimal import Decimal

    from courses.domain import grading
    from tests.factories import make_user

    step = make_step(specific(make_object(CaseStudyPage, "Étude de cas", pass_mark=70)))
    page = new_page(width, step.user)
    page.goto(site.url(step.base))
    (tmp_path / "un-nom-de-fichier-vraiment-tres-long-pour-un-telephone.pdf").write_bytes(PDF)
    page.set_input_files("#draft-file", tmp_path / "un-nom-de-fichier-vraiment-tres-long-pour-un-telephone.pdf")
    page.locator("button[value^='remove:']").wait_for()
    axe(page)
    assert fits(page)
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/rendre")
    axe(page)
    page.locator("form[action$=rendre] button").click()
    page.wait_for_url(f"**{step.base}")
    axe(page)
    kept = grading.save_grade(submission=Submission.objects.get(), grade=Decimal(9), feedback="À revoir", user=make_user())
    grading.publish(submission=kept, user=make_user())
    page.reload()
    axe(page)
    page.locator("form[action$=recommencer] button").click()
    page.wait_for_selector("#draft-text")
    axe(page)
    assert fits(page)
    assert Attempt.objects.filter(activity_id=step.activity.pk).count() == 2


def fits(page) -> bool:
    """Nothing to scroll sideways."""
    return page.evaluate(
        "() => [document.documentElement, document.querySelector('.focus__content')].every(box => box.scrollWidth <= box.clientWidth)"
    )
