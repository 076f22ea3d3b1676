"""The lists of the manager's workspace are taken away as they are filtered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.review import begin_review
from accounts.enums import Scope
from accounts.models import DefinedRole, RoleAssignment
from forum.domain.posting import start_thread
from privacy.domain.requests import make_request
from privacy.enums import RequestKind
from reporting.domain import scope as scopes
from reporting.domain.tables import table_named
from reporting.models import Export
from reporting.permissions import EXPORT_REPORTS
from sessions.enums import EventKind, SessionState
from sessions.models import Enrolment, SessionEvent
from sessions.permissions import FOLLOW_LEARNERS
from tests.factories import make_session
from tests.tutoring.makers import make_hand_in, make_learners

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-1.1")]
HIDDEN = re.compile(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">')


def form_of(page: str) -> dict | None:
    """What the form sends but for the format; the columns as a list."""
    found = re.search(r"<form[^>]*data-list-export>(.*?)</form>", page, re.DOTALL)
    pairs = HIDDEN.findall(found[1]) if found else []
    columns = [value for name, value in pairs if name == "c"]
    return {**dict(pairs), **({"c": columns} if columns else {})} if found else None


@pytest.mark.parametrize(
    ("address", "asked", "table", "sent"),
    [
        ("training_sessions:sessions", {"etat": "running", "q": "session"}, "sessions-region", {"phase": "running", "q": "session"}),
        ("training_sessions:sessions", {"etat": "draft"}, "sessions-region", {"phase": "draft"}),
        ("training_sessions:people", {"q": "monique"}, "gens", {"q": "monique"}),
        ("training_sessions:people", {"role": "regional_manager"}, "gens", {"role": "regional_manager"}),
        ("training_sessions:attendance", {"feuilles": "coming"}, "feuilles", {"feuilles": "coming"}),
    ],
)
def test_the_filters_of_the_list_are_those_of_the_file(cast, as_user, commits, address, asked, table, sent):
    make_session(cast.pathway, cast.region, name="À préparer", state=SessionState.DRAFT)
    begins = timezone.now() + timedelta(days=1)
    SessionEvent.objects.create(
        session=cast.session, kind=EventKind.HALF_DAY, title="Matin", starts_at=begins, ends_at=begins + timedelta(hours=3)
    )
    browser = as_user(cast.manager)
    fields = form_of(browser.get(reverse(address), asked).content.decode())
    assert fields is not None
    with commits():
        answer = browser.post(reverse("reporting:export_new"), {**fields, "format": "csv"})
    export = Export.objects.get()
    assert answer.headers["Location"] == reverse("reporting:export", args=[export.pk])
    assert (export.table, export.filters, export.asked_by, export.state) == (table, sent, cast.manager, "done")
    assert export.rows == 1


def test_the_learners_of_a_session_are_those_of_the_file(cast, as_user, commits):
    browser = as_user(cast.manager)
    fields = form_of(browser.get(reverse("training_sessions:session", args=[cast.session.pk])).content.decode())
    with commits():
        browser.post(reverse("reporting:export_new"), {**(fields or {}), "format": "xlsx"})
    export = Export.objects.get()
    assert (export.table, export.filters, export.state) == ("apprenants", {"session": str(cast.session.pk)}, "done")
    assert export.rows == cast.session.enrolments.active().count()


@pytest.mark.parametrize("name", ["sessions-region", "gens", "feuilles"])
def test_a_region_takes_away_its_own_lists_and_no_other(reported, name):
    table = table_named(name)
    assert table is not None
    scope = scopes.Scope(reported.cast.other_manager, EXPORT_REPORTS, sheets="waiting")
    told = str(list(table.chunks(scope, table.chosen(scope, []))))
    for word in ("Bretagne", "Le Goff", "Demi-journée"):
        assert word not in told


def test_people_go_with_their_roles(cast):
    table = table_named("gens")
    assert table is not None
    scope = scopes.Scope(cast.manager, EXPORT_REPORTS, words="fabienne")
    (row,) = next(table.chunks(scope, table.chosen(scope, [])))
    assert row == ("Morvan", "Fabienne", cast.tutor.email, "", "Tuteur ou formateur", "Bretagne")


@pytest.mark.requirement("CMA-T1")
def test_those_in_charge_take_requests_and_reviews_away(cast, as_user, commits):
    make_request(user=cast.owner, kind=RequestKind.ERASURE, words="Merci")
    begin_review(by=cast.national)
    browser = as_user(cast.national)
    for page, table, name in (("privacy:requests", "demandes-donnees", "Le Goff"), ("accounts:role_reviews", "revues-roles", "Tanguy")):
        fields = form_of(browser.get(reverse(page)).content.decode())
        assert fields is not None
        with commits():
            browser.post(reverse("reporting:export_new"), {**fields, "format": "csv"})
        export = Export.objects.get(table=table)
        assert export.state == "done"
        assert name in content(export)
    refused = {"table": "revues-roles", "format": "csv"}
    assert as_user(cast.manager).post(reverse("reporting:export_new"), refused).status_code == 403
    assert as_user(cast.tutor).post(reverse("reporting:export_new"), {**refused, "table": "demandes-donnees"}).status_code == 403


# --- What waits for a tutor ---

WAITING = {
    "tutoring:to_grade": ("a-corriger", 2),
    "tutoring:publish_all": ("a-publier", 1),
    "tutoring:to_answer": ("a-repondre", 1),
    "tutoring:to_remind": ("a-relancer", 2),
    "tutoring:learners": ("apprenants-suivis", 2),
}


@pytest.fixture
def waiting(cast):
    """Two hand-ins, one of them with a draft grade; a question; two learners who never came."""
    Enrolment.objects.update(created_at=timezone.now() - timedelta(days=10))
    make_hand_in(cast.enrolment, grade=14, feedback="Bien vu")
    make_hand_in(cast.member_enrolment)
    start_thread(session=cast.session, author=cast.owner, title="Quelle taille ?", text="Bonjour")
    return cast


def content(export: Export) -> str:
    with export.file.open() as file:
        return file.read().decode("utf-8-sig")


@pytest.mark.requirement("CMA-I10")
@pytest.mark.parametrize("page", WAITING)
def test_what_waits_for_a_tutor_is_taken_away_as_it_is_listed(waiting, as_user, commits, page):
    table, rows = WAITING[page]
    browser = as_user(waiting.tutor)
    fields = form_of(browser.get(reverse(page)).content.decode())
    assert fields is not None
    with commits():
        browser.post(reverse("reporting:export_new"), {**fields, "format": "csv"})
    export = Export.objects.get()
    assert (export.table, export.state, export.rows, export.asked_by) == (table, "done", rows, waiting.tutor)
    assert "Le Goff" in content(export)


def test_a_draft_goes_with_its_grade_and_feedback(waiting, as_user, commits):
    with commits():
        as_user(waiting.tutor).post(reverse("reporting:export_new"), {"table": "a-publier", "format": "csv"})
    head, row = content(Export.objects.get()).splitlines()
    assert row.split(";")[-3:] == ["14,00", "20,00", "Bien vu"]
    assert head.split(";")[-3:] == ["Note en brouillon", "Sur", "Commentaire"]


@pytest.mark.requirement("CMA-R3")
def test_it_is_taken_away_by_those_whose_list_it_is(waiting, as_user, commits):
    for who, status in (("manager", 403), ("owner", 403), ("stranger", 403)):
        data = {"table": "a-corriger", "format": "csv"}
        assert as_user(getattr(waiting, who)).post(reverse("reporting:export_new"), data).status_code == status
    with commits():
        as_user(waiting.coach).post(reverse("reporting:export_new"), {"table": "a-corriger", "format": "csv"})
    assert Export.objects.get().rows == 0, "who grades nothing takes no hand-in away"


@pytest.mark.requirement("CMA-R3")
def test_following_learners_is_not_taking_them_away(waiting):
    """By a role that follows the learners of another region and exports nothing there."""
    role = DefinedRole.objects.create(code="suivi", name="Suivi", scope=Scope.REGION, permissions=[FOLLOW_LEARNERS.codename])
    RoleAssignment.objects.create(user=waiting.tutor, role=role, region=waiting.other_region)
    abroad = make_learners(waiting.other_session, 1)[0]
    table = table_named("apprenants-suivis")
    assert table is not None
    scope = scopes.Scope(waiting.tutor, EXPORT_REPORTS)
    assert abroad not in set(table.rows(scope))
    assert set(table.rows(scope)) == {waiting.enrolment, waiting.member_enrolment}


@pytest.mark.parametrize("name", [name for name, _rows in WAITING.values()])
def test_as_many_queries_for_thirty_rows_as_for_one(waiting, name):
    table, scope = table_named(name), scopes.Scope(waiting.tutor, EXPORT_REPORTS)
    assert table is not None

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert list(table.chunks(scope, table.chosen(scope, [])))
        return len(found)

    queries()
    few = queries()
    for enrolment in make_learners(waiting.session, 30, created_at=timezone.now() - timedelta(days=10)):
        make_hand_in(enrolment, grade=12)
        start_thread(session=waiting.session, author=enrolment.user, title="Question", text="Bonjour")
    assert queries() == few
