"""The editors' form of a pathway: what is refused when publishing, with what was typed kept; drafts may be unfinished."""

import pytest

from courses.models import CaseStudyPage, HalfDayPage, QuizPage
from pathways.models import PathwayIndexPage, PathwayPage, SuccessCondition
from tests.factories import make_object, make_session, make_site, make_user
from tests.pathways.editing import add_url, edit_url, errors_of, pathway_data, sequence_row, step_row


@pytest.fixture
def objects(db):
    make_site()
    basics, quiz = make_object(title="Les bases"), make_object(QuizPage, "Quiz", pass_mark=50)
    return {
        "basics": basics,
        "quiz": quiz,
        "case": make_object(CaseStudyPage, "Étude de cas"),
        "day": make_object(HalfDayPage, "Demi-journée"),
    }


@pytest.fixture
def editor(objects, as_user):
    return as_user(make_user("Claire", "Dubois", role="editor"))


def post(editor, *steps, **fields):
    sequences = [sequence_row("Débuter", list(steps))] if steps else []
    return editor.post(add_url(PathwayPage, PathwayIndexPage.objects.get()), pathway_data(*sequences, **fields))


def refused(response) -> list[str]:
    assert response.status_code == 200
    assert not PathwayPage.objects.exists()
    return [message.replace("\u00a0", " ") for message in errors_of(response)]


def test_an_editor_publishes_a_pathway(editor, objects):
    conditions = [{"kind": "score", "activity": objects["case"].pk, "threshold": 70}, {"kind": "attended", "activity": objects["day"].pk}]
    steps = [step_row(objects["basics"]), step_row(objects["quiz"], minimum_score=50, after=[(objects["basics"], "")])]
    response = post(editor, *steps, step_row(objects["case"]), step_row(objects["day"]), conditions=conditions, progression="constrained")
    assert response.status_code == 302
    pathway = PathwayPage.objects.get()
    assert pathway.live
    assert pathway.conditions.count() == 2


def test_a_pathway_without_steps_is_kept_as_a_draft_and_not_published(editor):
    assert refused(post(editor)) == ["Ajoutez au moins une étape : un parcours sans étape ne peut pas être publié."]
    assert post(editor, action="").status_code == 302
    assert PathwayPage.objects.get().live is False


def test_what_was_typed_comes_back(editor, objects):
    response = post(editor, step_row(objects["basics"], minimum_score=50), title="Mon titre à moi")
    assert refused(response) == ["« Les bases » ne donne pas de note : laissez vide."]
    content = response.content.decode()
    assert "Mon titre à moi" in content
    assert 'value="50"' in content


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (("basics", "day", ""), "« Demi-journée » n’est pas une étape de ce parcours."),
        (("basics", "basics", ""), "Une étape ne peut pas s’attendre elle-même."),
        (("basics", "quiz", ""), "« Quiz » vient plus loin dans le parcours : choisissez une étape placée avant."),
        (("quiz", "basics", 50), "« Les bases » ne donne pas de note : laissez vide."),
    ],
)
def test_opening_rules_look_back_at_steps_of_the_pathway(editor, objects, after, message):
    who, before, score = after
    rules = {who: [(objects[before], score)]}
    assert refused(post(editor, *(step_row(objects[name], after=rules.get(name, [])) for name in ("basics", "quiz")))) == [message]


def test_a_rule_asks_for_something(editor, objects):
    empty = {"id": "", "activity": objects["basics"].pk, "minimum_score": ""}
    response = post(editor, step_row(objects["basics"]), step_row(objects["quiz"], after=[empty]))
    assert refused(response) == ["Cochez « terminé », écrivez une note, ou supprimez cette règle."]


def test_an_object_is_a_step_once(editor, objects):
    response = post(editor, step_row(objects["basics"]), step_row(objects["basics"]))
    assert refused(response) == ["« Les bases » est déjà une étape de ce parcours."]


def test_a_step_opens_within_the_session(editor, objects):
    response = post(editor, step_row(objects["basics"], opens_on_day=31))
    assert refused(response) == ["La session dure 30 jours : cette étape ne s’ouvrirait jamais."]


def test_a_draft_object_is_no_step_of_a_published_pathway(editor, objects):
    objects["basics"].unpublish()
    response = post(editor, step_row(objects["basics"]))
    assert refused(response)[0].startswith("« Les bases » est encore un brouillon")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "score", "activity": "case", "threshold": 70}, "« Étude de cas » n’est pas une étape de ce parcours."),
        ({"kind": "score", "activity": "basics", "threshold": 70}, "« Les bases » ne donne pas de note."),
        ({"kind": "score", "activity": "quiz", "threshold": 100}, "Personne ne peut avoir plus de 100 % : écrivez 99 au plus."),
        ({"kind": "score", "activity": "quiz"}, "Indiquez le seuil, en pourcentage."),
        (
            {"kind": "attended", "activity": "quiz"},
            "La présence n’est relevée qu’aux classes virtuelles et aux demi-journées : choisissez-en une.",
        ),
    ],
)
def test_conditions_make_sense(editor, objects, row, message):
    condition = {**row, "activity": objects[row["activity"]].pk}
    found = refused(post(editor, step_row(objects["basics"]), step_row(objects["quiz"]), conditions=[condition]))
    assert len(found) == 1
    if row.get("threshold"):
        assert found == [message]


def test_a_condition_about_the_whole_pathway_keeps_neither_step_nor_useless_threshold(editor, objects):
    rows = [{"kind": "required_completed", "activity": objects["basics"].pk, "threshold": 12}]
    assert post(editor, step_row(objects["basics"]), conditions=rows).status_code == 302
    condition = SuccessCondition.objects.get()
    assert (condition.activity, condition.threshold) == (None, None)


def test_the_edit_screen_adds_durations_up_and_tells_the_rules(editor, objects):
    post(editor, step_row(objects["basics"]), step_row(objects["quiz"], minimum_score=50), progression="constrained")
    page = editor.get(edit_url(PathwayPage.objects.get())).content.decode().replace("\u00a0", " ")
    assert "30 min" in page
    assert "S’ouvre après « Les bases »" in page
    assert "Terminée avec au moins 50 %" in page


def test_taking_a_step_out_of_a_pathway_in_use_warns_and_shows_the_way_back(editor, objects):
    post(editor, step_row(objects["basics"]), step_row(objects["quiz"]))
    pathway = PathwayPage.objects.get()
    make_session(pathway, make_user("René", "Tanguy", role="regional_manager", region=_region()).assignments.get().region)
    sequence = pathway.sequences.get()
    first, second = sequence.steps.order_by("sort_order")
    rows = [step_row(objects["basics"], id=first.pk), step_row(objects["quiz"], id=second.pk, DELETE="1")]
    response = editor.post(edit_url(pathway), pathway_data(sequence_row("Débuter", rows, id=sequence.pk)), follow=True)
    words = [str(message) for message in response.context["messages"]]
    assert any("Quiz" in one and "1 session" in one and "history" in one for one in words)


def _region():
    from tests.factories import make_region

    return make_region()


def test_after_publishing_the_editor_is_back_at_the_list(editor, objects):
    assert post(editor, step_row(objects["basics"])).url == "/admin/parcours/"


def test_the_end_of_the_address_is_made_from_the_title(editor, objects):
    assert post(editor, step_row(objects["basics"]), slug="").status_code == 302
    assert PathwayPage.objects.get().slug == "reussir-ma-strategie-facebook"
