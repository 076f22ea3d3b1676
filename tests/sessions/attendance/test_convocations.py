"""Convocations: what they hold, who gets them when, and all documents of a kind in one file."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from courses.models import HalfDayPage
from messaging.models import Notice
from sessions.domain.sessions import change_session, confirm
from sessions.enums import SessionState
from sessions.models import DocumentArchive, Enrolment
from tests.factories import make_object, make_pathway, make_session, make_user

pytestmark = pytest.mark.requirement("CMA-E1")


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages)


def attached(message) -> dict[str, bytes]:
    return {name: content for name, content, _type in message.attachments}


@pytest.fixture
def coming(cast):
    """A session in preparation, with one half-day and one learner."""
    activity = make_object(HalfDayPage, "Photographier ses produits", duration_minutes=180)
    session = make_session(make_pathway(activity), cast.region, state=SessionState.DRAFT, name="Session de Bruz")
    session.tutors.create(user=cast.tutor, role="content")
    begins = session.opens_at + timedelta(days=9, hours=9)
    session.events.create(
        kind="half_day",
        title="Demi-journée",
        activity=activity,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        place="Salle Armor, Bruz",
    )
    Enrolment.objects.create(session=session, user=cast.owner)
    return session


def test_the_pdf_and_its_page_hold_programme_dates_place_access_and_contacts(cast, as_user, coming):
    coming.region.email, coming.region.phone = "formation@bretagne.example", "02 99 00 00 00"
    coming.region.save()
    coming.state = SessionState.OPEN
    coming.save()
    enrolment = coming.enrolments.get()
    browser = as_user(cast.owner)
    pdf = text_of(browser.get(reverse("training_sessions:convocation", args=[enrolment.pk])).content)
    page = browser.get(reverse("training_sessions:convocation_page", args=[enrolment.pk])).content.decode()
    twin = " ".join(page.replace("\xa0", " ").replace("&nbsp;", " ").split())
    wanted = ["Monique Le Goff", "Photographier ses produits", "Demi-journée", "Salle Armor, Bruz", "de 9 h à 12 h", cast.owner.email]
    wanted += [
        "Fabienne Morvan",
        cast.tutor.email,
        "formation@bretagne.example",
        "02 99 00 00 00",
        f"/espace/apprendre/{enrolment.pk}/",
        "3 h",
    ]
    for words in wanted:
        assert words in pdf, words
        assert words in twin, words
    assert "Convocation" in browser.get(reverse("training_sessions:documents")).content.decode()


def test_who_may_read_a_convocation(cast, as_user, coming):
    address = reverse("training_sessions:convocation", args=[coming.enrolments.get().pk])
    assert as_user(cast.owner).get(address).status_code == 404
    assert as_user(cast.manager).get(address).status_code == 200
    coming.state = SessionState.OPEN
    coming.save()
    for person, status in ((cast.owner, 200), (cast.tutor, 403), (cast.member, 404), (cast.other_manager, 404)):
        assert as_user(person).get(address).status_code == status, person


def test_the_invitation_brings_it_before_the_start_and_new_dates_a_new_one(cast, coming, commits):
    with commits():
        session = confirm(coming, by=cast.manager)
    (invitation,) = [message for message in mail.outbox if message.to == [cast.owner.email]]
    files = attached(invitation)
    (name,) = [name for name in files if name.startswith("convocation-monique-le-goff")]
    assert "Salle Armor, Bruz" in text_of(files[name])
    mail.outbox.clear()
    with commits():
        change_session(
            session,
            starts_on=session.starts_on,
            ends_on=session.ends_on + timedelta(days=2),
            name=session.name,
            places=12,
            welcome="",
            tutors=[(cast.tutor, "content")],
            tell=True,
            by=cast.manager,
        )
    by_person = {message.to[0]: attached(message) for message in mail.outbox}
    assert any(name.startswith("convocation-") for name in by_person[cast.owner.email])
    assert list(by_person[cast.tutor.email]) == ["session.ics"]


def test_the_manager_sends_them_anew_once_the_session_is_confirmed(cast, as_user, coming, commits):
    browser, address = as_user(cast.manager), reverse("training_sessions:convocations_send", args=[coming.pk])
    with commits():
        browser.post(address)
    assert not Notice.objects.exists()
    coming.state = SessionState.OPEN
    coming.save()
    with commits():
        browser.post(address)
    (message,) = mail.outbox
    assert "convocation" in message.subject
    assert len(attached(message)) == 2


@pytest.mark.parametrize(("kind", "names"), [("convocations", "convocation-"), ("sheets", "01-emargement-")])
def test_all_of_a_kind_in_one_file_by_a_job(cast, as_user, half_day, commits, kind, names):
    browser, session = as_user(cast.manager), half_day.event.session
    with commits():
        answer = browser.post(reverse("training_sessions:archive_new", args=[session.pk]), {"kind": kind})
    archive = DocumentArchive.objects.get()
    assert answer.headers["Location"] == reverse("training_sessions:archive", args=[session.pk, archive.pk])
    assert (archive.kind, archive.percent) == (kind, 100)
    assert browser.get(answer.headers["Location"]).status_code == 200
    content = b"".join(browser.get(reverse("training_sessions:archive_file", args=[session.pk, archive.pk])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert len(bundle.namelist()) == {"convocations": 2, "sheets": 1}[kind]
        for name in bundle.namelist():
            assert name.startswith(names)
            assert "Photographier ses produits" in text_of(bundle.read(name)) or kind == "convocations"


def test_a_kind_that_does_not_exist_is_not_found_and_an_empty_one_refused(cast, as_user):
    browser, address = as_user(cast.manager), reverse("training_sessions:archive_new", args=[cast.session.pk])
    assert browser.post(address, {"kind": "secrets"}).status_code == 404
    browser.post(address, {"kind": "sheets"})
    assert not DocumentArchive.objects.exists()


def test_the_documents_page_asks_the_same_for_two_learners_as_for_thirty(cast, as_user, half_day):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, address = as_user(cast.manager), reverse("training_sessions:session_documents", args=[half_day.event.session_id])
    browser.get(address)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
        for number in range(28):
            Enrolment.objects.create(session=half_day.event.session, user=make_user("Anne", f"A{number}"))
    assert counts[0] == counts[1]
