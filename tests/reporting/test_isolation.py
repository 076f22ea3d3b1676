"""Nobody reads a figure of a region or session that is not theirs, whatever the address, filter or export says."""

import pytest
from django.urls import reverse

from forum.models import Post, Thread
from jobs.domain.run import run_job
from reporting.domain.exports import ask_export
from reporting.domain.scope import Scope
from reporting.domain.tables import table_named, tables_for
from reporting.models import Export, ExportFormat, SavedReport
from sessions.models import Enrolment
from tests.factories import make_session
from tests.reporting.conftest import Reported, learn

pytestmark = [pytest.mark.requirement("CMA-R2"), pytest.mark.requirement("CMA-R3")]
STRANGERS = ("Hoarau", "La Réunion", "Zoé")


def pages(reported: Reported) -> list[str]:
    tables = [reverse("reporting:table", args=[table.name]) for table in tables_for(reported.cast.national)]
    session = [reverse(f"reporting:{name}", args=[reported.cast.session.pk]) for name in ("session", "session_steps", "session_attendance")]
    return [*tables, *session, *(reverse(f"reporting:{name}") for name in ("region", "matrix", "home"))]


@pytest.mark.parametrize("who", ["manager", "tutor"])
def test_no_page_tells_of_another_region(reported, as_user, who):
    browser = as_user(getattr(reported.cast, who))
    told = []
    for address in pages(reported):
        for query in ("", f"?region={reported.cast.other_region.code}", f"?session={reported.cast.other_session.pk}", "?q=Hoarau"):
            page = browser.get(address + query)
            text = page.content.decode().replace("q=Hoarau", "").replace('value="Hoarau"', "")
            told += [(address + query, word) for word in STRANGERS if page.status_code == 200 and word in text]
    assert told == []


def test_the_other_region_reads_its_own(reported, as_user):
    page = as_user(reported.cast.other_manager).get(reverse("reporting:table", args=["apprenants"])).content.decode()
    assert "Hoarau" in page
    assert "Le Goff" not in page


def test_a_tutor_reads_only_the_sessions_they_are_attached_to(reported, as_user):
    beside = make_session(reported.cast.pathway, reported.cast.region)
    browser = as_user(reported.cast.tutor)
    assert browser.get(reverse("reporting:session", args=[beside.pk])).status_code == 404
    assert list(Scope(reported.cast.tutor).sessions()) == [reported.cast.session]
    assert browser.get(reverse("reporting:table", args=["regions"])).status_code == 403
    assert browser.get(reverse("reporting:table", args=["connexions"])).status_code == 403


def test_an_export_is_of_what_its_asker_may_read(reported, as_user, commits):
    """The filters are the reader's to write: whatever they say, the file holds the reader's own rows."""
    with commits():
        export = ask_export(
            table=table_named("apprenants"),
            file_format=ExportFormat.CSV,
            by=reported.cast.manager,
            title="Apprenants",
            filters={"session": str(reported.cast.other_session.pk)},
            columns=[],
        )
    export.refresh_from_db()
    assert (export.state, export.rows) == ("done", 0)


def test_an_export_is_refused_to_who_lost_the_right(reported, commits):
    export = Export.objects.create(asked_by=reported.cast.manager, table="apprenants", title="A", format="csv")
    reported.cast.manager.assignments.all().delete()
    run_job.enqueue(model="reporting.Export", pk=str(export.pk))
    export.refresh_from_db()
    assert export.state == "failed"
    assert "plus accès" in export.error
    assert not export.file


def test_exports_and_reports_of_others_do_not_exist(reported, as_user):
    export = Export.objects.create(asked_by=reported.cast.manager, table="apprenants", title="A", format="csv")
    report = SavedReport.objects.create(user=reported.cast.manager, name="A", table="apprenants", columns=["last_name"])
    for who in ("tutor", "other_manager", "national"):
        browser = as_user(getattr(reported.cast, who))
        assert browser.get(reverse("reporting:export", args=[export.pk])).status_code == 404
        assert browser.get(reverse("reporting:export_file", args=[export.pk])).status_code == 404
        assert browser.get(reverse("reporting:report", args=[report.pk])).status_code == 404


def test_a_session_of_another_region_is_not_exported(reported, as_user):
    data = {"table": "session", "format": "csv", "session": str(reported.cast.other_session.pk)}
    assert as_user(reported.cast.manager).post(reverse("reporting:export_new"), data).status_code == 404
    assert not Export.objects.exists()


@pytest.mark.requirement("CMA-R1")
def test_a_national_manager_reads_all_regions(reported, as_user):
    page = as_user(reported.cast.national).get(reverse("reporting:table", args=["apprenants"])).content.decode()
    assert "Hoarau" in page
    assert "Le Goff" in page


def test_a_person_trained_in_two_regions_is_told_for_ones_own(reported):
    """The same learner elsewhere: neither their sessions nor their time there add to what this region reads."""
    abroad = Enrolment.objects.create(session=reported.cast.other_session, user=reported.cast.owner)
    learn(abroad, reported.steps[0], seconds=900)
    people = table_named("personnes")
    told = {}
    for who in ("manager", "other_manager", "national"):
        scope = Scope(getattr(reported.cast, who))
        rows = {row.pk: row for row in people.finish(list(people.rows(scope)), scope)}
        told[who] = (rows[reported.cast.owner.pk].trainings, rows[reported.cast.owner.pk].learned)
    assert told == {"manager": (1, 7200), "other_manager": (1, 900), "national": (2, 8100)}
    posts = next(column for column in table_named("apprenants").columns(None) if column.name == "forum_posts")
    thread = Thread.objects.create(session=reported.cast.other_session, author=reported.cast.owner, title="Là-bas")
    Post.objects.create(thread=thread, author=reported.cast.owner, text="Bonjour")
    assert posts.read([reported.cast.enrolment, abroad]) == [0, 1]
