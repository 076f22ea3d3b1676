"""The wall clock of a registration is spent only once."""

import uuid
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.attempts import lock_registration
from courses.domain.timekeeping import credit, spend
from courses.models import Attempt, LearningClock
from courses.signals import attempt_recorded
from tests.factories import make_object, make_user

START = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
claims = st.tuples(
    st.floats(0, 600, allow_nan=False),  # wall seconds since the claim before, by any tab
    st.one_of(st.floats(-10, 5000), st.just(float("inf")), st.just(float("nan"))),  # seconds claimed
    st.floats(0, 6000, allow_nan=False),  # how long before now the claim's page was opened
)


@pytest.fixture
def unwritten():
    """A clock that is nowhere stored."""
    with patch("courses.domain.timekeeping.write_again"):
        yield


@pytest.mark.usefixtures("unwritten")
@given(st.lists(claims, max_size=40))
def test_whatever_is_claimed_no_more_than_the_wall_clock_is_granted(moments):
    clock, now, total = LearningClock(registration=uuid.uuid4(), credited_until=START), START, 0
    for waited, claimed, opened in moments:
        now += timedelta(seconds=waited)
        before = clock.credited_until
        total += spend(clock, claimed, now - timedelta(seconds=opened), now)
        assert before <= clock.credited_until <= now
        assert 0 <= total <= (now - START).total_seconds()
        assert 0 <= clock.carried < 1


@pytest.mark.usefixtures("unwritten")
@given(st.lists(st.floats(0.1, 90), min_size=1, max_size=60))
def test_short_honest_claims_lose_less_than_a_second_in_all(lengths):
    clock, now, total = LearningClock(registration=uuid.uuid4(), credited_until=START), START, 0
    for length in lengths:
        now += timedelta(seconds=length)
        total += spend(clock, length, START, now)
    assert sum(lengths) - total < 1.01


@pytest.fixture
def attempt(db):
    attempt = Attempt.objects.create(user=make_user(), registration=uuid.uuid4(), activity=make_object(), started_at=START)
    lock_registration(attempt.registration)
    LearningClock.objects.update(credited_until=START)
    return attempt


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_a_claim_is_added_to_the_attempt_and_told(attempt):
    told = []

    def receiver(attempt, **kwargs):
        told.append(attempt.seconds)

    attempt_recorded.connect(receiver)
    try:
        assert credit(attempt=attempt, claimed_seconds=30, not_before=START, now=at(40)) == 30
    finally:
        attempt_recorded.disconnect(receiver)
    attempt.refresh_from_db()
    assert (attempt.seconds, told) == (30, [30])
    assert attempt.last_activity_at > START


def test_two_tabs_share_one_clock(attempt):
    other = Attempt.objects.create(user=attempt.user, registration=attempt.registration, activity=make_object(title="Autre"))
    assert credit(attempt=attempt, claimed_seconds=30, not_before=START, now=at(30)) == 30
    assert credit(attempt=other, claimed_seconds=30, not_before=START, now=at(31)) == 1


def test_another_registration_has_its_own_clock(attempt):
    other = Attempt.objects.create(user=attempt.user, registration=uuid.uuid4(), activity=attempt.activity)
    lock_registration(other.registration)
    LearningClock.objects.update(credited_until=START)
    assert credit(attempt=attempt, claimed_seconds=30, not_before=START, now=at(30)) == 30
    assert credit(attempt=other, claimed_seconds=30, not_before=START, now=at(30)) == 30


def test_nothing_is_credited_from_before_the_page_was_opened(attempt):
    assert credit(attempt=attempt, claimed_seconds=3600, not_before=at(3590), now=at(3600)) == 10


def test_a_clock_that_ran_ahead_never_goes_back(attempt):
    credit(attempt=attempt, claimed_seconds=60, not_before=START, now=at(60))
    assert credit(attempt=attempt, claimed_seconds=60, not_before=START, now=at(30)) == 0
    assert LearningClock.objects.get().credited_until == at(60)


def test_a_stale_copy_of_the_attempt_overwrites_nothing(attempt):
    stale = Attempt.objects.get(pk=attempt.pk)
    Attempt.objects.filter(pk=attempt.pk).update(details={"position": 12}, completed=True)
    credit(attempt=stale, claimed_seconds=5, not_before=START, now=at(5))
    attempt.refresh_from_db()
    assert (attempt.details, attempt.completed, attempt.seconds) == ({"position": 12}, True, 5)
