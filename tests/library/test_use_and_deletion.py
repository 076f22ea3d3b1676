"""One object, many pathways: where it is used is seen before publishing, and nothing in use is deleted or unpublished."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.enums import AttemptMode
from courses.models import Attempt, LibraryObject, RichContentPage
from courses.registry import library_usage
from pathways.models import PathwayPage, Prerequisite
from tests.factories import make_object, make_pathway, make_session
from tests.pathways.editing import edit_url


def groups(page) -> dict[str, str]:
    return {group.name: group.words for group in library_usage.of(page.pk)}


@pytest.fixture
def used(cast):
    return LibraryObject.objects.get(title="Étude de cas").specific


@pytest.mark.requirement("CMA-S1")
def test_the_edit_screen_says_where_it_is_used(cast, as_user, used):
    make_pathway(used, title="Un autre parcours")
    content = as_user(cast.editor).get(edit_url(used)).content.decode()
    assert "2 parcours" in content
    assert "2 sessions en cours ou à venir" in content
    assert "Un autre parcours" in content
    assert cast.session.name in content


def test_sessions_that_are_over_or_cancelled_use_nothing(cast, used):
    today = timezone.localdate()
    for session in (cast.session, cast.other_session):
        session.starts_on, session.ends_on = today - timedelta(days=60), today - timedelta(days=31)
        session.save()
    make_session(cast.pathway, cast.region, state="cancelled")
    assert groups(used) == {"pathways": "1 parcours"}


def test_an_object_in_a_rule_is_in_use(cast):
    other = make_object(RichContentPage, "Avant")
    step = cast.pathway.sequences.get().steps.first()
    Prerequisite.objects.create(step=step, activity=other)
    assert "pathways" in groups(other)


def test_use_is_found_in_the_same_number_of_queries(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    objects = [make_object(RichContentPage, f"Objet {number}") for number in range(5)]

    def queries(ids) -> int:
        with CaptureQueriesContext(connection) as captured:
            library_usage.of_many(ids)
        return len(captured)

    make_pathway(objects[0], title="Un")
    few = queries([objects[0].pk])
    for one in objects[1:]:
        make_session(make_pathway(one, title=one.title), cast.region)
    assert queries([one.pk for one in objects]) <= few + 1


def attempts(browser, page):
    """Deletion and unpublishing, one by one and in bulk: (address, data)."""
    bulk = f"?id={page.pk}&next=/admin/"
    yield reverse("wagtailadmin_pages:delete", args=[page.pk]), {}
    yield reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {}
    for action in ("delete", "unpublish"):
        yield reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + bulk, {}


def test_what_is_used_is_neither_deleted_nor_unpublished(cast, as_user, used):
    browser = as_user(cast.editor)
    for page, where in ((used, cast.pathway.title), (cast.pathway, cast.session.name)):
        for url, data in attempts(browser, page):
            response = browser.post(url, data)
            assert response.status_code == 409, url
            assert where in response.content.decode()
        page.refresh_from_db()
        assert page.live


def test_what_the_database_alone_protects_is_no_error_page(cast, as_user):
    page = make_object(RichContentPage, "Suivi autrefois")
    Attempt.objects.create(user=cast.owner, registration=cast.enrolment.registration, activity=page)
    response = as_user(cast.editor).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert response.status_code == 409
    assert LibraryObject.objects.filter(pk=page.pk).exists()


def test_unused_objects_go_with_their_previews(cast, as_user):
    page = make_object(RichContentPage, "Essai")
    import uuid

    Attempt.objects.create(user=cast.editor, registration=uuid.uuid4(), activity=page, mode=AttemptMode.PREVIEW)
    browser = as_user(cast.editor)
    assert browser.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 200
    assert browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert not LibraryObject.objects.filter(pk=page.pk).exists()


def test_the_folder_of_the_library_is_not_deleted_with_what_is_in_it(cast, as_user, used):
    response = as_user(cast.national).post(reverse("wagtailadmin_pages:delete", args=[used.get_parent().pk]))
    assert response.status_code in {302, 409}
    assert LibraryObject.objects.filter(pk=used.pk).exists()


def test_a_draft_that_names_a_deleted_object_still_opens(cast, as_user):
    """The step is left out of the draft; the published pathway never had it."""
    gone = make_object(RichContentPage, "Bientôt supprimé")
    draft = PathwayPage.objects.get(pk=cast.pathway.pk)
    sequence = draft.sequences.get()
    steps = list(sequence.steps.all())
    draft.sequences = [sequence]
    sequence.steps = [*steps, type(steps[0])(activity=gone)]
    draft.save_revision()
    gone.delete()
    draft = PathwayPage.objects.get(pk=cast.pathway.pk)
    assert as_user(cast.editor).get(edit_url(draft)).status_code == 200
    assert len(draft.get_latest_revision_as_object().sequences.get().steps.all()) == len(steps)
