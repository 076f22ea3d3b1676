"""What an editor is told about a library object before it is published; drafts may be unfinished."""

import html
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.enums import Modality
from courses.models import AudioPage, CaseStudyPage, HalfDayPage, LibraryPage, QuizPage, RichContentPage, VideoPage
from tests.factories import make_object, make_site, make_user
from tests.pathways.editing import add_url, errors_of


@pytest.fixture
def editor(db, as_user):
    make_site()
    return as_user(make_user("Claire", "Dubois", role="editor"))


def document(name: str) -> Document:
    made = Document(title=name)
    made.file.save(name, ContentFile(b"contenu"))
    made.save()
    return made


def post(editor, model, *, action="publish", **fields):
    data = {
        "title": "Un objet",
        "duration_minutes": 20,
        "modality": "remote_async",
        "instruction": rich_text("<p>Faites</p>"),
        "objectives": rich_text(""),
        "tags": "",
        "pass_mark": "",
        "comments": inline_formset([]),
        **fields,
    }
    if action:
        data[f"action-{action}"] = "1"
    return editor.post(add_url(model, LibraryPage.objects.get()), nested_form_data(data))


def refused(response) -> list[str]:
    assert response.status_code == 200
    return [message.replace("\u00a0", " ") for message in errors_of(response)]


VIDEO = {"file": "", "captions": "", "link": "", "transcript": rich_text("")}


@pytest.mark.requirement("CMA-S4")
def test_each_kind_comes_with_its_modality(editor):
    library = LibraryPage.objects.get()
    for model, modality in ((QuizPage, Modality.QUIZ), (HalfDayPage, Modality.IN_PERSON), (CaseStudyPage, Modality.CASE_STUDY)):
        form = editor.get(add_url(model, library)).context["form"]
        assert form["modality"].value() == modality
        assert form["duration_minutes"].value() == 15


def test_a_video_needs_a_file_or_a_link(editor):
    assert refused(post(editor, VideoPage, **VIDEO)) == ["Choisissez un fichier vidéo, ou écrivez un lien ci-dessous."]
    assert post(editor, VideoPage, action="", **VIDEO).status_code == 302
    response = post(editor, VideoPage, **{**VIDEO, "link": "https://example.org/film"}, title="Deux")
    assert response.url == "/admin/bibliotheque/"


@pytest.mark.parametrize(
    ("model", "field", "name", "message"),
    [
        (VideoPage, "file", "film.zip", "Choisissez une vidéo MP4 ou WebM, que tous les navigateurs lisent."),
        (VideoPage, "captions", "film.txt", "Choisissez des sous-titres WebVTT (un fichier dont le nom finit par .vtt)."),
        (AudioPage, "file", "son.mp4", "Choisissez un son MP3, M4A ou OGG, que tous les navigateurs lisent."),
    ],
)
def test_files_are_of_the_kind(editor, model, field, name, message):
    fields = {**VIDEO, "link": "https://example.org/film"} if field == "captions" else VIDEO
    assert message in refused(post(editor, model, **{**fields, field: document(name).pk}))


def test_a_video_is_a_file_or_a_link(editor):
    fields = {**VIDEO, "file": document("film.MP4").pk, "link": "https://example.org/film"}
    assert refused(post(editor, VideoPage, **fields)) == ["Choisissez un fichier ou un lien, pas les deux."]


CASE = {"maximum_grade": 20, "max_files": 5, "max_file_mb": 20}


def test_a_case_study_accepts_something_and_says_what(editor):
    assert refused(post(editor, CaseStudyPage, **CASE)) == ["Acceptez un texte, des fichiers ou les deux : sinon rien ne peut être rendu."]
    silent = {**CASE, "accepts_text": "on", "instruction": rich_text("")}
    assert refused(post(editor, CaseStudyPage, **silent)) == ["Dites ce que l’apprenant doit rendre."]
    assert post(editor, CaseStudyPage, **{**CASE, "accepts_files": "on"}).status_code == 302


QUIZ = {"attempts_allowed": 0, "time_limit_minutes": 0}


def list_block(values) -> dict:
    rows = {str(at): {"value": value, "deleted": "", "order": str(at)} for at, value in enumerate(values)}
    return {**rows, "count": str(len(rows))}


def question(kind: str, **fields):
    return streamfield([(kind, {"text": rich_text("<p>?</p>"), "points": 1, "feedback": rich_text(""), **fields})])


def choice(text: str, correct: bool = False) -> dict:
    return {"text": text, "feedback": "", **({"correct": "on"} if correct else {})}


def unescaped(page: str) -> str:
    """What the page's data says, which Wagtail hands to its script as escaped JSON."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(page)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("single", {"choices": list_block([choice("A"), choice("B")])}, "Cochez une bonne réponse, et une seule."),
        ("single", {"choices": list_block([choice("A", True), choice("B", True)])}, "Cochez une bonne réponse, et une seule."),
        ("single", {"choices": list_block([choice("A", True), choice(" a ")])}, "Deux réponses disent la même chose."),
        ("multiple", {"choices": list_block([choice("A"), choice("B")])}, "Cochez au moins une bonne réponse."),
        ("ordering", {"items": list_block(["A", "a"])}, "Deux éléments disent la même chose : leur ordre ne peut pas se distinguer."),
        (
            "matching",
            {"pairs": list_block([{"left": "A", "right": "1"}, {"left": "B", "right": "1"}])},
            "Deux éléments disent la même chose : les paires ne peuvent pas se distinguer.",
        ),
    ],
)
def test_questions_can_be_answered(editor, kind, fields, message):
    response = post(editor, QuizPage, questions=question(kind, **fields), **QUIZ)
    assert response.status_code == 200
    assert message in unescaped(response.content.decode())
    assert post(editor, QuizPage, action="", questions=question(kind, **fields), **QUIZ).status_code == 302, "a draft may wait"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", {"choices": list_block([choice("A"), choice("B", True)])}),
        ("multiple", {"choices": list_block([choice("A", True), choice("B", True)])}),
        ("ordering", {"items": list_block(["A", "B"])}),
        ("matching", {"pairs": list_block([{"left": "A", "right": "1"}, {"left": "B", "right": "2"}])}),
        ("short_text", {"accepted": list_block(["Quatre"])}),
        ("numeric", {"answer": "4", "tolerance": "0", "unit": ""}),
        ("true_false", {}),
    ],
)
def test_good_questions_are_published(editor, kind, fields):
    response = post(editor, QuizPage, questions=question(kind, **fields), **QUIZ)
    assert response.status_code == 302
    assert QuizPage.objects.get().live


def test_a_quiz_has_questions(editor):
    assert post(editor, QuizPage, questions=streamfield([]), **QUIZ).status_code == 200


def test_versions_are_compared_and_kept(editor):
    page = make_object(RichContentPage, "Les bases")
    for title in ("Un", "Deux"):
        page.title = title
        page.save_revision().publish()
    compare = editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]))
    assert compare.status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200


def test_an_old_version_that_names_a_deleted_file_still_opens(editor):
    old = document("film.mp4")
    page = make_object(VideoPage, "Film", file=old)
    page.save_revision().publish()
    page.file = None
    page.link = "https://example.org/film"
    page.save_revision().publish()
    first = page.revisions.order_by("created_at").first()
    old.delete()
    assert first.as_object().file is None
    assert editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])).status_code == 200
