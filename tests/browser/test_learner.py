"""The learner's pages in a real browser: wide and narrow, by keyboard, without scripts, and how much they weigh."""

import gzip
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import CaseStudyPage, QuizPage, RichContentPage, VirtualClassPage
from pathways.enums import ConditionKind, Progression
from pathways.models import FaqEntry, Sequence, Step, SuccessCondition
from sessions.models import Enrolment, SessionEvent, SessionTutor
from tests.browser.conftest import fits, follow
from tests.factories import make_object, make_pathway, make_session
from tests.sessions.learner.moments import finish
from tests.sessions.learner.test_step_access import step_url

pytestmark = pytest.mark.browser

HOME = "/espace/apprendre/"
FIRST_VISIT_BYTES, SECOND_VISIT_BYTES = 100_000, 20_000


@pytest.fixture
def monique(cast):
    """An enrolment half-way through a constrained pathway of two sequences, with a date, tutors and a finished training."""
    objects = [make_object(RichContentPage, "Module 1 : pourquoi être présent sur Facebook"), make_object(QuizPage, "Quiz", pass_mark=50)]
    objects += [make_object(VirtualClassPage, "Classe virtuelle"), make_object(CaseStudyPage, "Étude de cas : ma première campagne")]
    pathway = make_pathway(*objects, title="Vendre en ligne sans y passer ses nuits", progression=Progression.CONSTRAINED)
    Sequence.objects.filter(pathway=pathway).update(summary_sheet="<h2>À retenir</h2><p>Une page par semaine.</p>")
    last = Sequence.objects.create(pathway=pathway, title="Valider", sort_order=1, introduction="Un dernier effort.")
    Step.objects.create(sequence=last, activity=make_object(QuizPage, "Quiz final", pass_mark=70), opens_on_day=20)
    SuccessCondition.objects.create(pathway=pathway, kind=ConditionKind.REQUIRED_COMPLETED)
    FaqEntry.objects.create(pathway=pathway, question="Et sur mon téléphone ?", answer="<p>Oui.</p>")
    session = make_session(pathway, cast.region, welcome="Bienvenue !")
    SessionTutor.objects.create(session=session, user=cast.tutor, role="content")
    starts = timezone.now() + timedelta(days=3)
    SessionEvent.objects.create(
        session=session, kind="virtual_class", activity=objects[2], title="Classe", starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    cast.enrolment.delete()
    return Enrolment.objects.create(session=session, user=cast.owner)


def own_pages(enrolment):
    pages = [reverse(f"training_sessions:{name}", args=[enrolment.pk]) for name in ("pathway", "results")]
    return [HOME, *pages, reverse("training_sessions:documents"), step_url(enrolment, 0)]


@pytest.mark.requirement("CMA-1.5")
@pytest.mark.requirement("CMA-2.15")
@pytest.mark.parametrize("width", [1280, 360])
def test_no_accessibility_fault(monique, site, new_page, axe, width, watch):
    watch.allow("403")
    page = new_page(width, monique.user)
    for path in [*own_pages(monique), step_url(monique, 3)]:
        page.goto(site.url(path))
        axe(page)
        assert fits(page), path


@pytest.mark.requirement("CMA-T5")
def test_nothing_is_cut_at_320_pixels_nor_with_text_twice_as_large(monique, site, new_page):
    finish(monique, 0)
    page = new_page(320, monique.user)
    for size, width in ((100, 320), (200, 640)):
        page.set_viewport_size({"width": width, "height": 700})
        monique.user.text_size = size
        monique.user.save()
        for path in own_pages(monique):
            page.goto(site.url(path))
            assert fits(page), (path, size)


@pytest.mark.requirement("CMA-1.5")
def test_from_home_to_the_end_of_a_step_by_keyboard_alone(monique, site, new_page):
    page = new_page(1280, monique.user)
    page.goto(site.url(HOME))
    _press_to(page, ".card--now a.button--primary")
    page.wait_for_url(f"**{step_url(monique, 0)}")
    _press_to(page, "form[action$='termine'] button, form button.button--primary")
    expect(page.locator(".activity__end").first).to_be_visible()
    page.goto(site.url(reverse("training_sessions:pathway", args=[monique.pk])))
    expect(page.locator(".step-row--done, details .step-row--done").first).to_be_attached()
    monique.refresh_from_db()
    assert monique.percent > 0


def _press_to(page, selector: str) -> None:
    """Press Tab until the element is reached, then Enter."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            focused = page.locator(":focus")
            expect(focused).to_be_in_viewport()
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_the_path_goes_on_without_scripts(monique, site, new_page):
    page = new_page(360, monique.user, java_script_enabled=False)
    page.goto(site.url(HOME))
    follow(page.locator(".card--now a.button--primary"))
    follow(page.locator("form button.button--primary"))
    page.goto(site.url(HOME))
    expect(page.locator(".card--now")).to_contain_text("Quiz")
    page.locator(".pathway-card h2 a").click()
    folded = page.locator("details.stage:not([open]) summary")
    if folded.count():
        folded.first.click()
    expect(page.locator(".step-row").first).to_be_visible()


def test_the_main_action_stays_in_reach_on_a_phone(monique, site, new_page):
    page = new_page(360, monique.user)
    page.goto(site.url(reverse("training_sessions:pathway", args=[monique.pk])))
    action = page.locator(".page__action a")
    expect(action).to_be_in_viewport()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(action).to_be_in_viewport()
    assert action.bounding_box()["height"] >= 44


@pytest.mark.requirement("DCL-10")
@pytest.mark.parametrize("name", ["home", "pathway"])
def test_pages_are_light(monique, site, new_page, name):
    """As sent compressed; the second visit keeps what never changes (names of static files carry their content)."""
    path = HOME if name == "home" else reverse("training_sessions:pathway", args=[monique.pk])
    page = new_page(360, monique.user)
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url: weight(response)}))
    page.goto(site.url(path))
    page.wait_for_load_state("networkidle")
    assert any("/static/" in url for url in sizes)
    assert sum(sizes.values()) <= FIRST_VISIT_BYTES, sizes
    assert sum(size for url, size in sizes.items() if "/static/" not in url) <= SECOND_VISIT_BYTES, sizes


def weight(response) -> int:
    body = response.body()
    return len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))
