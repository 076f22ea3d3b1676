"""A thread from question to frequent question, at two widths and without scripts."""

import pytest
from django.urls import reverse

from forum.domain.posting import reply, start_thread
from forum.models import Post
from pathways.models import FaqEntry

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.13"), pytest.mark.requirement("CMA-I5")]


@pytest.fixture
def thread(cast):
    made = start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour")
    reply(thread=made, author=cast.tutor, text="Bonjour Monique, prenez 1200 × 630.")
    return made


@pytest.mark.parametrize("width", [1280, 360])
def test_a_tutor_keeps_an_answer_and_grows_a_frequent_question(site, new_page, cast, thread, axe, width):
    tutor = new_page(width, user=cast.tutor)
    tutor.goto(site.url(reverse("forum:thread", args=[thread.pk])))
    axe(tutor)
    assert tutor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tutor.get_by_role("button", name="Retenir cette réponse").click()
    tutor.get_by_role("link", name="Ajouter aux questions fréquentes").first.click()
    tutor.get_by_text("Les noms des personnes de la session ont été remplacés").wait_for()
    axe(tutor)
    tutor.get_by_role("button", name="Ajouter la question").click()
    tutor.get_by_role("heading", name="Questions fréquentes").wait_for()
    axe(tutor)
    assert "Monique" not in FaqEntry.objects.get().answer


def test_tools_and_preview_with_the_keyboard(site, new_page, cast, thread, axe):
    page = new_page(1280, user=cast.member)
    page.goto(site.url(reverse("forum:thread", args=[thread.pk])))
    page.get_by_role("toolbar").wait_for()
    text = page.get_by_label("Votre message")
    text.fill("important")
    text.press("Control+a")
    text.press("Control+b")
    assert text.input_value() == "**important**"
    page.get_by_role("button", name="Gras").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("button", name="Italique").evaluate("one => one === document.activeElement")
    page.get_by_role("button", name="Aperçu").click()
    page.locator(".post--preview strong", has_text="important").wait_for()
    axe(page)
    assert Post.objects.count() == 2
    page.get_by_role("button", name="Publier ma réponse").click()
    page.locator(".posts strong", has_text="important").last.wait_for()


def test_without_scripts_one_previews_publishes_changes_and_takes_back(site, new_page, cast, thread, axe):
    page = new_page(360, user=cast.member, java_script_enabled=False)
    page.goto(site.url(reverse("forum:thread", args=[thread.pk])))
    assert not page.get_by_role("toolbar").is_visible()
    page.get_by_label("Votre message").fill("*Merci*")
    page.get_by_role("button", name="Aperçu").click()
    page.locator(".post--preview em", has_text="Merci").wait_for()
    page.get_by_role("button", name="Publier ma réponse").click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Votre message").fill("Merci beaucoup")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("modifié le").wait_for()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("Votre message est retiré.").wait_for()
    assert Post.objects.standing().count() == 2
