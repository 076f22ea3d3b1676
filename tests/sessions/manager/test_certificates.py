"""Certificates: when they come, what they state for ever, who can read and check them."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from courses.enums import AttemptState
from courses.models import Attempt
from jobs.models import JobState
from sessions.domain import certificates
from sessions.domain.archives import ask_archive, build_archive
from sessions.domain.certificates import find_certificate, issue, issue_again, issue_if_succeeded, new_code
from sessions.domain.progress import refresh
from sessions.domain.refusals import Refused
from sessions.models import Certificate, DocumentArchive
from sessions.pdf.certificate import certificate_pdf
from sessions.pdf.fonts import printable
from sessions.pdf.rich_text import RichText
from tests.sessions.manager.conftest import certificate_content


def follow(enrolment, *, steps: int | None = None) -> None:
    """The learner finishes the steps of the pathway, in order, an hour in all."""
    found = [step.activity for step in enrolment.session.pathway.sequences.get().steps.order_by("sort_order")]
    now = timezone.now()
    for activity in found[:steps]:
        Attempt.objects.create(
            user=enrolment.user,
            registration=enrolment.registration,
            activity=activity,
            completed=True,
            success=True,
            score=1 if activity.specific.is_scored else None,
            seconds=1200,
            state=AttemptState.FINISHED,
            completed_at=now,
            finished_at=now,
        )
    refresh(enrolment)


def end(session) -> None:
    session.starts_on, session.ends_on = timezone.localdate() - timedelta(days=40), timezone.localdate() - timedelta(days=1)
    session.save()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.requirement("CMA-E1")
def test_success_brings_the_certificate_by_itself_and_once(cast, commits):
    with commits():
        follow(cast.enrolment)
    certificate = Certificate.objects.get(enrolment=cast.enrolment)
    assert certificate.content["succeeded"] is True
    assert certificate.content["signatory"] == "René Tanguy"
    assert [message.to[0] for message in mail.outbox] == [cast.owner.email]
    assert issue_if_succeeded(cast.enrolment) == certificate
    assert certificates.reconcile() == 0


def test_a_lost_signal_is_made_good(cast):
    follow(cast.enrolment)
    Certificate.objects.all().delete()
    assert certificates.reconcile() == 1
    assert Certificate.objects.filter(enrolment=cast.enrolment).exists()


def test_without_success_it_comes_after_the_end_and_says_so(cast):
    follow(cast.enrolment, steps=1)
    with pytest.raises(Refused):
        issue(enrolment=cast.enrolment, by=cast.manager)
    end(cast.session)
    Attempt.objects.update(started_at=cast.session.opens_at + timedelta(hours=1))
    content = issue(enrolment=cast.enrolment, by=cast.manager).content
    assert content["succeeded"] is False
    assert 0 < content["followed_minutes"] < content["planned_minutes"]


def test_who_followed_nothing_gets_none(cast):
    end(cast.session)
    with pytest.raises(Refused):
        issue(enrolment=cast.enrolment, by=cast.manager)
    assert not Certificate.objects.exists()


def test_it_states_for_ever_what_it_stated(cast, commits):
    follow(cast.enrolment)
    certificate = issue(enrolment=cast.enrolment, by=cast.manager)
    cast.owner.last_name = "Autre"
    cast.owner.save()
    cast.pathway.title = "Autre parcours"
    cast.pathway.save()
    again = issue(enrolment=cast.enrolment, by=cast.manager)
    assert again.content == certificate.content
    assert again.content["learner"] == "Monique Le Goff"
    fresh = issue_again(again, by=cast.manager)
    assert fresh.content["learner"] == "Monique Autre"
    assert fresh.code != certificate.code
    assert find_certificate(certificate.code) is None


def test_the_pdf_holds_what_is_asked_of_a_certificate():
    conditions = [{"words": "Étude de cas : 82 % (il faut plus de 70 %)", "met": True}]
    content = certificate_content(learner="Françoise Œuvrard-Lefèvre", conditions=conditions, pathway="L’art du prix & du coût")
    pdf = certificate_pdf(Certificate(code="7KQ2-M9XD-PR4T-0ZVA", content=content))
    reader = PdfReader(io.BytesIO(pdf))
    text = re.sub(r"\s+", " ", text_of(pdf))
    assert len(reader.pages) == 1
    for words in (
        "Certificat de réalisation",
        "Françoise Œuvrard-Lefèvre",
        "L’art du prix & du coût",
        "du 1er novembre 2026 au 30 novembre 2026",
        "Action de formation",
        "7 h 30",
        "4 h à distance",
        "3 h 30 en présence",
        "Étude de cas : 82 %",
        "René Tanguy",
        "Chambre des métiers",
        "7KQ2-M9XD-PR4T-0ZVA",
        "/certificat/7KQ2-M9XD-PR4T-0ZVA/",
    ):
        assert words in text, words
    assert reader.metadata.title == "Certificat de réalisation · Françoise Œuvrard-Lefèvre"
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert any("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts if "/FontDescriptor" in font)


def test_a_long_certificate_runs_on_without_losing_anything():
    conditions = [
        {"words": f"Condition {number} : un intitulé assez long pour tenir une ligne entière du document", "met": True}
        for number in range(60)
    ]
    pdf = certificate_pdf(Certificate(code="AAAA-BBBB-CCCC-DDDD", content=certificate_content(conditions=conditions)))
    text = text_of(pdf)
    assert all(f"Condition {number} :" in text for number in range(60))
    assert "René Tanguy" in text


def test_letters_the_font_lacks_lose_what_sets_them_apart_and_no_more():
    assert printable("Ştefan Wałęsa Œuvre 12\u202f% – « à » ! Ａ 漢") == "Ştefan Wałęsa Œuvre 12\u00a0% – «\u00a0à\u00a0»\u00a0! A ?"


def test_arabic_is_joined_turned_round_and_kept_on_one_line(furnished):
    """The forms of the letters at the end, in the middle and at the beginning of a word (Unicode, Arabic Presentation Forms-B)."""
    assert printable("محمد") == "\ufeaa\ufee4\ufea4\ufee3"
    drawn = printable("Amina بنت عبد الله (Fès)")
    assert re.fullmatch("Amina [\ufe70-\ufefc]+\u00a0[\ufe70-\ufefc]+\u00a0[\ufe70-\ufefc]+ \\(Fès\\)", drawn)
    furnished.certificate.content |= {"learner": "محمد العلوي"}
    text = text_of(certificate_pdf(furnished.certificate))
    assert "?" not in text
    # Readers of PDFs join the letters again, or give them as they are drawn.
    assert {"محمد", "\ufee3\ufea4\ufee4\ufeaa", "\ufeaa\ufee4\ufea4\ufee3"} & {word for line in text.splitlines() for word in line.split()}


def test_italics_stay_upright_where_the_slanted_face_lacks_a_letter():
    text = RichText(link=str, colour="#000000")
    markup = [one.text for one in text.flowables("<p><i>Bonjour</i></p><p><i>محمد</i></p>")]
    assert markup == ["<i>Bonjour</i>", printable("محمد")]


def test_codes_are_readable_and_never_the_same():
    codes = {new_code() for _turn in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN-PQR0", "abcd efgh jkmn pqrO", "ABCDEFGHJKMNPQR0", " abcd–efgh–jkmn–pqro "])
def test_a_code_is_found_however_it_is_typed(furnished, typed):
    Certificate.objects.filter(pk=furnished.certificate.pk).update(code="ABCD-EFGH-JKMN-PQR0")
    assert find_certificate(typed) == furnished.certificate


# --- Pages ---


def test_the_owner_reads_it_as_pdf_and_as_a_page(furnished, as_user):
    browser = as_user(furnished.cast.owner)
    answer = browser.get(reverse("training_sessions:certificate", args=[furnished.cast.enrolment.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('inline; filename="certificat-monique-le-goff-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    page = browser.get(reverse("training_sessions:certificate_page", args=[furnished.cast.enrolment.pk])).content.decode()
    for words in ("Monique Le Goff", "ABCD-EFGH-JKMN-PQRS", "Étude de cas"):
        assert words in page


@pytest.mark.parametrize("who", [None, "stranger", "owner", "other_manager"])
def test_anyone_who_holds_the_code_checks_it_and_learns_no_more(furnished, as_user, who):
    browser = as_user(getattr(furnished.cast, who) if who else None)
    page = browser.get(reverse("training_sessions:verify", args=["abcd-efgh-jkmn-pqrs"]))
    whole = page.content.decode()
    text = whole[whole.index("<main") : whole.index("</main")]
    assert page.status_code == 200
    for words in ("Monique Le Goff", "Réussir ma stratégie Facebook", "Bretagne", "1er novembre 2026"):
        assert words in text
    for secret in (furnished.cast.owner.email, "82", "Étude de cas", "3 h 26", str(furnished.cast.enrolment.pk)):
        assert secret not in text
    assert "noindex" in whole


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN-PQR1", "x", "%00", "é" * 50])
def test_an_unknown_code_is_told_kindly(furnished, as_user, code):
    page = as_user(None).get(reverse("training_sessions:verify", args=[code]))
    assert page.status_code == 404
    assert 'name="code"' in page.content.decode()


def test_the_form_leads_to_the_code(db, as_user):
    browser = as_user(None)
    assert browser.get(reverse("training_sessions:verify_form")).status_code == 200
    answer = browser.get(reverse("training_sessions:verify_form"), {"code": " ab/cd é"})
    assert answer["Location"] == reverse("training_sessions:verify", args=["abcd"])
    assert browser.get(reverse("training_sessions:verify_form"), {"code": "//"}).status_code == 200
    answer = browser.get(reverse("training_sessions:verify_form"), {"code": "ABCD-EFGH"})
    assert answer["Location"] == reverse("training_sessions:verify", args=["ABCD-EFGH"])


def test_asking_too_often_is_slowed_down(furnished, as_user):
    cache.clear()
    browser = as_user(None)
    url = reverse("training_sessions:verify", args=["ABCD-EFGH-JKMN-PQRS"])
    answers = {browser.get(url).status_code for _turn in range(70)}
    cache.clear()
    assert answers == {200, 429}


# --- All of a session ---


def test_all_certificates_in_one_zip_by_a_job_done_twice_alike(furnished, as_user, commits):
    cast = furnished.cast
    follow(cast.member_enrolment)
    issue(enrolment=cast.member_enrolment, by=cast.manager)
    DocumentArchive.objects.all().delete()
    browser = as_user(cast.manager)
    with commits():
        answer = browser.post(reverse("training_sessions:archive_new", args=[cast.session.pk]))
    archive = DocumentArchive.objects.get()
    assert (archive.state, archive.steps_done, archive.percent) == (JobState.DONE, 2, 100)
    assert browser.get(answer["Location"]).status_code == 200
    build_archive(archive)
    url = reverse("training_sessions:archive_file", args=[cast.session.pk, archive.pk])
    content = b"".join(browser.get(url).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        names = sorted(bundle.namelist())
        assert len(names) == 2
        assert names[0].startswith("certificat-monique-le-goff-")
        assert "Monique Le Goff" in text_of(bundle.read(names[0]))
    for who, status in (("other_manager", 404), ("owner", 403), ("tutor", 403), ("stranger", 403)):
        assert as_user(getattr(cast, who)).get(url).status_code == status, who


def test_an_archive_without_certificate_is_refused(cast):
    with pytest.raises(Refused):
        ask_archive(session=cast.session, by=cast.manager)


def test_an_archive_under_way_is_not_asked_twice(furnished):
    assert ask_archive(session=furnished.cast.session, by=furnished.cast.manager) == furnished.archive


def test_a_file_that_is_not_ready_is_not_found(furnished, as_user):
    url = reverse("training_sessions:archive_file", args=[furnished.cast.session.pk, furnished.archive.pk])
    assert as_user(furnished.cast.manager).get(url).status_code == 404


def test_issuing_from_the_page_of_the_learner(cast, as_user):
    follow(cast.enrolment)
    browser, url = as_user(cast.manager), reverse("training_sessions:certificate_issue", args=[cast.enrolment.pk])
    browser.post(url)
    first = Certificate.objects.get(enrolment=cast.enrolment)
    browser.post(url)
    assert Certificate.objects.get(enrolment=cast.enrolment).code != first.code
