"""What visitors see of pathways: programmes and dates, never content."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from courses.models import HalfDayPage, LibraryPage, QuizPage, RichContentPage
from pathways.models import FaqEntry, PathwayIndexPage, SuccessCondition, Theme
from sessions.models import Enrolment
from tests.factories import make_object, make_pathway, make_region, make_session, make_site, make_user


@pytest.fixture
def site(db):
    make_site()
    cache.clear()
    return Site.objects.get()


@pytest.fixture
def pathway(site):
    secret = make_object(RichContentPage, "Les bases", duration_minutes=30, body=[("text", "<p>Contenu réservé</p>")])
    found = make_pathway(
        secret,
        make_object(QuizPage, "Quiz", duration_minutes=15),
        make_object(HalfDayPage, "Demi-journée", duration_minutes=180),
        summary="Pour publier régulièrement.",
        objectives="<p>Tenir un calendrier</p>",
        audience="Boulangers et pâtissières",
        requirements="Une adresse électronique",
        progression="constrained",
    )
    quiz = found.sequences.get().steps.get(activity__title="Quiz").activity
    SuccessCondition.objects.create(pathway=found, kind="score", activity=quiz, threshold=70)
    FaqEntry.objects.create(pathway=found, question="Faut-il un ordinateur ?", answer="<p>Un téléphone suffit.</p>")
    return found


def read(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("CMA-S4")
def test_the_programme_says_everything_but_the_content(client, pathway):
    page = read(client, pathway.url)
    for words in ("Pour publier régulièrement.", "Tenir un calendrier", "Boulangers et pâtissières", "Une adresse électronique"):
        assert words in page
    for words in (
        "3 h 45",
        "30 min",
        "Les bases",
        "En présentiel",
        "S’ouvre après « Les bases »",
        "Quiz : plus de 70 %",
        "Faut-il un ordinateur",
    ):
        assert words in page
    assert "Contenu réservé" not in page
    assert "style=" not in page.split("<main", 1)[1]


def test_it_announces_the_next_sessions_with_whom_to_write_to(client, pathway):
    region = make_region("Bretagne", email="formation@bretagne.example")
    today = timezone.localdate()
    make_session(pathway, region, starts_on=today + timedelta(days=9))
    make_session(pathway, region, starts_on=today + timedelta(days=12), state="draft")
    make_session(pathway, region, starts_on=today - timedelta(days=3))
    page = read(client, pathway.url)
    assert page.count("formation@bretagne.example") == 2, "the address and its link, once"


def test_a_pathway_that_is_not_published_is_not_there(client, pathway):
    pathway.live = False
    pathway.save()
    assert client.get(pathway.get_url() or "/formations/" + pathway.slug + "/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Réussir ma stratégie Facebook", "Fixer ses prix"}),
        ({"q": "PATISSIERE"}, {"Réussir ma stratégie Facebook"}),
        ({"q": "strategie facebook"}, {"Réussir ma stratégie Facebook"}),
        ({"modalite": "in_person"}, {"Réussir ma stratégie Facebook"}),
        ({"duree": "courte"}, {"Fixer ses prix"}),
        ({"duree": "moyenne"}, {"Réussir ma stratégie Facebook"}),
        ({"duree": "longue"}, set()),
        ({"modalite": "n’importe quoi", "duree": "x", "page": "zzz"}, {"Réussir ma stratégie Facebook", "Fixer ses prix"}),
    ],
)
def test_the_catalogue_is_searched_and_filtered(client, pathway, asked, found):
    make_pathway(make_object(RichContentPage, "Ce que coûte une heure", duration_minutes=20), title="Fixer ses prix")
    response = client.get(PathwayIndexPage.objects.get().url, asked)
    assert {offer.page.title for offer in response.context["catalogue"].offers} == found


def test_the_catalogue_asks_the_same_number_of_queries_for_1_and_12(client, pathway):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = PathwayIndexPage.objects.get().url

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for number in range(20):
        make_session(make_pathway(make_object(RichContentPage, f"Objet {number}"), title=f"Parcours {number}"), make_region())
    assert queries() <= few + 1
    assert len(client.get(url).context["catalogue"].offers) == 12


def test_library_objects_are_met_in_sessions_only(cast, as_user):
    """Below the root the library has no public address; even below the site's home page it answers to nobody but editors."""
    from django.test import RequestFactory

    page = make_object(RichContentPage, "Secret")
    assert page.url is None
    for person in (None, cast.owner, cast.tutor, cast.manager):
        assert as_user(person).get("/bibliotheque/").status_code == 404
    home = make_site()
    LibraryPage.objects.get().move(home, pos="last-child")
    page = RichContentPage.objects.get(pk=page.pk)
    for person in (None, cast.owner, cast.tutor, cast.manager, cast.stranger):
        assert as_user(person).get(page.url).status_code == 404
        assert as_user(person).get(page.get_parent().url).status_code == 404
    response = as_user(cast.editor).get(page.url)
    assert (response.status_code, response.url) == (302, reverse("courses:preview", args=[page.pk]))
    assert page.get_sitemap_urls(RequestFactory().get("/")) == []


def test_editors_see_the_path_as_a_learner_does(cast, as_user):
    url = reverse("pathways:preview", args=[cast.pathway.pk])
    page = read(as_user(cast.editor), url)
    assert "comme un apprenant le premier jour" in page
    assert "Étude de cas" in page
    for person in (cast.manager, cast.tutor, cast.owner, cast.stranger):
        assert as_user(person).get(url).status_code == 403
    assert as_user(None).get(url).status_code == 302
    assert as_user(cast.editor).get(reverse("pathways:preview", args=[999999])).status_code == 404


@pytest.mark.parametrize("mode", ["", "learner"])
def test_both_previews_show_the_draft(cast, as_user, mode):
    draft = cast.pathway
    draft.title = "Titre du brouillon"
    draft.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=[draft.pk])
    page = read(as_user(cast.editor), f"{url}?mode={mode}")
    assert "Titre du brouillon" in page


def test_a_step_whose_object_is_a_draft_is_left_out_for_learners_and_shown_to_editors(cast):
    from pathways.domain.plans import draft_plan, plan_of

    activity = cast.pathway.sequences.get().steps.first().activity
    activity.live = False
    activity.save()
    assert activity.title not in {step.title for step in plan_of(cast.pathway).steps}
    assert activity.title in {step.title for step in draft_plan(cast.pathway).steps}
    assert [step.number for step in plan_of(cast.pathway).steps] == [1, 2]


# --- Themes, regions, counts, results ---


@pytest.fixture
def three(pathway):
    """Three pathways: Facebook and prices are about selling; La Réunion announces a session of prices, Bretagne one of apprentices."""
    selling, team = Theme.objects.create(name="Vendre", slug="vendre"), Theme.objects.create(name="Équipe", slug="equipe")
    prices = make_pathway(make_object(RichContentPage, "Ce que coûte une heure", duration_minutes=20), title="Fixer ses prix")
    apprentice = make_pathway(make_object(RichContentPage, "La première semaine", duration_minutes=25), title="Accueillir un apprenti")
    for page, theme in ((pathway, selling), (prices, selling), (apprentice, team)):
        page.themes.set([theme])
        page.save()
    start, moment = timezone.localdate() + timedelta(days=9), timezone.now() + timedelta(days=9)
    make_session(prices, make_region("La Réunion", code="reunion"), starts_on=start, opens_at=moment)
    make_session(apprentice, make_region("Bretagne", code="bretagne"), starts_on=start, opens_at=moment)
    return PathwayIndexPage.objects.get().url


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"theme": "vendre"}, {"Réussir ma stratégie Facebook", "Fixer ses prix"}),
        ({"region": "bretagne"}, {"Accueillir un apprenti"}),
        ({"region": "reunion", "theme": "vendre", "modalite": "remote_asynchronous"}, {"Fixer ses prix"}),
        ({"region": "reunion", "theme": "equipe"}, set()),
        ({"region": "nulle-part", "theme": "x"}, {"Réussir ma stratégie Facebook", "Fixer ses prix", "Accueillir un apprenti"}),
    ],
)
def test_the_catalogue_is_filtered_by_theme_and_by_region_with_a_session_to_come(client, three, asked, found):
    assert {offer.page.title for offer in client.get(three, asked).context["catalogue"].offers} == found


def test_each_choice_says_how_many_pathways_it_would_show_beside_the_others(client, three):
    catalogue = client.get(three, {"theme": "vendre"}).context["catalogue"]
    counts = {one.name: {choice.value: choice.count for choice in one.choices} for one in catalogue.filters}
    assert counts["theme"] == {"": 3, "vendre": 2, "equipe": 1}
    assert counts["region"] == {"": 2, "reunion": 1}
    assert counts["duree"] == {"": 2, "courte": 1, "moyenne": 1}
    assert "Vendre (2)" in read(client, three)


def test_results_are_shown_once_five_learners_ended_a_session(client, pathway):
    region, end = make_region("Bretagne"), timezone.localdate() - timedelta(days=40)
    session = make_session(pathway, region, starts_on=end - timedelta(days=29), closes_at=timezone.now() - timedelta(days=40))
    for number in range(4):
        Enrolment.objects.create(session=session, user=make_user(), percent=100, succeeded=number > 0)
    assert "Résultats" not in read(client, pathway.url)
    Enrolment.objects.create(session=session, user=make_user(), percent=40)
    page = read(client, pathway.url)
    assert "Résultats" in page
    assert "80 %" in page
    assert "60 %" in page
    assert "5 apprenants" in page
