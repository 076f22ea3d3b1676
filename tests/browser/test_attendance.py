"""A half-day signed on phones: drawn in the frame, or by the code without scripts; then noted and validated by the trainer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.enums import EventKind
from sessions.models import Presence, SessionEvent, Signature
from tests.files.papers import photograph

pytestmark = [pytest.mark.browser, pytest.mark.requirement("CMA-2.9"), pytest.mark.requirement("CMA-2.15")]


@pytest.fixture
def half_day(cast) -> SessionEvent:
    begins = timezone.now() - timedelta(minutes=30)
    return SessionEvent.objects.create(
        session=cast.session,
        kind=EventKind.HALF_DAY,
        title="Demi-journée",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        place="Bruz",
    )


def draw(page) -> None:
    """A zigzag with the mouse, in the frame."""
    canvas = page.locator("[data-pad-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    points = [(0.2, 0.7), (0.35, 0.25), (0.5, 0.75), (0.65, 0.3), (0.8, 0.6)]
    first, *rest = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def test_a_learner_draws_their_signature_on_a_phone(site, new_page, cast, half_day, axe):
    page = new_page(360, user=cast.owner)
    page.goto(site.url(reverse("training_sessions:home")))
    page.get_by_role("link", name="Signer la feuille").click()
    page.wait_for_selector("html[data-signature=ready]")
    axe(page)
    page.get_by_role("button", name="Signer", exact=True).click()
    page.get_by_text("Dessinez d’abord votre signature").wait_for()
    draw(page)
    page.get_by_role("button", name="Recommencer").click()
    draw(page)
    page.get_by_role("button", name="Signer", exact=True).click()
    page.get_by_text("Votre signature est enregistrée").first.wait_for()
    axe(page)
    signature = Signature.objects.get()
    assert (signature.method, signature.signer, signature.event) == ("drawn", cast.owner, half_day)
    assert signature.address == "127.0.0.1"
    assert "Chrome" in signature.device
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_learner_signs_by_the_code_that_the_trainer_shows_without_scripts(site, new_page, cast, half_day):
    board = new_page(1280, user=cast.tutor)
    board.goto(site.url(reverse("training_sessions:signing_code", args=[half_day.session_id, half_day.pk])))
    code = board.locator(".code-board__code").inner_text()
    page = new_page(360, user=cast.member, java_script_enabled=False)
    page.goto(site.url(reverse("training_sessions:sign")))
    page.get_by_label("Code affiché par votre formateur").fill(code)
    page.get_by_role("button", name="Signer avec le code").click()
    page.get_by_text("Votre signature est enregistrée").first.wait_for()
    assert Signature.objects.get().method == "code"
    board.get_by_text("1 sur 2 a signé").wait_for()


def test_the_trainer_notes_undoes_and_validates_on_a_phone(site, new_page, cast, half_day, axe):
    page = new_page(360, user=cast.tutor)
    page.goto(site.url(reverse("training_sessions:event_presence", args=[half_day.session_id, half_day.pk])))
    axe(page)
    group = page.get_by_role("group", name="Monique Le Goff")
    group.get_by_role("button", name="En retard").click()
    page.get_by_label("Arrivé à").wait_for()
    page.get_by_role("button", name="Tout le monde").or_(page.get_by_role("button", name="Tous les autres")).click()
    page.get_by_role("button", name="Valider la feuille").wait_for()
    page.get_by_role("button", name="Annuler ce geste").click()
    page.get_by_text("Encore 1 personne").wait_for()
    page.get_by_role("group", name="Yann Kervella").get_by_role("button", name="Absent").click()
    page.get_by_role("button", name="Valider la feuille").click()
    page.get_by_text("Feuille validée par Fabienne Morvan").first.wait_for()
    axe(page)
    assert dict(Presence.objects.values_list("enrolment", "status")) == {cast.enrolment.pk: "late", cast.member_enrolment.pk: "absent"}
    half_day.refresh_from_db()
    assert half_day.sheet_state == "closed"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_trainer_photographs_the_signed_sheet_with_a_phone_and_reads_it(site, new_page, cast, half_day, axe, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photograph(turned=6).read())
    page = new_page(360, user=cast.tutor)
    page.goto(site.url(reverse("training_sessions:event_presence", args=[half_day.session_id, half_day.pk])))
    page.get_by_role("link", name="Ajouter la feuille signée").click()
    page.get_by_label("Scan ou photographies").set_input_files([photo, photo])
    axe(page)
    page.get_by_role("button", name="Garder la feuille signée").click()
    page.get_by_role("img", name="Page 2").scroll_into_view_if_needed()
    axe(page)
    page.get_by_label("LE GOFF Monique").check()
    page.get_by_role("button", name="Noter ces signatures").click()
    page.get_by_text("signé sur papier").wait_for()
    axe(page)
    assert Signature.objects.get(enrolment=cast.enrolment).method == "paper"
    page.get_by_role("link", name="Retirer").click()
    page.get_by_label("Motif").fill("Une autre feuille")
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("l’historique de la feuille le dit").wait_for()
    assert not Signature.objects.standing().exists()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
