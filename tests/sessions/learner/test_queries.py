"""A learner's pages ask the same number of questions whatever there is to show.

Session, person, menu, brand and footer are every page's: what they ask is told by a page that asks nothing else.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import RichContentPage, VirtualClassPage
from pathways.models import Sequence
from sessions.models import Enrolment, SessionTutor
from tests.factories import make_object, make_pathway, make_session, make_user
from tests.sessions.learner.moments import finish

AT_MOST = 12
PAGES = ["home", "pathway", "results", "documents"]


def follow(person, region, steps, sessions=1):
    """Enrol `person` in as many sessions of pathways of as many steps."""
    found = []
    for number in range(sessions):
        objects = [make_object(VirtualClassPage if n % 6 == 5 else RichContentPage, f"Page {n}") for n in range(steps)]
        pathway = make_pathway(*objects, title=f"Parcours {number}")
        Sequence.objects.filter(pathway=pathway).update(summary_sheet="<p>À retenir</p>")
        session = make_session(pathway, region)
        SessionTutor.objects.create(session=session, user=make_user("Tut", f"Eur{number}"), role="content")
        found.append(Enrolment.objects.create(session=session, user=person))
        finish(found[-1], 0)
    return found


def url_of(page, enrolment):
    return reverse(f"training_sessions:{page}", args=[] if page in {"home", "documents"} else [enrolment.pk])


def count(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(("steps", "sessions"), [(1, 1), (36, 1), (3, 10)])
def test_few_questions_whatever_the_number_of_steps_and_sessions(cast, as_user, steps, sessions):
    enrolments = follow(cast.stranger, cast.region, steps, sessions)
    browser = as_user(cast.stranger)
    frame = count(browser, reverse("accounts:profile"))
    for page in PAGES:
        asked = count(browser, url_of(page, enrolments[0]))
        assert len(asked) - len(frame) <= AT_MOST, "\n".join([page, *(sql[:160] for sql in asked)])


def test_as_many_questions_for_one_step_as_for_many(cast, as_user):
    few, many = follow(cast.stranger, cast.region, 1), follow(cast.tutor, cast.region, 36, 2)
    with_few, with_many = as_user(cast.stranger), as_user(cast.tutor)
    for page in PAGES:
        assert len(count(with_few, url_of(page, few[0]))) == len(count(with_many, url_of(page, many[0]))), page
