"""Site, library and pathways, by the calls that editors' pages make: fifty pathways share some two hundred objects."""

import random
from dataclasses import dataclass

from accounts.models import User
from benchmarks.seed.size import Size
from courses.enums import Modality
from courses.models import (
    CaseStudyPage,
    DocumentPage,
    ForumTaskPage,
    HalfDayPage,
    LibraryObject,
    QuizPage,
    RichContentPage,
    ScormPage,
    VirtualClassPage,
)
from demo.content import facebook, texts
from demo.library import add, add_module, calendar_document, questions
from demo.pathways import sequence, step
from demo.site import publish
from pathways.domain.beginning import begin_site
from pathways.enums import ConditionKind, Progression
from pathways.models import FaqEntry, PathwayIndexPage, PathwayPage, SuccessCondition

# How many pathways share one object of a kind.
SHARED_BY = 5
MODULES_PER_PATHWAY = 4
TRADES = (
    "la pâtisserie",
    "la coiffure",
    "la menuiserie",
    "la mécanique",
    "la boulangerie",
    "la plomberie",
    "la fleuristerie",
    "la couture",
)
SUBJECTS = ("Vendre en ligne", "Fixer ses prix", "Accueillir un apprenti", "Tenir ses comptes", "Soigner sa vitrine", "Gagner du temps")


@dataclass(frozen=True)
class Offer:
    """A pathway with its objects by the part they play in it."""

    pathway: PathwayPage
    objects: dict[str, LibraryObject]


def make_offers(size: Size, editor: User) -> list[Offer]:
    begin_site(name="Se former près de chez soi")
    modules = _modules(size, editor)
    shared = [_shared(number, editor) for number in range(max(1, -(-size.pathways // SHARED_BY)))]
    rng = random.Random(size.seed)
    return [_offer(number, modules, shared[number % len(shared)], rng) for number in range(size.pathways)]


def _modules(size: Size, editor: User) -> list[LibraryObject]:
    """Pages of modules; several pages play one package, as a library in use has it."""
    first = [add_module(module, editor, edition="1.2" if n % 4 == 3 else "2004") for n, module in enumerate(facebook.MODULES[:4])]
    packages = [page.package for page in first if isinstance(page, ScormPage)]
    wanted = MODULES_PER_PATHWAY * max(1, size.pathways // 2)
    more = [_module(number, packages[number % len(packages)]) for number in range(len(first), wanted)]
    return [*first, *more]


def _module(number: int, package) -> LibraryObject:
    title = f"{SUBJECTS[number % len(SUBJECTS)]} dans {TRADES[number % len(TRADES)]} ({number})"
    return add(ScormPage, f"module-{number}", title, 20 + 5 * (number % 7), package=package, pass_mark=50)


def _shared(number: int, editor: User) -> dict[str, LibraryObject]:
    def made(model, name: str, title: str, minutes: int, **fields) -> LibraryObject:
        return add(model, f"{name}-{number}", f"{title} ({number})", minutes, **fields)

    return {
        "welcome": made(RichContentPage, "bienvenue", "Bienvenue dans le parcours", 5, body=texts.WELCOME_PAGE),
        "positioning": made(QuizPage, "positionnement", "Quiz d’auto-positionnement", 10, questions=questions(texts.POSITIONING)),
        "forum": made(ForumTaskPage, "presentez-vous", "Présentez-vous au groupe", 15),
        "class": made(VirtualClassPage, "classe", "Classe virtuelle", 60),
        "document": made(DocumentPage, "modele", "Modèle à remplir", 5, file=calendar_document(editor)),
        "half_day": made(HalfDayPage, "demi-journee", "Demi-journée de pratique", 180),
        "case": made(CaseStudyPage, "etude", "Étude de cas", 60, instruction=texts.CASE_STUDY, pass_mark=70),
        "final": made(QuizPage, "final", "Quiz final", 20, questions=questions(texts.POSITIONING), pass_mark=70, modality=Modality.QUIZ),
    }


def _offer(number: int, modules: list[LibraryObject], shared: dict[str, LibraryObject], rng: random.Random) -> Offer:
    chosen = rng.sample(modules, MODULES_PER_PATHWAY)
    objects = {**shared, **{f"module-{place}": module for place, module in enumerate(chosen)}}
    subject, trade = SUBJECTS[number % len(SUBJECTS)], TRADES[number % len(TRADES)]
    pathway = PathwayPage(
        title=f"{subject} dans {trade} ({number + 1})",
        slug=f"parcours-{number + 1}",
        summary=f"En trente jours : {subject.lower()} quand on travaille dans {trade}.",
        objectives="<ul><li>Savoir par où commencer</li><li>Tenir dans la durée</li></ul>",
        audience="Artisans, conjoints et salariés.",
        progression=(Progression.CONSTRAINED, Progression.GUIDED, Progression.FREE)[number % 3],
    )
    pathway.sequences = _sequences(objects)
    pathway.conditions = _conditions(objects)
    publish(PathwayIndexPage.objects.get(), pathway)
    for place, (question, answer) in enumerate(texts.FAQ):
        FaqEntry.objects.create(pathway=pathway, question=question, answer=answer, sort_order=place)
    return Offer(pathway, objects)


def _sequences(of: dict[str, LibraryObject]) -> list:
    begun = ((of["positioning"], None),)
    sheet = texts.SHEETS["marks"]
    return [
        sequence(
            "Prendre ses marques",
            [step(of["welcome"]), step(of["positioning"], weight=0), step(of["module-0"], after=begun)],
            sort_order=0,
            summary_sheet=sheet,
        ),
        sequence(
            "Construire",
            [
                step(of["module-1"], after=((of["module-0"], 50),)),
                step(of["forum"], required=False, after=begun),
                step(of["class"], after=begun),
                step(of["module-2"], after=((of["module-1"], 50),)),
                step(of["document"], required=False, after=((of["module-1"], None),)),
            ],
            sort_order=1,
            summary_sheet=sheet,
        ),
        sequence(
            "Mettre en pratique",
            [
                step(of["module-3"], after=((of["module-2"], 50),)),
                step(of["half_day"], after=begun),
                step(of["case"], weight=2, after=((of["module-2"], None),)),
                step(of["final"], weight=2, after=((of["module-3"], 50),)),
            ],
            sort_order=2,
            summary_sheet=sheet,
        ),
    ]


def _conditions(of: dict[str, LibraryObject]) -> list[SuccessCondition]:
    rows: list[tuple] = [
        (ConditionKind.EVERY_SCORE, None, 0),
        (ConditionKind.ATTENDED, of["class"], None),
        (ConditionKind.SCORE, of["case"], 70),
        (ConditionKind.SCORE, of["final"], 70),
    ]
    return [SuccessCondition(kind=kind, activity=activity, threshold=mark, sort_order=n) for n, (kind, activity, mark) in enumerate(rows)]
