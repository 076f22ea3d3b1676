"""An editor's own hands: a pathway with nested rows, chosen objects and an opening rule, in a real browser."""

import pytest

from courses.models import QuizPage, RichContentPage
from pathways.models import PathwayPage, Prerequisite, Step
from tests.factories import make_object

pytestmark = pytest.mark.browser


def choose(page, number: int, words: str, title: str) -> None:
    """Add a step and choose its object in the library, by words without accents."""
    page.click("#id_sequences-0-steps-ADD")
    page.click(f"#id_sequences-0-steps-{number}-activity-chooser [data-chooser-action-choose]")
    page.fill(".modal-body input[name=q]", words)
    page.click(f".modal-body a:has-text('{title}')")
    page.wait_for_selector(".modal-body", state="detached")


@pytest.mark.requirement("CMA-T6")
def test_an_editor_makes_and_publishes_a_pathway(cast, new_page, watch, site):
    # Keeping the draft is refused, aloud, while a step has no object yet.
    watch.allow("400 (Bad Request)")
    make_object(RichContentPage, "Élever une pâte", duration_minutes=20)
    make_object(QuizPage, "Quiz : ce que j’ai retenu", duration_minutes=10)
    page = new_page(1280, user=cast.editor)
    page.goto(site.url("/admin/"))
    page.get_by_role("link", name="Nouveau parcours").click()
    page.fill("input[name=title]", "Réussir ses viennoiseries")
    page.get_by_role("tab", name="Séquences et étapes").click()
    page.select_option("select[name=progression]", "constrained")
    page.click("#id_sequences-ADD")
    page.fill("input[name='sequences-0-title']", "Débuter")
    choose(page, 0, "elever PATE", "Élever une pâte")
    choose(page, 1, "quiz retenu", "Quiz : ce que")
    page.click("#id_sequences-0-steps-1-prerequisites-ADD")
    rule = "select[name='sequences-0-steps-1-prerequisites-0-activity']"
    page.focus(rule)
    assert page.eval_on_selector(rule, "list => [...list.options].slice(1).map(option => option.text)") == ["1. Élever une pâte"]
    page.select_option(rule, index=1)
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/admin/parcours/")
    pathway = PathwayPage.objects.get(title="Réussir ses viennoiseries")
    assert pathway.live
    assert pathway.slug == "reussir-ses-viennoiseries"
    steps = Step.objects.filter(sequence__pathway=pathway).order_by("sort_order")
    assert [step.activity.title for step in steps] == ["Élever une pâte", "Quiz : ce que j’ai retenu"]
    assert Prerequisite.objects.get().activity == steps[0].activity


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ["/formations/", "/formations/parcours/", "/admin/", "/admin/bibliotheque/", "/admin/parcours/"])
def test_pages_do_not_overflow(cast, new_page, site, path, width):
    address = cast.pathway.url if path == "/formations/parcours/" else path
    page = new_page(width, user=cast.editor)
    page.goto(site.url(address))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.requirement("CMA-1.5")
def test_public_pages_are_accessible(cast, new_page, site, axe):
    page = new_page(360)
    for path in ("/formations/", cast.pathway.url):
        page.goto(site.url(path))
        axe(page)
