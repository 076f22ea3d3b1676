"""The library of the demonstration: packages imported by the real importer, quizzes, pages, activities."""

import csv
import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model

from courses.domain.importing import create_package
from courses.enums import Modality
from courses.models import (
    CaseStudyPage,
    DocumentPage,
    ForumTaskPage,
    HalfDayPage,
    LibraryObject,
    LibraryPage,
    QuizPage,
    RichContentPage,
    ScormPage,
    VirtualClassPage,
)
from demo.content import facebook, texts
from demo.content.shapes import Module
from demo.packages import build
from demo.site import publish
from jobs.domain.run import run_job


def add(model: type[LibraryObject], slug: str, title: str, minutes: int, **fields) -> LibraryObject:
    fields.setdefault("modality", model.default_modality)
    page = model(title=title, slug=slug, duration_minutes=minutes, **fields)
    return publish(LibraryPage.objects.get(), page)


def add_module(module: Module, user, *, edition: str = "2004") -> LibraryObject:
    upload = SimpleUploadedFile(f"{module.slug}.zip", build(module, edition=edition), content_type="application/zip")
    version = create_package(upload=upload, title=module.title, user=user)
    run_job.call(model=version._meta.label, pk=str(version.pk))
    version.refresh_from_db()
    return add(
        ScormPage,
        module.slug,
        module.title,
        module.minutes,
        package=version.package,
        pass_mark=module.pass_mark,
        objectives=f"<p>{module.objectives}</p>",
        modality=Modality.QUIZ if module is facebook.FINAL else Modality.REMOTE_ASYNCHRONOUS,
    )


def question(kind: str, text: str, points: int, feedback: str, answer) -> tuple[str, dict]:
    """One question as the quiz's editor stores it, from the short form of demo.content.texts."""
    value: dict = {"text": text, "points": points, "feedback": f"<p>{feedback}</p>"}
    if kind in {"single", "multiple"}:
        value["choices"] = [{"text": words, "correct": right, "feedback": ""} for words, right in answer]
    elif kind == "true_false":
        value["answer"] = answer
    elif kind == "numeric":
        value |= dict(zip(("answer", "tolerance", "unit"), answer, strict=True))
    elif kind == "ordering":
        value["items"] = answer
    elif kind == "matching":
        value["pairs"] = [{"left": left, "right": right} for left, right in answer]
    return kind, value


def questions(short: list) -> list[tuple[str, dict]]:
    return [question(*one) for one in short]


def calendar_document(user):
    """A spreadsheet to fill in, for the pathway's practice."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Date", "Famille", "Photo", "Première ligne", "Invitation"])
    rows.writerow(["Lundi", "Le geste", "Feuilletage au fournil", "Ce matin, 27 tours de pâte.", "Passez avant midi"])
    return get_document_model().objects.create(
        title="Modèle de calendrier de publications",
        file=ContentFile(("\ufeff" + text.getvalue()).encode(), "calendrier.csv"),
        uploaded_by_user=user,
    )


def make_library(editor) -> dict[str, LibraryObject]:
    """All objects of the demonstration's pathways, by short name."""
    objects = {
        module.slug: add_module(module, editor, edition="1.2" if module is facebook.CREATE else "2004") for module in facebook.MODULES
    }
    return objects | _around(editor) | _others()


def _around(editor) -> dict[str, LibraryObject]:
    return {
        "welcome": add(RichContentPage, "bienvenue", "Bienvenue dans le parcours", 5, body=texts.WELCOME_PAGE),
        "positioning": add(
            QuizPage,
            "auto-positionnement",
            "Quiz d’auto-positionnement",
            10,
            questions=questions(texts.POSITIONING),
            attempts_allowed=1,
            instruction="<p>Pas de bonne ou mauvaise note : ce quiz aide votre tutrice à vous accompagner.</p>",
        ),
        "forum": add(
            ForumTaskPage,
            "presentez-votre-page",
            "Présentez votre page au groupe",
            15,
            instruction="<p>Dites en quelques lignes qui vous êtes, ce que vous faites, et ce que vous attendez de Facebook.</p>",
        ),
        "class": add(
            VirtualClassPage,
            "classe-virtuelle",
            "Classe virtuelle : vos pages à la loupe",
            60,
            instruction="<p>Préparez une question et une publication à montrer.</p>",
        ),
        "half_day": add(
            HalfDayPage,
            "demi-journee",
            "Demi-journée : photographier son travail",
            180,
            instruction="<p>Apportez votre téléphone et trois produits.</p>",
        ),
        "calendar": add(DocumentPage, "modele-calendrier", "Modèle de calendrier de publications", 5, file=calendar_document(editor)),
        "case": add(
            CaseStudyPage, "etude-de-cas", "Étude de cas : ma stratégie sur trois mois", 60, instruction=texts.CASE_STUDY, pass_mark=70
        ),
    }


def _others() -> dict[str, LibraryObject]:
    return {
        "cost": add(RichContentPage, "cout-horaire", "Ce que coûte une heure de travail", 20, body=texts.PRICES_PAGE),
        "cost_quiz": add(
            QuizPage, "quiz-prix", "Quiz : calculer son coût horaire", 10, questions=questions(texts.PRICES_QUIZ), pass_mark=50
        ),
        "apprentice": add(
            RichContentPage, "accueillir-apprenti", "Accueillir un apprenti : la première semaine", 25, body=texts.APPRENTICE_PAGE
        ),
        "apprentice_case": add(
            CaseStudyPage,
            "fiche-accueil",
            "Écrire sa fiche d’accueil",
            45,
            instruction="<p>Rédigez la fiche que vous remettrez à votre apprenti le premier jour.</p>",
            pass_mark=50,
        ),
    }
