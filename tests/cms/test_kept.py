"""What a process keeps of the content is made anew at every change of it, and shown whole."""

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.template import engines
from django.utils import translation

from cms.domain import kept as keeping
from cms.domain.kept import content_changed, kept, kept_each
from cms.models import Brand, ContentPage
from courses.models import QuizPage
from pathways.api import plan_of
from pathways.models import Step
from sessions.domain.progress import refresh
from tests.factories import make_object, make_pathway, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeps(settings):
    settings.CONTENT_KEPT_SECONDS = 60
    keeping._kept.clear()
    cache.delete(keeping.KEY)
    yield
    keeping._kept.clear()
    cache.delete(keeping.KEY)


def test_a_value_is_made_once_until_content_changes():
    made = []
    for _time in range(3):
        assert kept("x", lambda: made.append(1) or len(made)) == 1
    content_changed()
    assert kept("x", lambda: made.append(1) or len(made)) == 2


def test_only_what_is_missing_is_made():
    asked = []

    def make(missing):
        asked.append(sorted(missing))
        return {key: key * 10 for key in missing}

    assert kept_each("ten", [1, 2], make) == {1: 10, 2: 20}
    assert kept_each("ten", [2, 3], make) == {2: 20, 3: 30}
    assert asked == [[1, 2], [3]]


def test_nothing_is_kept_without_the_shared_cache(monkeypatch):
    """While Redis is away the cache answers None: another process could not tell that content changed."""
    monkeypatch.setattr(cache, "get", lambda *_a, **_k: None)
    monkeypatch.setattr(cache, "add", lambda *_a, **_k: None)
    made = []
    for _time in range(2):
        kept("x", lambda: made.append(1))
    assert len(made) == 2


def test_the_token_changes_again_when_the_transaction_is_seen(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        content_changed()
        within = cache.get(keeping.KEY)
    assert cache.get(keeping.KEY) not in {within, None}


def test_one_answer_shows_one_state_of_the_content():
    request_started.send(sender=None, environ={"REQUEST_METHOD": "GET"})
    assert kept("x", lambda: "before") == "before"
    cache.set(keeping.KEY, "another process changed something", None)
    assert kept("x", lambda: "after") == "before"
    request_finished.send(sender=None)
    assert kept("x", lambda: "after") == "after"


def test_a_plan_follows_each_of_its_rows(django_assert_num_queries):
    quiz = make_object(QuizPage, "Quiz", pass_mark=50)
    pathway = make_pathway(make_object(title="Les bases"), quiz)
    assert [step.minutes for step in plan_of(pathway).steps] == [15, 15]
    with django_assert_num_queries(0):
        plan_of(pathway)
    quiz.duration_minutes = 40
    quiz.save()
    assert [step.minutes for step in plan_of(pathway).steps] == [15, 40]
    step = Step.objects.get(activity=quiz)
    step.minimum_score = 60
    step.save()
    assert plan_of(pathway).steps[1].minimum_score == 60
    step.delete()
    assert len(plan_of(pathway).steps) == 1


def test_progress_is_computed_from_the_plan_as_it_is(cast):
    refresh(cast.enrolment)
    before = cast.enrolment.minutes_left
    activity = cast.pathway.sequences.first().steps.first().activity.specific
    activity.duration_minutes += 100
    activity.save()
    refresh(cast.enrolment)
    assert cast.enrolment.minutes_left == before + 100


def test_the_brand_is_read_once_and_follows_its_editor(client, django_assert_num_queries):
    site = make_site().get_site()
    brand = Brand.objects.create(site=site, name="Avant")
    page = "/certificat/"
    assert "Avant" in client.get(page).text
    with django_assert_num_queries(0):
        client.get(page)
    brand.name = "Après"
    brand.save()
    assert "Après" in client.get(page).text


def test_the_frame_is_drawn_once_and_follows_brand_pages_and_language(client):
    home = make_site()
    brand = Brand.objects.create(site=home.get_site(), name="Avant", help_phone="01 02 03 04 05")
    page = "/certificat/"
    assert "01 02 03 04 05" in client.get(page).text
    brand.help_phone = "09 08 07 06 05"
    brand.save()
    shown = client.get(page).text
    assert "09 08 07 06 05" in shown
    assert "01 02 03 04 05" not in shown
    home.add_child(instance=ContentPage(title="Charte du réseau", slug="charte", show_in_menus=True))
    assert "Charte du réseau" in client.get(page).text
    with translation.override("fr"):
        french = _footer(client)
    with translation.override("en"):
        assert "Site map" in _footer(client) != french


def _footer(client) -> str:
    request = client.get("/certificat/").wsgi_request
    return engines["django"].from_string('{% kept_part "parts/footer.html" %}').render({}, request)


def test_a_brand_that_is_only_tried_is_never_kept(rf):
    make_site()
    shown = engines["django"].from_string('{% kept_part "parts/logo.html" %}')
    assert "Essai" in shown.render({"brand": Brand(name="Essai")}, rf.get("/"))
    assert "Essai" not in shown.render({}, rf.get("/"))


def test_what_a_template_writes_out_is_said_in_the_language_of_the_reader():
    shown = engines["django"].from_string('{% translate "Finished" as word %}{{ word }} {% translate "Finished" %}{% step_state "done" %}')
    for language, word in (("fr", "Terminé"), ("en", "Finished"), ("fr", "Terminé")):
        with translation.override(language):
            assert shown.render({}).count(word) == 3
