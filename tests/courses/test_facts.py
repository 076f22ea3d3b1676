"""The facts of many activities are read in one query, whatever rule makes their results."""

import uuid

import pytest

from courses.domain.facts import facts_of
from courses.enums import AttemptState
from courses.models import Attempt
from tests.factories import make_object, make_user

pytestmark = pytest.mark.django_db


def test_one_query_for_any_number_of_activities(django_assert_num_queries):
    person, registration = make_user(), uuid.uuid4()
    for number in range(1, 4):
        activity = make_object(title=f"Activité {number}")
        for attempt in (1, 2):
            Attempt.objects.create(user=person, registration=registration, activity=activity, number=attempt, score=f"0.{attempt}")
    with django_assert_num_queries(1):
        found = facts_of([registration])
    assert [float(fact.score) for fact in found[registration].values()] == [0.2, 0.2, 0.2]
    assert not any(fact.waiting for fact in found[registration].values())
    Attempt.objects.filter(number=2).update(state=AttemptState.SUBMITTED)
    assert all(fact.waiting for fact in facts_of([registration])[registration].values())
