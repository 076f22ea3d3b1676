"""The short pathways: their own lesson and quiz, and objects of the library that several of them use."""

from courses.models import CaseStudyPage, ForumTaskPage, HalfDayPage, LibraryObject, QuizPage, RichContentPage, VirtualClassPage
from demo.content.short import ONE_ANSWER, SHORT, THEMES, Short
from demo.library import add, questions
from demo.pathways import Objects, sequence, step
from demo.site import publish
from pathways.enums import ConditionKind, Progression
from pathways.models import PathwayIndexPage, PathwayPage, SuccessCondition, Theme

PASS_MARK = 50
OWN_THEMES = {"facebook": ("vendre", "numerique"), "prices": ("gerer",), "apprentice": ("equipe",)}


def make_themes(pathways: dict[str, PathwayPage]) -> dict[str, Theme]:
    """The themes of the catalogue, given to the pathways that were there before."""
    themes = {slug: Theme.objects.create(slug=slug, name=name) for slug, name in THEMES.items()}
    for key, slugs in OWN_THEMES.items():
        pathways[key].themes.set([themes[slug] for slug in slugs])
        pathways[key].save_revision().publish()
    return themes


def make_shared() -> Objects:
    return {
        "action": add(
            CaseStudyPage,
            "plan-daction",
            "Mon plan d’action",
            30,
            instruction="<p>Écrivez trois actions que vous ferez dans le mois : quoi, avec qui, pour quelle date. Une page suffit.</p>",
            pass_mark=PASS_MARK,
        ),
        "questions": add(
            VirtualClassPage,
            "questions-reponses",
            "Classe virtuelle : vos questions",
            45,
            instruction="<p>Venez avec une question de votre atelier.</p>",
        ),
        "half_day_practice": add(
            HalfDayPage,
            "demi-journee-pratique",
            "Demi-journée : la pratique",
            180,
            instruction="<p>Tenue de travail. Le reste est fourni.</p>",
        ),
        "forum_show": add(
            ForumTaskPage,
            "montrez-au-groupe",
            "Montrez-le au groupe",
            15,
            instruction="<p>Publiez une photo de ce que vous avez fait, et dites ce que vous changeriez.</p>",
        ),
    }


def make_short_pathways(themes: dict[str, Theme], shared: Objects) -> tuple[dict[str, PathwayPage], dict[str, Objects]]:
    """Pathways by slug, and for each its own objects: `lesson` and `quiz`."""
    catalogue = PathwayIndexPage.objects.get()
    own = {one.slug: _objects(one) for one in SHORT}
    made = {one.slug: publish(catalogue, _pathway(one, themes, {**own[one.slug], **shared})) for one in reversed(SHORT)}
    return made, own


def _objects(short: Short) -> Objects:
    title, minutes, text, key_point = short.lesson
    body = [("text", text), ("key_point", {"title": "À retenir", "text": f"<p>{key_point}</p>"})]
    asked = [
        (ONE_ANSWER, f"<p>{text}</p>", 1, feedback, [(words, number == right) for number, words in enumerate(answers)])
        for text, answers, right, feedback in short.questions
    ]
    objectives = _list(short.objectives)
    quiz_title = f"Quiz : {short.title[0].lower()}{short.title[1:]}"
    return {
        "lesson": add(RichContentPage, f"lecon-{short.slug}", title, minutes, body=body, objectives=objectives),
        "quiz": add(QuizPage, f"quiz-{short.slug}", quiz_title, 10, questions=questions(asked), pass_mark=PASS_MARK),
    }


def _pathway(short: Short, themes: dict[str, Theme], of: dict[str, LibraryObject]) -> PathwayPage:
    pathway = PathwayPage(
        title=short.title,
        slug=short.slug,
        summary=short.summary,
        objectives=_list(short.objectives),
        audience=short.audience,
        progression=Progression.GUIDED,
        session_days=21,
    )
    sheet = f"<h2>L’essentiel</h2>{_list((short.lesson[3], *(feedback for *_rest, feedback in short.questions)))}"
    pathway.sequences = [sequence("Comprendre", [step(of["lesson"]), step(of["quiz"])], summary_sheet=sheet, sort_order=0)]
    if short.shared:
        pathway.sequences.add(sequence("Mettre en pratique", [step(of[name]) for name in short.shared], sort_order=1))
    pathway.conditions = [
        SuccessCondition(kind=ConditionKind.REQUIRED_COMPLETED, sort_order=0),
        SuccessCondition(kind=ConditionKind.SCORE, activity=of["quiz"], threshold=PASS_MARK, sort_order=1),
    ]
    pathway.themes = [themes[slug] for slug in short.themes]
    return pathway


def _list(lines) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
