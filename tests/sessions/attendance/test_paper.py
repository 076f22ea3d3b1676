"""A sheet signed on paper comes back: kept, read, counted, replaced and withdrawn with its trace."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.enums import Role
from privacy.domain.erasing import ask_erasure
from privacy.domain.retention import apply_rules
from privacy.models import Erasure
from reporting.domain.scope import Scope
from reporting.tables.attendance import COLUMNS, rows
from sessions.domain.archives import ask_archive
from sessions.domain.attendance import sheet_of, signature_words
from sessions.domain.attention import Today
from sessions.domain.events import remove_event
from sessions.domain.paper import add_paper, note_signatures, replace_paper, withdraw_paper
from sessions.domain.presence import close_sheet, validate_rest
from sessions.domain.refusals import Refused
from sessions.domain.signing import Origin, sign_drawn
from sessions.enums import ArchiveKind
from sessions.models import Enrolment, PaperPage, PaperSheet, Presence, PresenceEntry, SessionEvent, Signature
from tests.factories import make_user
from tests.files.papers import photograph, scan
from tests.sessions.attendance.conftest import drawing
from tests.sessions.attendance.test_pages import pdf_text, url

pytestmark = pytest.mark.requirement("CMA-2.9")
HERE = Origin("192.0.2.7", "Mozilla/5.0 (Android)")


@pytest.fixture
def paper(cast, half_day) -> PaperSheet:
    return add_paper(event=half_day.event, uploads=[photograph(), scan()], by=cast.tutor)


def actions(event) -> list[str]:
    return list(event.history.values_list("action", flat=True))


# --- What is kept ---


def test_photographs_and_scans_are_kept_in_their_order_under_names_of_ours(cast, half_day, paper):
    first, second = paper.pages.all()
    assert (first.media_type, first.pages, second.media_type, second.pages, paper.page_count) == ("image/jpeg", 1, "application/pdf", 2, 3)
    for page in (first, second):
        stored = page.file.read()
        assert page.file.name.startswith("paper-sheets/")
        assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (page.sha256, page.size)
    with Image.open(first.file) as kept:
        assert dict(kept.getexif()) == {}
    line = half_day.event.history.get()
    assert (line.action, line.by, line.after["pages"], line.after["sha256"][0]) == ("paper", cast.tutor, 3, first.sha256)


@pytest.mark.parametrize(
    ("files", "word"),
    [
        (list, "photographies"),
        (lambda: [SimpleUploadedFile("notes.docx", b"PK")], "notes.docx"),
        (lambda: [SimpleUploadedFile("faux.pdf", b"MZ\x90\0" + b"\0" * 90)], "faux.pdf"),
        (lambda: [SimpleUploadedFile("coupe.jpg", photograph().read()[:300])], "coupe.jpg"),
        (lambda: [scan("secret.pdf", password="x")], "secret.pdf"),
        (lambda: [photograph(f"{number}.jpg") for number in range(21)], "21 pages"),
        (lambda: [scan("long.pdf", pages=21)], "21 pages"),
        (lambda: [photograph("bonne.jpg"), SimpleUploadedFile("vide.png", b"")], "vide.png"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_change(cast, half_day, files, word):
    with pytest.raises(Refused, match=word):
        add_paper(event=half_day.event, uploads=files(), by=cast.tutor)
    assert not PaperSheet.objects.exists()
    assert not PresenceEntry.objects.exists()


def test_a_file_is_no_larger_than_the_setting_says(cast, half_day, settings):
    settings.PAPER_SHEET_MAX_BYTES = 100
    with pytest.raises(Refused, match=r"photo\.jpg"):
        add_paper(event=half_day.event, uploads=[photograph()], by=cast.tutor)


def test_paper_comes_back_from_the_beginning_on_and_long_after_validation(cast, half_day):
    event = half_day.event
    with time_machine.travel(event.starts_at - timedelta(minutes=1), tick=False), pytest.raises(Refused):
        add_paper(event=event, uploads=[scan()], by=cast.tutor)
    validate_rest(event=event, by=cast.tutor)
    close_sheet(event=event, by=cast.tutor)
    with time_machine.travel(event.ends_at + timedelta(days=40), tick=False):
        found = add_paper(event=event, uploads=[scan()], by=cast.manager)
        note_signatures(sheet=found, enrolments=[half_day.monique], by=cast.manager)
    event.refresh_from_db()
    assert event.sheet_state == "closed"
    assert Signature.objects.get().method == "paper"


# --- Who signed on it ---


def test_signatures_read_on_the_paper_count_as_evidence_and_say_by_whom(cast, half_day, paper):
    event = half_day.event
    sign_drawn(event=event, enrolment=half_day.yann, drawing=drawing(), origin=HERE)
    assert note_signatures(sheet=paper, enrolments=[half_day.monique, half_day.yann], by=cast.manager, trainer=True) == 2
    assert note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.manager, trainer=True) == 0
    sheet = sheet_of(event)
    assert sheet.signed == 2
    assert [one.signer for one in sheet.trainers] == [cast.tutor]
    monique = next(row.signature for row in sheet.rows if row.enrolment == half_day.monique)
    words = signature_words(monique, event.session.zone)
    assert "feuille papier" in words
    assert "René Tanguy" in words
    assert actions(event) == ["paper", "signed", "signed", "signed"]
    stranger = Enrolment.objects.exclude(session=event.session).first()
    assert note_signatures(sheet=paper, enrolments=[stranger], by=cast.manager) == 0


def test_those_noted_as_there_are_ticked_beforehand_and_the_person_decides(cast, as_user, half_day, paper):
    browser, page = as_user(cast.tutor), url("paper", half_day, paper.pk)
    browser.post(url("event_presence", half_day), {"presence": f"{half_day.monique.pk}:present"})
    shown = browser.get(page)
    assert [(row.name, likely) for row, likely in shown.context["left"]] == [("KERVELLA Yann", False), ("LE GOFF Monique", True)]
    nothing = browser.post(page, {"x": "1"})
    assert nothing.status_code == 200
    assert list(nothing.context["messages"])
    browser.post(page, {"signed": [str(half_day.monique.pk), "rien"]})
    assert [one.enrolment for one in Signature.objects.all()] == [half_day.monique]
    browser.post(url("event_presence", half_day), {"presence": f"{half_day.yann.pk}:absent"})
    browser.post(page, {"everyone": "1"})
    assert set(Signature.objects.values_list("enrolment", flat=True)) == {half_day.monique.pk, None}
    browser.post(url("event_presence", half_day), {"presence": f"{half_day.yann.pk}:clear"})
    browser.post(page, {"everyone": "1"})
    assert Signature.objects.filter(method="paper", collected_by=cast.tutor).count() == 3
    assert browser.get(page).context["left"] == []
    presence = browser.get(url("event_presence", half_day)).content.decode()
    assert presence.count("signé sur papier") == 2
    browser.post(url("event_presence", half_day), {"signed": "1"})
    assert Presence.objects.filter(status="present").count() == 2


# --- Pages ---


def test_a_tutor_sends_a_photograph_from_a_phone_and_reads_it(cast, as_user, half_day):
    browser = as_user(cast.tutor)
    form = browser.get(url("paper_new", half_day)).content.decode()
    assert 'accept="image/*,application/pdf"' in form
    assert " multiple" in form
    assert " capture" not in form
    answer = browser.post(url("paper_new", half_day), {"pages": [photograph("a.jpg"), photograph("b.heic", kind="HEIF"), scan()]})
    found = PaperSheet.objects.get()
    assert answer.headers["Location"] == url("paper", half_day, found.pk)
    shown = browser.get(answer.headers["Location"]).content.decode()
    for number in (1, 2, 3):
        assert url("paper_page", half_day, found.pk, number) in shown
    picture = browser.get(url("paper_page", half_day, found.pk, 2))
    assert (picture.headers["Content-Type"], picture.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert "no-store" in picture.headers["Cache-Control"] or "private" in picture.headers["Cache-Control"]
    saved = browser.get(url("paper_page", half_day, found.pk, 3) + "?enregistrer")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "papier-3.pdf" in saved.headers["Content-Disposition"]
    assert browser.get(url("paper_page", half_day, found.pk, 4)).status_code == 404


def test_a_refused_file_is_said_beside_its_field(cast, as_user, half_day):
    browser = as_user(cast.tutor)
    for files in ({}, {"pages": [SimpleUploadedFile("a.exe", b"MZ")]}):
        answer = browser.post(url("paper_new", half_day), files)
        assert answer.status_code == 422
        assert answer.context["form"].errors["pages"]
    assert not PaperSheet.objects.exists()


def test_only_those_who_keep_the_sheet_see_the_paper_and_auditors(cast, as_user, half_day, paper):
    auditor = make_user("Odile", "Contrôle", role=Role.AUDITOR)
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    page = url("paper_page", half_day, paper.pk, 1)
    wanted = {cast.tutor: 200, cast.manager: 200, cast.national: 200, auditor: 200, cast.owner: 403, cast.member: 403}
    wanted |= {cast.coach: 404, cast.other_manager: 404, cast.stranger: 404, cast.editor: 404}
    assert {person: as_user(person).get(page).status_code for person in wanted} == wanted
    assert as_user(auditor).post(url("paper_withdraw", half_day, paper.pk), {"reason": "x"}).status_code == 403
    elsewhere = SessionEvent.objects.create(
        session=half_day.event.session, kind="half_day", title="B", starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1)
    )
    other = reverse("training_sessions:paper_page", args=[elsewhere.session_id, elsewhere.pk, paper.pk, 1])
    assert as_user(cast.tutor).get(other).status_code == 404


def test_the_sheet_its_pdf_and_the_documents_tell_of_the_paper(cast, as_user, half_day, paper):
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    browser = as_user(cast.manager)
    marks = [page.sha256 for page in paper.pages.all()]
    pdf = " ".join(" ".join(pdf_text(browser.get(url("sheet_pdf", half_day)).content)).replace("\xa0", " ").split())
    twin = browser.get(url("sheet_page", half_day)).content.decode()
    for mark in marks:
        assert mark in pdf.replace(" ", "")
        assert mark in twin
    assert "3 pages, ajout par Fabienne Morvan" in pdf
    documents = browser.get(reverse("training_sessions:session_documents", args=[half_day.event.session_id])).content.decode()
    assert url("paper", half_day, paper.pk) in documents
    assert "Feuille papier signée, numérisée" in documents


def test_what_waits_for_validation_says_that_the_paper_came_back(cast, as_user, half_day, paper):
    half_day.event.starts_at -= timedelta(days=1)
    half_day.event.ends_at -= timedelta(days=1)
    half_day.event.save()
    assert [one.papers for one in Today(cast.manager).to_validate if one == half_day.event] == [[paper]]
    for name in ("region", "attendance"):
        assert "Feuille papier signée, numérisée" in as_user(cast.manager).get(reverse(f"training_sessions:{name}")).content.decode()


def test_an_auditor_takes_the_sheets_with_the_paper_in_one_file(cast, as_user, half_day, paper, commits):
    add_paper(event=half_day.event, uploads=[photograph()], by=cast.manager)
    browser = as_user(make_user("Odile", "Contrôle", role=Role.AUDITOR))
    with commits():
        asked = browser.post(reverse("training_sessions:archive_new", args=[half_day.event.session_id]), {"kind": "sheets"})
    content = b"".join(browser.get(asked.headers["Location"] + "certificats.zip"))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name.rpartition("-")[2] for name in names] == ["produits.pdf", "1.jpg", "2.pdf", "3.jpg"]
    assert all(name.startswith("01-emargement-") for name in names)


def test_a_page_whose_file_is_gone_does_not_stop_the_others(cast, half_day, paper, commits):
    page = paper.pages.first()
    page.file.storage.delete(page.file.name)
    with commits():
        archive = ask_archive(session=half_day.event.session, by=cast.manager, kind=ArchiveKind.SHEETS)
    archive.refresh_from_db()
    assert [name.rpartition(".")[2] for name in zipfile.ZipFile(archive.file).namelist()] == ["pdf", "pdf"]


def test_the_report_on_attendance_says_how_each_signed(cast, half_day, paper):
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    validate_rest(event=half_day.event, by=cast.tutor)
    found = list(rows(Scope(cast.national)).filter(event=half_day.event))
    column = next(one for one in COLUMNS if one.name == "signature")
    told = dict(zip([row.enrolment for row in found], column.read(found), strict=True))
    assert "papier" in told[half_day.monique]
    assert told[half_day.yann] == ""


# --- Replaced, withdrawn ---


def test_other_files_replace_the_former_which_stay_with_the_reason(cast, as_user, half_day, paper):
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    browser, page = as_user(cast.manager), url("paper_replace", half_day, paper.pk)
    missing = browser.post(page, {"pages": [scan()], "reason": ""})
    assert missing.context["form"].errors["reason"]
    unread = browser.post(page, {"pages": [], "reason": "Photo floue"})
    assert "Photo floue" in unread.content.decode()
    browser.post(page, {"pages": [scan()], "reason": "Photo floue"})
    paper.refresh_from_db()
    assert (paper.withdrawn_by, paper.reason, paper.emptied) == (cast.manager, "Photo floue", False)
    assert all(row.file.storage.exists(row.file.name) for row in paper.pages.all())
    assert not Signature.objects.standing().exists()
    shown = browser.get(url("paper", half_day, paper.replaced_by.pk))
    assert {row.enrolment: likely for row, likely in shown.context["left"]}[half_day.monique] is True
    former = browser.get(url("paper", half_day, paper.pk)).content.decode()
    assert "Photo floue" in former
    assert "Photo floue" in browser.get(url("event_presence", half_day)).content.decode()
    with pytest.raises(Refused):
        replace_paper(sheet=paper, uploads=[scan()], by=cast.manager, reason="Encore")
    with pytest.raises(Refused):
        note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.manager)


def test_withdrawn_after_validation_the_sheet_has_to_be_validated_again(cast, half_day, paper):
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    validate_rest(event=half_day.event, by=cast.tutor)
    close_sheet(event=half_day.event, by=cast.tutor)
    with pytest.raises(Refused):
        withdraw_paper(sheet=paper, by=cast.manager, reason=" ")
    withdraw_paper(sheet=paper, by=cast.manager, reason="Feuille d’un autre groupe")
    withdraw_paper(sheet=paper, by=cast.manager, reason="Encore")
    half_day.event.refresh_from_db()
    assert half_day.event.sheet_state == "corrected"
    assert Signature.objects.get().cancelled_by == cast.manager
    assert actions(half_day.event)[-2:] == ["cancelled", "unpaper"]
    assert {one.reason for one in half_day.event.history.filter(action__in=["cancelled", "unpaper"])} == {"Feuille d’un autre groupe"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSheet.objects.filter(pk=paper.pk).update(reason="")


def test_pictures_that_show_something_else_are_erased_and_their_trace_stays(cast, as_user, half_day, paper, commits):
    files = [page.file for page in paper.pages.all()]
    marks = [page.sha256 for page in paper.pages.all()]
    browser = as_user(cast.tutor)
    with commits():
        browser.post(url("paper_withdraw", half_day, paper.pk), {"reason": "Un certificat médical", "empty": "on"})
    assert not any(file.storage.exists(file.name) for file in files)
    assert half_day.event.history.last().after == {"pages": 3, "sha256": marks, "emptied": True}
    assert browser.get(url("paper_page", half_day, paper.pk, 1)).status_code == 404
    shown = browser.get(url("paper", half_day, paper.pk)).content.decode()
    assert "Un certificat médical" in shown
    assert marks[0] in shown


def test_one_withdrawn_before_is_emptied_later(cast, as_user, half_day, paper, commits):
    withdraw_paper(sheet=paper, by=cast.tutor, reason="Floue")
    with commits():
        as_user(cast.manager).post(url("paper_withdraw", half_day, paper.pk), {"reason": "Montre autre chose"})
    paper.refresh_from_db()
    assert (paper.emptied, paper.withdrawn_by, paper.reason) == (True, cast.tutor, "Floue")
    assert half_day.event.history.last().reason == "Montre autre chose"
    assert not PaperPage.objects.exclude(file="").exists()


def test_a_date_with_a_paper_sheet_stays(half_day, paper):
    with pytest.raises(Refused):
        remove_event(half_day.event)


# --- Kept as evidence, for its time ---


@pytest.mark.requirement("CMA-1.12")
def test_the_paper_stays_when_one_who_signed_is_erased_and_goes_when_its_time_is_over(cast, half_day, paper, commits):
    note_signatures(sheet=paper, enrolments=[half_day.monique], by=cast.tutor)
    with commits():
        ask_erasure(person=cast.owner, ground="request")
    assert Erasure.objects.get().erased_at
    files = [page.file for page in paper.pages.all()]
    assert all(file.storage.exists(file.name) for file in files)
    half_day.event.starts_at -= timedelta(days=365 * 11)
    half_day.event.ends_at -= timedelta(days=365 * 11)
    half_day.event.save()
    with commits():
        apply_rules()
    assert not any(file.storage.exists(file.name) for file in files)
    assert PaperSheet.objects.get().page_count == 0
    assert Signature.objects.count() == 1


def test_pages_ask_the_same_for_one_paper_as_for_thirty(cast, as_user, half_day, paper):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(cast.manager)
    documents = reverse("training_sessions:session_documents", args=[half_day.event.session_id])

    def asked() -> list[int]:
        counts = []
        for address in (url("event_presence", half_day), url("sheet_page", half_day), url("paper", half_day, paper.pk), documents):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    one = asked()
    for number in range(29):
        more = PaperSheet.objects.create(event=half_day.event, added_by=cast.tutor)
        PaperPage.objects.create(sheet=more, number=1, file="paper-sheets/x", media_type="image/jpeg", size=1, sha256=f"{number:064}")
        learner = Enrolment.objects.create(session=half_day.event.session, user=make_user("Anne", f"A{number}"))
        note_signatures(sheet=paper, enrolments=[learner], by=cast.tutor)
    assert asked() == one
