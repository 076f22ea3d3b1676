"""The pages of reports: what they show, their filters, their number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import ConnectionDay
from courses.models import Attempt, Submission
from forum.models import Post, Thread
from pathways.models import Step
from reporting.domain.board import Board
from reporting.domain.matrix import matrix_of
from reporting.domain.scope import Scope, days_of
from reporting.domain.tables import table_named, tables_for
from reporting.models import SavedReport
from sessions.domain.progress import refresh_many
from sessions.models import Enrolment, TrainingSession
from tests.factories import make_session, make_user


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def enrol_more(reported, count: int) -> None:
    people = [make_user("Ana", f"Riou{number:02d}") for number in range(count)]
    made = Enrolment.objects.bulk_create([Enrolment(session=reported.cast.session, user=person) for person in people])
    refresh_many(made)


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


ADDRESSES = [
    ("session", lambda r: reverse("reporting:session", args=[r.cast.session.pk])),
    ("steps", lambda r: reverse("reporting:session_steps", args=[r.cast.session.pk])),
    ("attendance", lambda r: reverse("reporting:session_attendance", args=[r.cast.session.pk])),
    ("learners", lambda r: reverse("reporting:table", args=["apprenants"]) + "?" + every_column()),
    ("people", lambda r: reverse("reporting:table", args=["personnes"])),
    ("resources", lambda r: reverse("reporting:table", args=["ressources"])),
    ("region", lambda r: reverse("reporting:region")),
    ("national", lambda r: reverse("reporting:national")),
    ("matrix", lambda r: reverse("reporting:matrix")),
]


def every_column() -> str:
    table = table_named("apprenants")
    return "&".join(f"c={column.name}" for column in table.columns(None))


@pytest.mark.parametrize(("name", "address"), ADDRESSES, ids=[name for name, _address in ADDRESSES])
def test_as_many_queries_for_few_as_for_many(reported, as_user, name, address):
    browser = as_user(reported.cast.national)
    few = queries(browser, address(reported))
    enrol_more(reported, 30)
    assert queries(browser, address(reported)) == few


def test_as_many_queries_for_one_session_as_for_many(reported, as_user):
    browser = as_user(reported.cast.national)
    address = reverse("reporting:table", args=["sessions"])
    few = queries(browser, address)
    for number in range(10):
        make_session(reported.cast.pathway, reported.cast.region, name=f"Session {number}")
    assert queries(browser, address) == few


@pytest.mark.requirement("CMA-1.1")
def test_the_report_of_a_session_says_where_each_learner_stands(reported, as_user):
    page = text(as_user(reported.cast.tutor).get(reverse("reporting:session", args=[reported.cast.session.pk])))
    row = page[page.index("Monique Le Goff") : page.index("</tr>", page.index("Monique Le Goff"))]
    for words in ("83 %", "2 h", "1 h 30", "30 min", "100 %", "Oui", "Terminé"):
        assert words in row, words
    assert "Condition" in page
    assert page.index("Yann Kervella") < page.index("Monique Le Goff")
    turned = text(as_user(reported.cast.tutor).get(reverse("reporting:session", args=[reported.cast.session.pk]) + "?tri=-percent"))
    assert turned.index("Monique Le Goff") < turned.index("Yann Kervella")
    found = text(as_user(reported.cast.tutor).get(reverse("reporting:session", args=[reported.cast.session.pk]) + "?q=kerv"))
    assert "Monique Le Goff" not in found


def test_the_session_page_leads_to_its_report_for_the_team_alone(reported, as_user):
    address = reverse("reporting:session", args=[reported.cast.session.pk])
    manager = as_user(reported.cast.manager).get(reverse("training_sessions:session", args=[reported.cast.session.pk]))
    tutor = as_user(reported.cast.tutor).get(reverse("tutoring:session", args=[reported.cast.session.pk]))
    learner = as_user(reported.cast.owner).get(reverse("training_sessions:pathway", args=[reported.cast.enrolment.pk]))
    assert [address in text(page) for page in (manager, tutor, learner)] == [True, True, False]


@pytest.mark.requirement("CMA-R4")
def test_a_learner_reads_their_own_report_and_no_other(reported, as_user):
    page = text(as_user(reported.cast.owner).get(reverse("training_sessions:results", args=[reported.cast.enrolment.pk])))
    for words in ("83 %", "2 h", "Terminé"):
        assert words in page
    assert as_user(reported.cast.owner).get(reverse("reporting:session", args=[reported.cast.session.pk])).status_code == 403
    assert as_user(reported.cast.stranger).get(reverse("reporting:home")).status_code == 403


@pytest.mark.requirement("CMA-I7")
@pytest.mark.requirement("CMA-R4")
def test_a_learner_reads_their_own_traces(reported, as_user):
    thread = Thread.objects.create(session=reported.cast.session, author=reported.cast.owner, title="Bonjour")
    Post.objects.create(thread=thread, author=reported.cast.owner, text="Bonjour")
    page = text(as_user(reported.cast.owner).get(reverse("training_sessions:traces", args=[reported.cast.enrolment.pk])))
    words = " ".join(strip_tags(page).split())
    for told in ("Messages au forum 1", "Temps sur le parcours 2 h", "Présence 100 %", "Réussite oui", "Score moyen 83 %"):
        assert told in words, told


@pytest.mark.requirement("CMA-I9")
@pytest.mark.requirement("CMA-2.7")
def test_the_dashboard_of_a_region_tells_what_calls_for_attention(reported, as_user):
    session, now = reported.cast.session, timezone.now()
    Enrolment.objects.filter(pk=reported.cast.member_enrolment.pk).update(created_at=now - timedelta(days=9))
    TrainingSession.objects.filter(pk=session.pk).update(opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=2))
    step = reported.steps[2]
    attempt = Attempt.objects.create(user=reported.cast.owner, registration=reported.cast.enrolment.registration, activity=step.activity)
    Submission.objects.create(attempt=attempt, text="Voici", handed_in_at=now - timedelta(days=3))
    board = Board(Scope(reported.cast.manager), now)
    assert (board.running, board.figures.learners, board.figures.succeeded) == (1, 2, 1)
    assert (board.alerts.silent, board.alerts.ungraded_count, [one.pk for one in board.alerts.ending]) == (1, 1, [session.pk])
    assert board.figures.attendance == 0.5
    page = text(as_user(reported.cast.manager).get(reverse("reporting:region")))
    for words in ("1 apprenant silencieux", "1 travail à corriger", "Les chiffres", 'role="img"'):
        assert words in page
    assert reverse("reporting:region") in text(as_user(reported.cast.manager).get(reverse("training_sessions:region")))


@pytest.mark.requirement("CMA-R1")
@pytest.mark.requirement("CMA-I9")
def test_the_national_dashboard_takes_any_scope(reported, as_user):
    browser = as_user(reported.cast.national)
    whole = browser.get(reverse("reporting:national"))
    one = browser.get(reverse("reporting:national") + f"?region={reported.cast.other_region.code}")
    nothing = browser.get(reverse("reporting:national") + "?periode=dates&du=2001-01-01&au=2001-02-01")
    assert [page.context["board"].figures.learners for page in (whole, one, nothing)] == [3, 1, 0]
    assert {row.name for row in whole.context["board"].regions} == {"Bretagne", "La Réunion"}
    assert "Usage de la bibliothèque" in text(whole)


def test_a_wrong_filter_is_told_and_kept_and_shows_nothing(reported, as_user):
    page = as_user(reported.cast.manager).get(reverse("reporting:table", args=["apprenants"]) + "?du=hier&q=goff")
    assert "Saisissez une date valide" in text(page)
    assert 'value="goff"' in text(page)
    assert page.context["page"].paginator.count == 0
    turned = as_user(reported.cast.manager).get(reverse("reporting:table", args=["apprenants"]) + "?du=2026-03-02&au=2026-03-01")
    assert "Le dernier jour vient après le premier" in text(turned)


def test_an_order_or_column_nobody_knows_changes_nothing(reported, as_user):
    page = as_user(reported.cast.manager).get(reverse("reporting:table", args=["apprenants"]) + "?tri=-user__password&c=password&page=99")
    assert "Le Goff" in text(page)


def test_periods_follow_the_calendar():
    today = date(2026, 1, 15)
    assert [str(day) for day in days_of("mois-dernier", today)] == ["2025-12-01", "2025-12-31"]
    assert [str(day) for day in days_of("mois", today)] == ["2026-01-01", "2026-01-31"]
    assert [str(day) for day in days_of("annee-derniere", today)] == ["2025-01-01", "2025-12-31"]
    assert days_of("", today) == (None, None)


@pytest.mark.requirement("CMA-3.2")
@pytest.mark.requirement("CMA-I9")
def test_a_report_of_ones_own_is_made_run_changed_and_removed(reported, as_user):
    browser = as_user(reported.cast.manager)
    address = reverse("reporting:report_new") + "?sujet=apprenants"
    assert "forum_posts" in text(browser.get(address))
    data = {"name": "Qualiopi", "columns": ["last_name", "percent", "forum_posts"], "periode": "annee", "q": "", "tri": "-percent"}
    preview = text(browser.post(address, {**data, "preview": "1"}))
    assert "Le Goff" in preview
    assert not SavedReport.objects.exists()
    made = browser.post(address, data)
    report = SavedReport.objects.get()
    assert (made.status_code, report.filters, report.user) == (302, {"periode": "annee"}, reported.cast.manager)
    assert report.order == "-percent"
    page = text(browser.get(reverse("reporting:report", args=[report.pk])))
    assert "Messages au forum" in page
    assert "Cette année" in page
    again = text(browser.post(address, {**data, "name": "Qualiopi"}))
    assert "Vous avez déjà un rapport de ce nom" in again
    empty = text(browser.post(address, {"name": "Autre", "periode": "mois"}))
    assert "Cochez au moins une colonne" in empty
    assert 'value="Autre"' in empty
    browser.post(reverse("reporting:report_edit", args=[report.pk]), {**data, "name": "Audit", "columns": ["last_name"]})
    report.refresh_from_db()
    assert (report.name, report.columns) == ("Audit", ["last_name"])
    browser.post(reverse("reporting:report_remove", args=[report.pk]))
    assert not SavedReport.objects.exists()


@pytest.mark.requirement("CMA-I6")
def test_the_tracking_matrix_holds_every_line(reported, as_user):
    thread = Thread.objects.create(session=reported.cast.session, author=reported.cast.owner, title="Bonjour")
    Post.objects.create(thread=thread, author=reported.cast.owner, text="Bonjour")
    ConnectionDay.objects.create(user=reported.cast.owner, day=timezone.localdate(), seconds=4500)
    lines = matrix_of(Scope(reported.cast.manager))
    found = {line.name: {level: cell.words.replace("\u202f", " ") for level, cell in line.cells.items()} for line in lines}
    assert set(found["identification"]) == {"learner"}
    for name in ("completion", "score"):
        assert set(found[name]) == {"learner", "pathway", "session", "activity"}
    assert set(found["time"]) == {"learner", "pathway", "session", "activity", "platform"}
    assert set(found["traces"]) == {"learner"}
    assert set(found["attendance"]) == {"pathway", "session", "activity", "platform"}
    assert found["time"] == {**dict.fromkeys(("learner", "pathway", "session", "activity"), "2 h"), "platform": "1 h 15"}
    assert found["traces"]["learner"] == "1"
    assert found["score"]["learner"].startswith("83") or found["score"]["learner"].startswith("82")
    assert found["attendance"]["session"].startswith("50")
    browser = as_user(reported.cast.manager)
    page = browser.get(reverse("reporting:matrix"))
    for line, cells in page.context["rows"]:
        for _level, cell in cells:
            if cell:
                table = browser.get(reverse("reporting:table", args=[cell.table]) + "?" + "&".join(f"c={name}" for name in cell.columns))
                assert [column.name for column in table.context["columns"]][: len(cell.columns)] == list(cell.columns), line.name


def test_the_figures_of_tables_agree(reported):
    """What is added up per session, pathway, region and resource is what the learners' rows hold."""
    scope = Scope(reported.cast.national)
    seconds = sum(Enrolment.objects.values_list("seconds", flat=True))
    for name in ("parcours", "regions", "ressources"):
        assert sum(row.seconds for row in table_named(name).rows(scope)) == seconds, name
    sessions = table_named("sessions")
    assert sum(row.seconds for row in sessions.finish(list(sessions.rows(scope)), scope)) == seconds
    assert {table.name for table in tables_for(reported.cast.tutor)}.isdisjoint({"regions", "connexions"})
    assert Step.objects.count() == len(reported.steps)
