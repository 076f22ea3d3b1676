"""Messages in a real browser: a learner writes from the pathway, the tutor answers from the mail's link, at two widths."""

import pytest
from django.core import mail
from django.urls import reverse

from messaging.domain.addresses import address_of_person
from messaging.domain.conversations import conversation_url, write
from messaging.domain.sending import send
from messaging.models import Conversation, Message
from tests.browser.conftest import follow, wait_until

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]


@pytest.mark.requirement("CMA-I2")
@pytest.mark.parametrize("width", WIDTHS)
def test_a_question_with_a_file_and_its_answer(site, new_page, cast, axe, width):
    learner = new_page(width, user=cast.owner)
    learner.goto(site.url(reverse("training_sessions:pathway", args=[cast.enrolment.pk])))
    learner.locator(".contacts").get_by_role("link", name="Écrire à Fabienne Morvan").first.click()
    learner.get_by_label("Votre message").fill("Quelle taille pour la photo ?")
    learner.get_by_text("Joindre des fichiers").click()
    learner.locator("input[type=file]").set_input_files({"name": "photo.txt", "mimeType": "text/plain", "buffer": b"Ma photo"})
    axe(learner)
    learner.get_by_role("button", name="Envoyer").click()
    learner.get_by_role("link", name="photo.txt").wait_for()
    axe(learner)
    assert learner.evaluate("document.documentElement.scrollWidth <= innerWidth")

    tutor = new_page(width, user=cast.tutor)
    tutor.goto(site.url(reverse("messaging:conversations")))
    axe(tutor)
    tutor.get_by_role("link", name="Monique Le Goff").click()
    tutor.get_by_label("Votre message").fill("851 × 315 pixels.")
    tutor.get_by_role("button", name="Envoyer").click()
    tutor.locator(".bubble--own").wait_for()
    assert Message.objects.count() == 2
    assert conversation_url(Conversation.objects.get()) in "".join(message.body for message in mail.outbox)


@pytest.mark.requirement("CMA-3.5")
def test_what_is_written_survives_and_the_notices_are_chosen(site, new_page, cast, axe):
    found = write(to=address_of_person(cast.tutor, cast.owner), author=cast.tutor, text="Bonjour").conversation
    send(to=cast.owner, kind="work_graded", key="k", context={"title": "Étude de cas", "tutor": "Fabienne", "link": site.url("/espace/")})
    page = new_page(360, user=cast.owner)
    page.goto(site.url(conversation_url(found)))
    field = page.get_by_label("Votre message")
    field.press_sequentially("Un brouillon")
    page.get_by_text("Brouillon gardé").wait_for()
    page.goto(site.url(reverse("messaging:notices")))
    axe(page)
    follow(page.get_by_role("link", name="Étude de cas"))
    axe(page)
    page.goto(site.url(reverse("messaging:choices")))
    axe(page)
    page.get_by_label("Travail corrigé").select_option("digest")
    page.get_by_role("button", name="Enregistrer mes choix").click()
    page.get_by_text("Vos choix sont enregistrés").wait_for()
    page.goto(site.url(conversation_url(found)))
    page.get_by_label("Votre message").and_(page.locator("textarea")).wait_for()
    wait_until(page, "document.querySelector('textarea[name=text]').value === 'Un brouillon'")
