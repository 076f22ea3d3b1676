"""What happens around the steps in the story CMA-E1: the forum and its badge, presence signed and validated, what is taken away."""

import io
import re
from pathlib import Path

import openpyxl
from django.urls import reverse
from pypdf import PdfReader

from badges.models import Award
from sessions.models import SessionEvent
from tests.browser.story.hands import Mouse

QUESTION = "Quelle taille pour la photo de couverture ?"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def fetched(story, page, name: str, *args) -> bytes:
    response = page.request.get(story.site.url(reverse(name, args=args)))
    assert response.ok, (name, response.status)
    return response.body()


# --- the forum ----------------------------------------------------------------


def learner_asks_on_the_forum(story) -> None:
    """Her first visit earns a badge, which her home shows; her question is there for the group."""
    page, hands = story.learner()
    story.go(page, "forum:session", story.enrolment.session_id)
    page.get_by_role("status").get_by_text("Badge obtenu").wait_for()
    hands.press(page.get_by_role("link", name="Poser une question"))
    hands.write(page.get_by_label("Objet"), QUESTION)
    hands.write(page.get_by_label("Votre message"), "Bonjour, elle est **floue** sur mon téléphone.")
    hands.press(page.get_by_role("button", name="Publier"))
    page.get_by_role("heading", name=QUESTION).wait_for()
    assert Award.objects.filter(enrolment=story.enrolment).exists()
    story.go(page, "training_sessions:home")
    page.get_by_text("Première visite au forum").first.wait_for()


def tutor_answers(story) -> None:
    page = story.page("Fabienne")
    story.go(page, "tutoring:home")
    page.get_by_role("link", name="Répondre : Monique Le Goff").click()
    page.get_by_label("Votre message").fill("851 × 315 pixels : recadrez-la avant de l’envoyer.")
    page.get_by_role("button", name="Publier ma réponse").click()
    page.get_by_text("851 × 315 pixels").first.wait_for()


def learner_reads_the_answer(story) -> None:
    page, hands = story.learner()
    story.go(page, "forum:session", story.enrolment.session_id)
    hands.press(page.get_by_role("link", name=QUESTION))
    page.get_by_text("851 × 315 pixels").first.wait_for()


# --- presence -----------------------------------------------------------------


def manager_prints_the_sheet(story, event: SessionEvent) -> None:
    """Before the half-day: the sheet to sign, with everyone's name."""
    text = text_of(fetched(story, story.page("René"), "training_sessions:sheet_blank", event.session_id, event.pk))
    for words in ("Réussir ma stratégie Facebook", "LE GOFF Monique", "KERVELLA Yann", event.place):
        assert words in text, text


def learner_signs_by_code(story, event: SessionEvent) -> None:
    """The code is on the trainer's screen; she types it on her own."""
    shown = story.page("René")
    story.go(shown, "training_sessions:signing_code", event.session_id, event.pk)
    page, hands = story.learner()
    story.go(page, "training_sessions:sign_event", story.enrolment.pk, event.pk)
    code = shown.locator(".code-board__code").inner_text()
    hands.write(page.locator("input[name=code]"), re.sub(r"\D", "", code))
    hands.press(page.get_by_role("button", name="Signer avec le code"))
    page.get_by_text("Votre signature est enregistrée").first.wait_for()


def learner_signs_by_drawing(story, event: SessionEvent) -> None:
    page, hands = story.learner()
    story.go(page, "training_sessions:sign_event", story.enrolment.pk, event.pk)
    pad = page.locator("[data-pad-canvas]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 60 + (25 if step % 2 else -25), steps=3)
    page.mouse.up()
    hands.press(page.get_by_role("button", name="Signer", exact=True))
    page.get_by_text("Votre signature est enregistrée").first.wait_for()


def presence_is_taken(story, kind: str) -> None:
    """The sheet is printed, Monique signs, René notes who was there and validates; the signed sheet tells it."""
    event = SessionEvent.objects.get(kind=kind)
    manager_prints_the_sheet(story, event)
    if kind == "half_day" and story.hands_class is Mouse:
        learner_signs_by_drawing(story, event)
    else:
        learner_signs_by_code(story, event)
    page = story.page("René")
    story.go(page, "training_sessions:event_presence", event.session_id, event.pk)
    page.get_by_role("group", name="Monique Le Goff").get_by_role("button", name="Présent", exact=True).click()
    page.get_by_text("Validé par René Tanguy").first.wait_for()
    page.get_by_role("group", name="Yann Kervella").get_by_role("button", name="Absent").click()
    page.get_by_role("button", name="Valider la feuille").click()
    page.get_by_role("link", name="Corriger Monique Le Goff").wait_for()
    text = text_of(fetched(story, page, "training_sessions:sheet_pdf", event.session_id, event.pk))
    assert "LE GOFF Monique" in text
    assert "René Tanguy" in text
    assert re.search("absent", text, re.IGNORECASE)


# --- what is taken away ---------------------------------------------------------


def learner_finds_her_documents(story) -> None:
    """Every summary sheet of a finished sequence, and the convocation, in one place."""
    page, _hands = story.learner()
    story.go(page, "training_sessions:documents")
    sequence = story.stage.pathway.sequences.first()
    address = reverse("training_sessions:summary_sheet", args=[story.enrolment.pk, sequence.pk])
    page.locator(f"a[href^='{address}']").first.wait_for()
    assert sequence.title in text_of(fetched(story, page, "training_sessions:summary_sheet", story.enrolment.pk, sequence.pk))
    assert "Fabienne Morvan" in text_of(fetched(story, page, "training_sessions:convocation", story.enrolment.pk))


def manager_exports_the_report(story) -> None:
    """René opens the session, its report, and takes it away as a workbook with Monique's line."""
    page = story.page("René")
    story.go(page, "training_sessions:session", story.enrolment.session_id)
    page.get_by_role("link", name="Rapport", exact=True).click()
    page.get_by_role("heading", name="Rapport – ").wait_for()
    page.get_by_role("button", name="Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    [line] = [row for row in rows if "Le Goff" in " ".join(map(str, row))]
    assert len(rows) == 3, "the head, Monique and Yann"
    assert {1, 0.825} <= {cell for cell in line if isinstance(cell, int | float)}, line
