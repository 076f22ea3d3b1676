"""The lists of the manager's workspace are taken away as they are filtered."""

import re

import pytest
from django.urls import reverse

from reporting.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-1.1")]
HIDDEN = re.compile(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">')


def form_of(page: str) -> dict[str, str] | None:
    found = re.search(r"<form[^>]*data-list-export>(.*?)</form>", page, re.DOTALL)
    return dict(HIDDEN.findall(found[1])) if found else None


@pytest.mark.parametrize(
    ("address", "asked", "table"),
    [
        ("training_sessions:sessions", {"etat": "running", "q": "session"}, "sessions"),
        ("training_sessions:people", {"q": "monique"}, "personnes"),
    ],
)
def test_the_filters_of_the_list_are_those_of_the_file(cast, as_user, commits, address, asked, table):
    browser = as_user(cast.manager)
    fields = form_of(browser.get(reverse(address), asked).content.decode())
    assert fields is not None
    with commits():
        answer = browser.post(reverse("reporting:export_new"), {**fields, "format": "csv"})
    export = Export.objects.get()
    assert answer.headers["Location"] == reverse("reporting:export", args=[export.pk])
    assert (export.table, export.filters, export.asked_by, export.state) == (table, asked, cast.manager, "done")
    assert export.rows == 1


def test_the_learners_of_a_session_are_those_of_the_file(cast, as_user, commits):
    browser = as_user(cast.manager)
    fields = form_of(browser.get(reverse("training_sessions:session", args=[cast.session.pk])).content.decode())
    with commits():
        browser.post(reverse("reporting:export_new"), {**(fields or {}), "format": "xlsx"})
    export = Export.objects.get()
    assert (export.table, export.filters, export.state) == ("apprenants", {"session": str(cast.session.pk)}, "done")
    assert export.rows == cast.session.enrolments.active().count()


@pytest.mark.parametrize(("address", "asked"), [("sessions", {"etat": "draft"}), ("people", {"role": "tutor"})])
def test_what_no_report_holds_is_not_offered(cast, as_user, address, asked):
    page = as_user(cast.manager).get(reverse(f"training_sessions:{address}"), asked).content.decode()
    assert form_of(page) is None
