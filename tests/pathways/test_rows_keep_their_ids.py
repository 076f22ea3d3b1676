"""Ids of sequences and steps survive drafts, publications, copies and older versions: progress hangs on them."""

import pytest
from django.urls import reverse

from courses.models import CaseStudyPage, QuizPage
from pathways.models import PathwayIndexPage, PathwayPage, Prerequisite, Step
from tests.factories import make_object, make_site, make_user
from tests.pathways.editing import add_url, edit_url, errors_of, pathway_data, sequence_row, step_row


@pytest.fixture
def admin(db, as_user):
    return as_user(make_user("Ada", "Min", is_superuser=True, is_staff=True))


@pytest.fixture
def objects(db):
    make_site()
    return [make_object(title="Les bases"), make_object(QuizPage, "Quiz", pass_mark=50), make_object(CaseStudyPage, "Étude de cas")]


def create(admin, objects, **fields) -> PathwayPage:
    basics, quiz, _case = objects
    steps = [step_row(basics), step_row(quiz, minimum_score=50, after=[(basics, "")])]
    response = admin.post(add_url(PathwayPage, PathwayIndexPage.objects.get()), pathway_data(sequence_row("Débuter", steps), **fields))
    assert response.status_code == 302, errors_of(response)
    return PathwayPage.objects.get(slug="facebook")


def rows(pathway):
    return [(step.pk, step.key, step.sequence_id) for step in Step.objects.filter(sequence__pathway=pathway).order_by("pk")]


def posted(pathway, *, extra=(), **fields):
    """The form as the edit screen holds it, with further steps at the end."""
    draft = pathway.get_latest_revision_as_object()
    sequences = []
    for sequence in draft.sequences.all():
        steps = [
            step_row(
                step.activity,
                id=step.pk or "",
                minimum_score=step.minimum_score or "",
                after=[
                    {"id": need.pk or "", "activity": need.activity_id, "completed": "on", "minimum_score": need.minimum_score or ""}
                    for need in step.prerequisites.all()
                ],
            )
            for step in sequence.steps.all()
        ]
        sequences.append(sequence_row(sequence.title, [*steps, *extra], id=sequence.pk or ""))
    return pathway_data(*sequences, **fields)


def test_three_levels_are_created_by_the_form(admin, objects):
    pathway = create(admin, objects)
    assert pathway.live
    need = Prerequisite.objects.get()
    assert (need.step.activity.title, need.activity.title) == ("Quiz", "Les bases")


def test_republishing_keeps_rows(admin, objects):
    pathway = create(admin, objects)
    before, need = rows(pathway), Prerequisite.objects.get().pk
    for _turn in range(2):
        assert admin.post(edit_url(pathway), posted(pathway)).status_code == 302
    assert rows(pathway) == before
    assert Prerequisite.objects.get().pk == need


def test_a_step_added_to_a_live_pathway_keeps_its_id_from_the_first_publication_on(admin, objects):
    pathway = create(admin, objects)
    before = rows(pathway)
    assert admin.post(edit_url(pathway), posted(pathway, extra=[step_row(objects[2])], action="")).status_code == 302
    assert rows(pathway) == before, "a draft changes nothing that is published"
    pathway.refresh_from_db()
    assert admin.post(edit_url(pathway), posted(pathway)).status_code == 302
    published = rows(pathway)
    assert published[:2] == before
    assert len(published) == 3
    pathway.refresh_from_db()
    assert admin.post(edit_url(pathway), posted(pathway)).status_code == 302
    assert rows(pathway) == published


def test_a_step_moved_to_another_sequence_keeps_its_row(admin, objects):
    pathway = create(admin, objects)
    before = rows(pathway)
    first = pathway.sequences.get()
    basics, quiz, _case = objects
    by_title = {step.activity.title: step.pk for step in Step.objects.all()}
    left = [step_row(basics, id=by_title["Les bases"]), step_row(quiz, id=by_title["Quiz"], DELETE="1")]
    data = pathway_data(sequence_row("Débuter", left, id=first.pk), sequence_row("Vérifier", [step_row(quiz)]))
    assert admin.post(edit_url(pathway), data).status_code == 302
    after = rows(pathway)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert after[1][2] != first.pk


def test_a_copied_pathway_has_rows_of_its_own(admin, objects):
    pathway = create(admin, objects)
    admin.post(edit_url(pathway), posted(pathway))
    before = rows(pathway)
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": pathway.get_parent().pk, "publish_copies": "on"}
    assert admin.post(reverse("wagtailadmin_pages:copy", args=[pathway.pk]), data).status_code == 302
    copy = PathwayPage.objects.get(slug="copie")
    assert len(rows(copy)) == 2
    assert admin.post(edit_url(copy), posted(copy, title="Copie", slug="copie")).status_code == 302
    assert rows(pathway) == before
    assert not {row[0] for row in rows(copy)} & {row[0] for row in before}


def test_an_older_version_can_be_published_again(admin, objects):
    pathway = create(admin, objects)
    first = pathway.latest_revision
    before = rows(pathway)
    assert admin.post(edit_url(pathway), posted(pathway, extra=[step_row(objects[2])])).status_code == 302
    assert len(rows(pathway)) == 3
    first.publish()
    assert rows(pathway) == before


def test_versions_can_be_compared(admin, objects):
    pathway = create(admin, objects)
    admin.post(edit_url(pathway), posted(pathway, extra=[step_row(objects[2])]))
    compare = admin.get(reverse("wagtailadmin_pages:revisions_compare", args=[pathway.pk, "earliest", "latest"]))
    assert compare.status_code == 200
    assert admin.get(reverse("wagtailadmin_pages:history", args=[pathway.pk])).status_code == 200
