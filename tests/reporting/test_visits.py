"""The page of visits: what it says, to whom, in the same number of queries, and its exports."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.domain.exports import ask_export
from reporting.domain.scope import Scope
from reporting.domain.tables import table_named, tables_for
from reporting.domain.visit_names import names_of
from reporting.models import Export
from reporting.tables.visits import days, rows
from tests.factories import make_region, make_site
from tests.reporting.test_pages import text
from visits.models import LEFT, Count, Day, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T7")]
PAGE = "/rapports/visites/"


def put(kind: str, value: str = "", *, visits: int = 10, views: int = 30, seconds: int = 600, timed: int = 20, ago: int = 1) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    Day.objects.get_or_create(day=day, defaults={"closed_at": timezone.now() if ago else None})
    Count.objects.create(day=day, kind=kind, value=value, visits=visits, views=views, seconds=seconds, timed=timed)


@pytest.fixture
def visited(cast):
    make_site()
    put(Kind.WHOLE)
    put(Kind.WHOLE, visits=20, views=40, seconds=1200, ago=2)
    put(Kind.PAGE, "/formations/", visits=9, views=12, seconds=300, timed=10)
    put(Kind.PAGE, "training_sessions:step", visits=8)
    put(Kind.PAGE, "forum:unread", visits=7, views=7)
    put(Kind.PAGE, "forum:history", visits=5, views=5)
    put(Kind.PAGE, LEFT, visits=6)
    put(Kind.ORIGIN, "search")
    put(Kind.HOST, "google.fr")
    put(Kind.DEVICE, "phone")
    put(Kind.COUNTRY, "RE")
    put(Kind.COUNTRY, "")
    put(Kind.LANGUAGE, "fr")
    put(Kind.REGION, str(cast.region.pk), visits=6, views=18, seconds=360)
    put(Kind.REGION, str(cast.other_region.pk), visits=77_177, views=90_000)
    return cast


def test_a_national_manager_reads_everything_in_words(visited, as_user):
    page = text(as_user(visited.national).get(PAGE))
    for words in (
        "Formations (/formations/)",
        "Apprenant : une étape",
        "Forum : autres pages",
        "Moteur de recherche",
        "google.fr",
        "Téléphone",
    ):
        assert words in page, words
    for words in ("Téléphone", "Réunion", "Inconnu", "français", "Autres pages (moins de 5 personnes chacune)", "Bretagne"):
        assert words in page, words
    assert '<span class="stat__value">30</span>' in page
    assert '<span class="stat__value">70</span>' in page
    assert '<span class="stat__value">2,3</span>' in page
    assert '<span class="stat__value">1 min</span>' in page


def test_pages_under_one_heading_are_one_row_that_claims_no_more_visits_than_are_certain(visited):
    row = next(row for row in rows(Kind.PAGE, Scope(visited.national)) if row.name == "Forum\xa0: autres pages")
    assert (row.visits, row.views, row.mean) == (7, 12, 30)


def test_the_time_on_a_page_is_shared_among_the_views_of_which_it_is_known(visited):
    found = {row.name: row.mean for row in rows(Kind.PAGE, Scope(visited.national))}
    assert found["Formations (/formations/)"] == 30
    assert rows(Kind.DEVICE, Scope(visited.national))[0].mean == 60


def test_a_regional_manager_reads_the_total_of_the_region_and_nothing_else(visited, as_user):
    page = text(as_user(visited.manager).get(PAGE))
    assert '<span class="stat__value">6</span>' in page
    for hidden in ("77 177", "/formations/", "google.fr", "Téléphone", "La Réunion"):
        assert hidden not in page
    assert [(row.visits, row.views) for row in days(Scope(visited.manager))] == [(6, 18)]


@pytest.mark.parametrize("who", ["manager", "tutor"])
def test_tables_of_the_whole_site_are_national(visited, as_user, who):
    browser = as_user(getattr(visited, who))
    assert browser.get(reverse("reporting:table", args=["visites-pages"])).status_code == 403
    assert browser.post(reverse("reporting:export_new"), {"table": "visites-pages", "format": "csv"}).status_code == 403
    assert rows(Kind.PAGE, Scope(getattr(visited, who))) == []


def test_a_region_of_others_is_no_way_to_its_figures(visited, as_user):
    page = text(as_user(visited.manager).get(PAGE + f"?region={visited.other_region.code}"))
    assert "77 177" not in page


def test_a_national_manager_narrows_to_a_region(visited, as_user):
    page = text(as_user(visited.national).get(PAGE + f"?region={visited.other_region.code}"))
    assert "77 177" in page
    assert "google.fr" not in page


def test_the_period_narrows_and_today_is_told_by_its_total_alone(visited, as_user):
    put(Kind.WHOLE, visits=8, ago=0)
    put(Kind.COUNTRY, "DE", visits=8, ago=0)
    page = text(as_user(visited.national).get(PAGE, {"du": timezone.localdate() - timedelta(days=2), "au": timezone.localdate()}))
    assert "aujourd’hui jusqu’ici : 8" in page
    assert "Allemagne" not in page
    assert '<span class="stat__value">30</span>' in page


def test_today_says_nothing_of_fewer_than_five(visited, as_user):
    put(Kind.WHOLE, visits=4, ago=0)
    assert "aujourd’hui jusqu’ici : moins de 5" in text(as_user(visited.national).get(PAGE))


def test_a_day_with_few_visitors_is_a_row_without_figures(visited):
    few = timezone.localdate() - timedelta(days=3)
    Day.objects.create(day=few, few=True, closed_at=timezone.now())
    last = days(Scope(visited.national))[-1]
    assert (last.name, last.visits, last.mean) == (few, None, None)


@pytest.mark.parametrize(("ago", "title"), [(20, "Visites par jour"), (100, "Visites par semaine"), (400, "Visites par mois")])
def test_a_long_period_is_drawn_in_longer_steps(visited, as_user, ago, title):
    put(Kind.WHOLE, visits=11, ago=ago)
    page = text(as_user(visited.national).get(PAGE, {"periode": "dates", "du": timezone.localdate() - timedelta(days=ago)}))
    assert title in page
    assert "41 en tout" in page


def test_without_any_visit_the_page_says_so(cast, as_user):
    assert "Aucune visite n’a été comptée" in text(as_user(cast.national).get(PAGE))


def test_as_many_queries_for_few_as_for_many(visited, as_user):
    browser = as_user(visited.national)

    def asked() -> int:
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        return len(queries)

    few = asked()
    for number in range(30):
        put(Kind.PAGE, f"/page-{number}/")
        put(Kind.HOST, f"site{number}.example")
        put(Kind.REGION, str(make_region(f"Région {number}").pk))
    assert asked() == few


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "name", ["visites", "visites-pages", "visites-pays", "visites-regions", "visites-appareils", "visites-origines", "visites-langues"]
)
def test_every_table_can_be_taken_away(visited, as_user, commits, name, file_format):
    with commits():
        as_user(visited.national).post(reverse("reporting:export_new"), {"table": name, "format": file_format, "periode": "30-jours"})
    export = Export.objects.get()
    assert (export.state, export.rows) == ("done", len(table_named(name).rows(Scope(visited.national))))
    assert export.rows > 0


def test_the_file_says_what_the_page_says(visited, commits):
    with commits():
        export = ask_export(table=table_named("visites-pages"), file_format="csv", by=visited.national, title="V", filters={}, columns=[])
    export.refresh_from_db()
    lines = export.file.read().decode("utf-8-sig").splitlines()
    assert lines[0] == "Page;Visites;Pages vues;Temps moyen sur la page"
    assert lines[1] == "Formations (/formations/);9;12;0:00:30"


def test_the_tables_of_visits_do_not_crowd_the_list_of_reports(visited, as_user):
    assert not [table.name for table in tables_for(visited.national) if table.name.startswith("visites")]
    assert PAGE in as_user(visited.manager).get(reverse("reporting:home")).content.decode()
    assert PAGE not in as_user(visited.tutor).get(reverse("reporting:home")).content.decode()


def test_a_value_that_nobody_knows_any_more_has_a_name():
    assert names_of(Kind.REGION, ["999999"])["999999"] == "Région supprimée"
    assert names_of(Kind.PAGE, ["/partie/", "unknown:page"]) == {
        "/partie/": "/partie/",
        "unknown:page": "Autres pages",
        "": "Inconnu",
        LEFT: "Autres pages (moins de 5 personnes chacune)",
    }
