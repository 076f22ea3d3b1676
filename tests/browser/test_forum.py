"""The forum in a real browser: the first visit's badge, a question asked and answered, at two widths."""

import pytest
from django.urls import reverse

from badges.models import Award
from forum.domain.posting import start_thread
from forum.models import Post
from tests.browser.conftest import follow

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]


@pytest.mark.requirement("CMA-1.4", "CMA-2.13")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_visit_earns_a_badge_and_a_question_gets_its_answer(site, new_page, cast, axe, width):
    learner = new_page(width, user=cast.owner)
    learner.goto(site.url(reverse("forum:session", args=[cast.session.pk])))
    learner.get_by_role("status").get_by_text("Badge obtenu").wait_for()
    axe(learner)
    assert Award.objects.get().enrolment == cast.enrolment
    follow(learner.get_by_role("link", name="Poser une question").first)
    axe(learner)
    learner.get_by_label("Objet").fill("Quelle taille de photo ?")
    learner.get_by_label("Votre message").fill("Bonjour, **quelle taille** pour la couverture ?")
    learner.get_by_role("button", name="Publier").click()
    learner.get_by_text("quelle taille", exact=True).wait_for()
    axe(learner)
    assert learner.evaluate("document.documentElement.scrollWidth <= innerWidth")

    tutor = new_page(width, user=cast.tutor)
    tutor.goto(site.url(reverse("tutoring:home")))
    tutor.get_by_role("link", name="Répondre : Monique Le Goff").click()
    tutor.get_by_label("Votre message").fill("851 × 315 pixels.")
    tutor.get_by_role("button", name="Publier ma réponse").click()
    tutor.get_by_text("851 × 315 pixels.").wait_for()
    tutor.goto(site.url(reverse("tutoring:home")))
    tutor.get_by_text("Toutes les questions ont une réponse.").wait_for()
    assert Post.objects.count() == 2

    learner.goto(site.url(reverse("forum:session", args=[cast.session.pk])))
    learner.get_by_text("Quelle taille de photo ?").wait_for()
    assert not learner.get_by_text("Badge obtenu").is_visible()


def test_what_a_message_brings_along_is_neither_run_nor_fetched(site, new_page, cast):
    made = start_thread(
        session=cast.session,
        author=cast.member,
        title="Attention",
        text="<script>document.title='pris'</script>\n\n![x](https://evil.example/suivi.png)\n\n<img src=x onerror=alert(1)>",
    )
    page = new_page(1280, user=cast.owner)
    page.goto(site.url(reverse("forum:thread", args=[made.pk])))
    page.wait_for_load_state("networkidle")
    assert "Attention" in page.title()
