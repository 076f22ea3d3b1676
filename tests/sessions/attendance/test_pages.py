"""The pages of an attendance sheet: for those who keep it, and for who signs it."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.enums import Role
from privacy.days import hour_in_words
from sessions.domain.presence import close_sheet, validate, validate_rest
from sessions.domain.signing import Origin, code_at, sign_as_trainer, sign_drawn
from sessions.models import Enrolment, Presence, SessionEvent, Signature
from tests.factories import make_user
from tests.sessions.attendance.conftest import drawing

pytestmark = pytest.mark.requirement("CMA-2.9")
HERE = Origin("192.0.2.7", "Mozilla/5.0 (Android)")


def url(name: str, half_day, *more) -> str:
    return reverse(f"training_sessions:{name}", args=[half_day.event.session_id, half_day.event.pk, *more])


def sign_url(half_day, enrolment) -> str:
    return reverse("training_sessions:sign_event", args=[enrolment.pk, half_day.event.pk])


def pdf_text(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_tutor_trainer_and_manager_keep_the_sheet_and_nobody_else(cast, as_user, half_day):
    trainer = make_user("Erwan", "Le Bris", role=Role.TUTOR, region=cast.region)
    half_day.event.trainer = trainer
    half_day.event.save()
    for person, status in ((cast.tutor, 200), (trainer, 200), (cast.manager, 200), (cast.national, 200), (cast.owner, 403)):
        assert as_user(person).get(url("event_presence", half_day)).status_code == status, person
    for person in (cast.coach, cast.other_manager, cast.stranger, cast.editor):
        assert as_user(person).get(url("event_presence", half_day)).status_code == 404, person
    assert as_user(trainer).get(reverse("training_sessions:attendance")).context["page"].object_list == [half_day.event]
    assert as_user(cast.stranger).get(reverse("training_sessions:attendance")).status_code == 403


def test_the_tutor_notes_undoes_times_and_validates(cast, as_user, half_day):
    browser, page = as_user(cast.tutor), url("event_presence", half_day)
    browser.post(page, {"presence": f"{half_day.monique.pk}:late"})
    presence = Presence.objects.get()
    assert presence.status == "late"
    assert presence.arrived_at is not None
    begins = half_day.event.starts_at.astimezone(cast.region.zone)
    typed = {f"arrived:{half_day.monique.pk}": f"{begins + timedelta(minutes=12):%H:%M}", f"left:{half_day.monique.pk}": ""}
    browser.post(page, {"times": "1", **typed})
    presence.refresh_from_db()
    assert presence.minutes == 168
    browser.post(page, {"rest": "1"})
    gesture = browser.get(page).context["gesture"]
    assert [line.enrolment for line in gesture] == [half_day.yann]
    browser.post(page, {"undo": gesture[0].batch})
    assert Presence.objects.count() == 1
    refused = browser.post(page, {"close": "1"})
    assert refused.status_code == 200
    assert "1" in str(next(iter(refused.context["messages"])))
    browser.post(page, {"rest": "1"})
    browser.post(page, {"close": "1"})
    half_day.event.refresh_from_db()
    assert half_day.event.sheet_state == "closed"
    assert "Fabienne Morvan" in browser.get(page).context["closing"]


def test_a_time_that_cannot_be_is_said_and_stays_in_its_field(cast, as_user, half_day):
    browser, page = as_user(cast.tutor), url("event_presence", half_day)
    browser.post(page, {"presence": f"{half_day.monique.pk}:late"})
    before = Presence.objects.get().arrived_at
    early = half_day.event.starts_at.astimezone(cast.region.zone) - timedelta(minutes=10)
    for typed in (f"{early:%H:%M}", "midi"):
        answer = browser.post(page, {"times": "1", f"arrived:{half_day.monique.pk}": typed, f"left:{half_day.monique.pk}": ""})
        assert answer.status_code == 200
        assert list(answer.context["messages"])
        assert f'value="{typed}"' in answer.content.decode()
    assert Presence.objects.get().arrived_at == before


def test_a_correction_asks_for_its_reason_and_keeps_what_was_typed(cast, as_user, half_day):
    validate_rest(event=half_day.event, by=cast.tutor)
    close_sheet(event=half_day.event, by=cast.tutor)
    browser, page = as_user(cast.manager), url("presence_correct", half_day, half_day.yann.pk)
    missing = browser.post(page, {"status": "absent", "reason": ""})
    assert "reason" in missing.context["form"].errors
    wrong = browser.post(page, {"status": "absent", "arrived": "09:20", "reason": "Parti sans signer"})
    assert "arrived" in wrong.context["form"].errors
    assert "Parti sans signer" in wrong.content.decode()
    assert Presence.objects.filter(status="present").count() == 2
    browser.post(page, {"status": "absent", "reason": "Parti sans signer"})
    assert Presence.objects.get(enrolment=half_day.yann).status == "absent"
    shown = browser.get(url("event_presence", half_day))
    assert shown.context["event"].sheet_state == "corrected"
    assert "Parti sans signer" in shown.content.decode()


def test_a_learner_signs_by_drawing_on_their_own_phone(cast, as_user, half_day):
    browser, page = as_user(cast.owner), sign_url(half_day, half_day.monique)
    assert page in browser.get(reverse("training_sessions:home")).content.decode()
    assert browser.get(reverse("training_sessions:sign")).headers["Location"] == page
    assert browser.post(page, {"drawing": "data:image/png;base64,AAAA"}).status_code == 422
    browser.post(page, {"drawing": drawing()}, headers={"user-agent": "Téléphone de Monique"}, REMOTE_ADDR="192.0.2.44")
    signature = Signature.objects.get()
    assert (signature.signer, signature.method, signature.address, signature.collected_by) == (cast.owner, "drawn", "192.0.2.44", None)
    assert "Monique" in signature.device
    assert browser.get(page).context["signature"] == signature
    assert browser.get(url("signature_picture", half_day, signature.pk)).headers["Content-Type"] == "image/png"
    assert as_user(cast.member).get(url("signature_picture", half_day, signature.pk)).status_code == 403


def test_the_address_kept_is_that_of_the_signer_behind_the_proxy(as_user, half_day, cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forwarded = {"x-forwarded-for": "203.0.113.9, 198.51.100.4"}
    as_user(cast.owner).post(sign_url(half_day, half_day.monique), {"drawing": drawing()}, headers=forwarded, REMOTE_ADDR="10.0.0.1")
    assert Signature.objects.get().address == "198.51.100.4"


def test_a_learner_signs_with_the_code_without_scripts(cast, as_user, half_day):
    browser, page = as_user(cast.owner), sign_url(half_day, half_day.monique)
    moment = timezone.now().replace(second=10, microsecond=0)
    with time_machine.travel(moment, tick=False):
        shown = as_user(cast.tutor).get(url("signing_code", half_day)).context["code"]
        assert shown.replace(" ", "") == code_at(half_day.event, moment)
        bad = browser.post(page, {"code": "000 00"})
        assert bad.status_code == 422
        assert 'value="000 00"' in bad.content.decode()
        assert browser.post(page, {"code": ""}).context["form"].errors["code"]
        assert browser.post(page, {"code": shown}).status_code == 302
    assert Signature.objects.get().method == "code"
    assert as_user(cast.tutor).get(url("signing_code", half_day)).context["waiting"] == ["KERVELLA Yann"]


def test_learners_sign_one_after_the_other_on_the_trainers_screen(cast, as_user, half_day):
    browser = as_user(cast.tutor)
    first = browser.post(url("learner_signs", half_day, half_day.yann.pk), {"drawing": drawing(), "next": "1"})
    assert first.headers["Location"] == url("learner_signs", half_day, half_day.monique.pk)
    last = browser.post(first.headers["Location"], {"drawing": drawing(), "next": "1"})
    assert last.headers["Location"] == url("event_presence", half_day)
    assert set(Signature.objects.values_list("collected_by", flat=True)) == {cast.tutor.pk}
    assert browser.post(url("learner_signs", half_day, half_day.yann.pk), {"drawing": drawing()}).status_code == 422
    assert browser.post(url("learner_signs", half_day, cast.enrolment.pk), {"drawing": drawing()}).status_code == 404
    browser.post(url("trainer_signs", half_day), {"confirm": "1"})
    assert Signature.objects.get(enrolment=None).method == "account"


def test_a_small_group_and_its_trainer_sign_on_one_page(cast, as_user, half_day):
    """A long title and place take the room they need; what is not known yet can be written by hand; nothing is in English."""
    for number in range(6):
        Enrolment.objects.create(session=half_day.event.session, user=make_user("Élodie", f"Éon{number:02}"))
    event = half_day.event
    event.title = "Demi-journée « Pâtisserie d’hiver : l’œuf ! » – deuxième partie, au laboratoire de la chambre de métiers et d’artisanat"
    event.place, event.trainer = "", None
    event.save()
    (text,) = pdf_text(as_user(cast.tutor).get(url("sheet_blank", half_day)).content)
    assert "Signature du formateur" in text
    assert "à faire signer par chaque apprenant et par le formateur" in text
    assert text.count("....................") >= 2
    event.place = "Chambre de métiers et de l’artisanat, salle Armor\nContour Antoine-de-Saint-Exupéry, 35170 Bruz"
    event.save()
    (text,) = pdf_text(as_user(cast.tutor).get(url("sheet_blank", half_day)).content)
    assert "35170 Bruz" in " ".join(text.split())


def test_the_sheet_to_print_holds_everything_and_repeats_its_head(cast, as_user, half_day):
    for number in range(34):
        Enrolment.objects.create(session=half_day.event.session, user=make_user("Élodie", f"Éon{number:02}"))
    pages = pdf_text(as_user(cast.tutor).get(url("sheet_blank", half_day)).content)
    assert len(pages) == 4
    for number, text in enumerate(pages, start=1):
        words = text.replace("\xa0", " ")
        for wanted in (
            "Photographier ses produits",
            "CMA Bretagne, Bruz",
            "Fabienne Morvan",
            "Bretagne",
            f"Page {number} sur {len(pages)}",
        ):
            assert wanted in words, (number, wanted)
    whole = "\n".join(pages)
    names = [name for name in whole.split("\n") if name.startswith(("ÉON", "KERVELLA", "LE GOFF"))]
    assert names == [*(f"ÉON{number:02} Élodie" for number in range(34)), "KERVELLA Yann", "LE GOFF Monique"]
    assert "Signature du formateur" in pages[-1]


def test_the_kept_sheet_shows_what_was_signed_how_and_its_twin_says_the_same(cast, as_user, half_day):
    event = half_day.event
    sign_drawn(event=event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    sign_as_trainer(event=event, by=cast.tutor, origin=HERE)
    late = event.starts_at + timedelta(minutes=15)
    validate(event=event, enrolment=half_day.monique, status="late", by=cast.tutor, arrived_at=late)
    validate(event=event, enrolment=half_day.yann, status="absent", by=cast.tutor)
    close_sheet(event=event, by=cast.tutor)
    validate(event=event, enrolment=half_day.yann, status="excused", by=cast.manager, reason="Certificat médical reçu")
    browser = as_user(cast.manager)
    content = browser.get(url("sheet_pdf", half_day)).content
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text().replace("\xa0", " ") for page in reader.pages]
    assert len(reader.pages[0].images) >= 1
    twin = browser.get(url("sheet_page", half_day)).content.decode().replace("\xa0", " ").replace("&#x27;", "'")
    with translation.override("fr"):
        hour = hour_in_words(late.astimezone(cast.region.zone)).replace("\xa0", " ")
    for wanted in (f"arrivé à {hour}", "Excusé", "Non signé", "Signé à l’écran", "Fabienne Morvan", "corrigée depuis"):
        assert wanted in " ".join(pages[0].split()), wanted
        assert wanted in twin, wanted
    proof = Signature.objects.get(method="drawn").sha256
    assert proof[:16] in pages[1]
    assert "192.0.2.7" in pages[1]
    assert "Certificat médical reçu" in pages[1]
    assert proof in twin


def test_the_list_of_sheets_asks_the_same_for_one_as_for_thirty(cast, as_user, half_day, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(cast.tutor)
    browser.get(reverse("training_sessions:attendance"))

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    one = asked(reverse("training_sessions:attendance")), asked(url("event_presence", half_day)), asked(url("sheet_page", half_day))
    for number in range(15):
        begins = half_day.event.starts_at - timedelta(days=number)
        SessionEvent.objects.create(
            session=half_day.event.session, kind="half_day", title=f"D{number}", starts_at=begins, ends_at=begins + timedelta(hours=1)
        )
        learner = Enrolment.objects.create(session=half_day.event.session, user=make_user("Anne", f"A{number}"))
        sign_drawn(event=half_day.event, enrolment=learner, drawing=drawing(), origin=HERE)
    many = asked(reverse("training_sessions:attendance")), asked(url("event_presence", half_day)), asked(url("sheet_page", half_day))
    assert many == one
