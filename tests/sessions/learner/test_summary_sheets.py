"""Summary sheets: one's own once the sequence is finished, also after the session."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from pathways.models import Sequence
from sessions.models import Enrolment
from sessions.pdf.summary_sheet import summary_sheet_pdf
from tests.factories import make_object, make_pathway, make_session
from tests.sessions.learner.moments import finish

RICH = (
    "<h2>À retenir</h2><p>Une page <b>Facebook</b> se tient <i>chaque semaine</i> &amp; bien.</p>"
    "<ul><li>Deux publications<ul><li>dont une photo</li></ul></li></ul><ol><li>L’objectif</li></ol><hr/>"
    '<h3>Plus loin</h3><p><a href="https://example.org/?a=1&amp;b=2">Le guide</a> <a href="javascript:alert(1)">piège</a></p>'
)


@pytest.fixture
def enrolment(cast):
    pathway = make_pathway(make_object(title="Seule étape"))
    Sequence.objects.filter(pathway=pathway).update(summary_sheet=RICH)
    return Enrolment.objects.create(session=make_session(pathway, cast.region), user=cast.owner)


def sequence_of(enrolment):
    return enrolment.session.pathway.sequences.get()


def url_of(enrolment, name="summary_sheet", *more):
    return reverse(f"training_sessions:{name}", args=[enrolment.pk, sequence_of(enrolment).pk, *more])


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def make_document(name="fiche.pdf", content=b"%PDF-1.4 fiche"):
    return get_document_model().objects.create(title=name, file=ContentFile(content, name))


def test_a_sheet_comes_with_the_end_of_its_sequence(cast, as_user, enrolment):
    browser = as_user(cast.owner)
    for name in ("summary_sheet", "summary_sheet_page"):
        response = browser.get(url_of(enrolment, name))
        assert response.status_code == 403
        assert "Séquence 1" in response.content.decode()
    finish(enrolment, 0)
    response = browser.get(url_of(enrolment))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "À retenir" in browser.get(url_of(enrolment, "summary_sheet_page")).content.decode()


@pytest.mark.requirement("CMA-2.12")
@pytest.mark.requirement("CMA-3.7")
def test_documents_are_in_one_place_and_stay_after_the_end(cast, as_user, enrolment, commits):
    with commits():
        finish(enrolment, 0)
    with time_machine.travel(enrolment.session.closes_at + timedelta(days=40)):
        browser = as_user(cast.owner)
        text = browser.get(reverse("training_sessions:documents")).content.decode()
        assert url_of(enrolment) in text
        assert reverse("training_sessions:certificate", args=[enrolment.pk]) in text
        assert browser.get(url_of(enrolment)).status_code == 200


def test_documents_list_no_address_of_a_sheet_that_is_not_ones_own_yet(cast, as_user, enrolment):
    text = as_user(cast.owner).get(reverse("training_sessions:documents")).content.decode()
    assert "Séquence 1" in text
    assert url_of(enrolment) not in text


def test_a_sequence_without_sheet_has_none(cast, as_user):
    finish(cast.enrolment, 0)
    assert as_user(cast.owner).get(url_of(cast.enrolment)).status_code == 404


def test_a_sheet_of_another_pathway_is_not_there(cast, as_user, enrolment):
    finish(enrolment, 0)
    url = reverse("training_sessions:summary_sheet", args=[cast.enrolment.pk, sequence_of(enrolment).pk])
    assert as_user(cast.owner).get(url).status_code == 404


def test_an_uploaded_sheet_goes_before_a_written_one(cast, as_user, enrolment):
    Sequence.objects.filter(pk=sequence_of(enrolment).pk).update(summary_document=make_document(), summary_sheet="")
    browser = as_user(cast.owner)
    assert browser.get(url_of(enrolment)).status_code == 403
    finish(enrolment, 0)
    assert body(browser.get(url_of(enrolment))) == b"%PDF-1.4 fiche"
    assert browser.get(url_of(enrolment, "summary_sheet_page"))["Location"] == url_of(enrolment)


def test_documents_that_a_sheet_links_to_leave_through_it(cast, as_user, enrolment):
    linked, other = make_document("guide.pdf", b"%PDF-1.4 guide"), make_document("secret.pdf")
    text = f'<p><a linktype="document" id="{linked.pk}">Guide</a></p>'
    Sequence.objects.filter(pk=sequence_of(enrolment).pk).update(summary_sheet=text)
    address = url_of(enrolment, "sheet_document", linked.pk)
    browser = as_user(cast.owner)
    assert browser.get(address).status_code == 403
    finish(enrolment, 0)
    assert f'href="{address}"' in browser.get(url_of(enrolment, "summary_sheet_page")).content.decode()
    assert body(browser.get(address)) == b"%PDF-1.4 guide"
    assert browser.get(url_of(enrolment, "sheet_document", other.pk)).status_code == 404
    assert as_user(cast.member).get(address).status_code == 404


def test_the_pdf_says_what_was_written(db):
    """Read back with an independent reader where there is one."""
    pypdf = pytest.importorskip("pypdf", reason="no reader of PDFs is installed")
    content = summary_sheet_pdf(title="Publier", pathway="Ma stratégie", text=RICH, link=lambda href: href)
    reader = pypdf.PdfReader(io.BytesIO(content))
    words = " ".join(page.extract_text() for page in reader.pages)
    for expected in ("Publier", "À retenir", "Facebook", "dont une photo", "Le guide", "piège"):
        assert expected in words
    targets = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])]
    assert targets == ["https://example.org/?a=1&b=2"]
    assert reader.metadata.title.startswith("Publier")


@pytest.mark.parametrize(
    "text", ["", "<p></p>", "texte nu", "<p>مرحبا 漢字 ✔</p>", "<ul></ul>", "<p>" + "mot " * 4000 + "</p>", "<p>a<br/>b</p>"]
)
def test_any_text_makes_a_pdf(db, text):
    assert summary_sheet_pdf(title="Titre", pathway="P", text=text, link=str).startswith(b"%PDF")
