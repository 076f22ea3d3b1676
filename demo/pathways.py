"""The pathways of the demonstration."""

from courses.models import LibraryObject
from demo.content import texts
from demo.site import publish
from pathways.enums import ConditionKind, Progression
from pathways.models import FaqEntry, PathwayIndexPage, PathwayPage, Prerequisite, Sequence, Step, SuccessCondition

Objects = dict[str, LibraryObject]


def step(activity: LibraryObject, *, after: tuple = (), **fields) -> Step:
    """A step; `after` holds (activity, minimum score or None) of the steps it opens after."""
    made = Step(activity=activity, **fields)
    made.prerequisites = [Prerequisite(activity=before, minimum_score=score, sort_order=n) for n, (before, score) in enumerate(after)]
    return made


def sequence(title: str, steps: list[Step], **fields) -> Sequence:
    made = Sequence(title=title, **fields)
    for position, one in enumerate(steps):
        one.sort_order = position
    made.steps = steps
    return made


def make_pathways(objects: Objects) -> dict[str, PathwayPage]:
    catalogue = PathwayIndexPage.objects.get()
    made = {"facebook": _facebook(objects), "prices": _prices(objects), "apprentice": _apprentice(objects)}
    for pathway in made.values():
        publish(catalogue, pathway)
    _faq(made["facebook"], objects)
    return made


def _faq(pathway: PathwayPage, of: Objects) -> None:
    for number, (question, answer) in enumerate(texts.FAQ):
        FaqEntry.objects.create(pathway=pathway, question=question, answer=answer, sort_order=number)
    for slug, question, answer in texts.ACTIVITY_FAQ:
        FaqEntry.objects.create(activity=of[slug], question=question, answer=answer, is_public=False)


def _facebook(of: Objects) -> PathwayPage:
    pathway = PathwayPage(
        title="Réussir ma stratégie Facebook",
        slug="reussir-ma-strategie-facebook",
        summary="En trente jours, une page Facebook qui amène des clients : quatre modules, un groupe, une tutrice, une demi-journée de pratique.",
        objectives="<ul><li>Créer une page professionnelle complète</li><li>Tenir un calendrier de publications</li><li>Mesurer ce que la page rapporte</li></ul>",
        audience="Artisans, conjoints et salariés qui tiennent ou vont tenir la page de l’entreprise.",
        requirements="Savoir se servir d’un téléphone ou d’un ordinateur, et avoir un compte Facebook personnel.",
        progression=Progression.CONSTRAINED,
        session_days=30,
    )
    pathway.sequences = [
        sequence("Prendre ses marques", _first_steps(of), summary_sheet=texts.SHEETS["marks"], sort_order=0),
        sequence("Construire sa page", _building_steps(of), summary_sheet=texts.SHEETS["build"], sort_order=1),
        sequence("Mettre en pratique", _practice_steps(of), summary_sheet=texts.SHEETS["practise"], sort_order=2),
    ]
    pathway.conditions = _conditions(of)
    return pathway


def _first_steps(of: Objects) -> list[Step]:
    return [
        step(of["welcome"]),
        step(of["positioning"], weight=0),
        step(of["comprendre"], after=((of["positioning"], None),)),
    ]


def _building_steps(of: Objects) -> list[Step]:
    return [
        step(of["creer-sa-page"], after=((of["comprendre"], 50),)),
        step(of["forum"], required=False, after=((of["positioning"], None),)),
        step(of["class"], after=((of["positioning"], None),)),
        step(of["publier"], after=((of["creer-sa-page"], 50),)),
        step(of["calendar"], required=False, after=((of["creer-sa-page"], None),)),
    ]


def _practice_steps(of: Objects) -> list[Step]:
    return [
        step(of["mesurer"], after=((of["publier"], 50),)),
        step(of["half_day"], after=((of["positioning"], None),)),
        step(of["case"], weight=2, after=((of["publier"], None),)),
        step(of["quiz-final"], weight=2, after=((of["mesurer"], 50),)),
    ]


def _conditions(of: Objects) -> list[SuccessCondition]:
    kinds: list[tuple] = [
        (ConditionKind.EVERY_SCORE, None, 0),
        (ConditionKind.ATTENDED, of["class"], None),
        (ConditionKind.ATTENDED, of["half_day"], None),
        (ConditionKind.SCORE, of["case"], 70),
        (ConditionKind.SCORE, of["quiz-final"], 70),
    ]
    return [SuccessCondition(kind=kind, activity=activity, threshold=mark, sort_order=n) for n, (kind, activity, mark) in enumerate(kinds)]


def _prices(of: Objects) -> PathwayPage:
    pathway = PathwayPage(
        title="Fixer ses prix sans se tromper",
        slug="fixer-ses-prix",
        summary="Connaître son coût horaire, construire un devis juste et savoir dire non.",
        objectives="<ul><li>Calculer son coût horaire</li><li>Construire un prix de vente</li></ul>",
        audience="Artisans du bâtiment, de l’alimentation et des services.",
        progression=Progression.FREE,
        session_days=21,
    )
    pathway.sequences = [sequence("Calculer", [step(of["cost"]), step(of["cost_quiz"])], sort_order=0)]
    pathway.conditions = [SuccessCondition(kind=ConditionKind.SCORE, activity=of["cost_quiz"], threshold=50, sort_order=0)]
    return pathway


def _apprentice(of: Objects) -> PathwayPage:
    pathway = PathwayPage(
        title="Accueillir et garder un apprenti",
        slug="accueillir-un-apprenti",
        summary="Préparer l’arrivée, former sur le poste, éviter les ruptures.",
        objectives="<ul><li>Préparer la première semaine</li><li>Tenir un bilan hebdomadaire</li></ul>",
        audience="Maîtres d’apprentissage et chefs d’entreprise.",
        progression=Progression.GUIDED,
        session_days=30,
    )
    pathway.sequences = [sequence("La première semaine", [step(of["apprentice"]), step(of["apprentice_case"])], sort_order=0)]
    pathway.conditions = [SuccessCondition(kind=ConditionKind.REQUIRED_COMPLETED, sort_order=0)]
    return pathway
