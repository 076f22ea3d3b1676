"""Time on the platform: counted once for each person, whatever spends it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.connection import Throttle, count_learning, note_request
from accounts.models import ConnectionDay
from courses.domain.timekeeping import credit
from courses.models import Attempt, LearningClock
from pathways.models import Step

pytestmark = pytest.mark.requirement("CMA-I6")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def seconds(person) -> int:
    return ConnectionDay.objects.filter(user=person).seconds()


def test_the_time_between_two_pages_counts_unless_the_person_had_left(cast):
    for minute in (0, 2, 4, 30, 31):
        note_request(cast.owner.pk, at(minute))
    assert seconds(cast.owner) == (4 + 1) * 60


def test_learning_and_pages_never_count_the_same_second_twice(cast):
    note_request(cast.owner.pk, at(0))
    count_learning(cast.owner.pk, 60, at(1))
    note_request(cast.owner.pk, at(2))
    count_learning(cast.owner.pk, 120, at(2))
    assert seconds(cast.owner) == 120


def test_learning_counts_where_no_page_is_asked_for(cast):
    for minute in range(1, 41):
        count_learning(cast.owner.pk, 60, at(minute))
    assert seconds(cast.owner) == 40 * 60


def test_a_day_begins_at_midnight_of_the_site(cast):
    before_midnight = datetime(2026, 3, 2, 22, 59, 50, tzinfo=UTC)
    note_request(cast.owner.pk, before_midnight)
    count_learning(cast.owner.pk, 30, before_midnight + timedelta(seconds=30))
    assert dict(ConnectionDay.objects.values_list("day", "seconds")) == {date(2026, 3, 2): 0, date(2026, 3, 3): 20}


def test_credited_time_of_a_step_is_time_on_the_platform(cast):
    step = Step.objects.filter(sequence__pathway=cast.pathway).first()
    attempt = Attempt.objects.create(user=cast.owner, registration=cast.enrolment.registration, activity=step.activity, started_at=at(0))
    LearningClock.objects.create(registration=attempt.registration, credited_until=at(0))
    assert credit(attempt=attempt, claimed_seconds=90, not_before=at(0), now=at(2)) == 90
    assert seconds(cast.owner) == 90


def test_a_person_costs_one_statement_per_interval(cast, as_user, settings):
    settings.CONNECTION_EVERY_SECONDS = 60
    browser = as_user(cast.owner)
    browser.get("/profil/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/profil/")
    assert [query for query in queries if "connectionday" in query["sql"]] == []
    assert ConnectionDay.objects.filter(user=cast.owner).count() == 1
    with CaptureQueriesContext(connection) as queries:
        note_request(cast.owner.pk)
    assert len(queries) == 1


def test_the_throttle_lets_through_once_per_interval():
    throttle = Throttle(most=2)
    assert [throttle.passes(1, at(minute), 60) for minute in (0, 0.5, 1)] == [True, False, True]
    assert throttle.passes(2, at(1), 60)
    assert throttle.passes(3, at(1), 60)


def test_days_are_seen_by_those_who_see_the_person(cast):
    note_request(cast.owner.pk, at(0))
    seen = {
        who: ConnectionDay.objects.visible_to(getattr(cast, who)).exists()
        for who in ("owner", "manager", "national", "other_manager", "tutor")
    }
    assert seen == {"owner": True, "manager": True, "national": True, "other_manager": False, "tutor": False}
