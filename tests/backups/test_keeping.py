"""Which backups stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backups.domain.keeping import kept

NOW = datetime(2027, 3, 31, 12, 5, tzinfo=UTC)
EVERY = {"hours": 8, "days": 7, "weeks": 4, "months": 12}
MOMENTS = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC)), max_size=60)


def test_all_of_the_latest_hours_and_the_last_of_days_weeks_and_months():
    hourly = [NOW - timedelta(hours=number) for number in range(24 * 400)]
    staying = kept(hourly, EVERY)
    assert sorted(staying, reverse=True)[:8] == hourly[:8]
    days = {moment.date() for moment in staying}
    assert {NOW.date() - timedelta(days=number) for number in range(7)} <= days
    assert datetime(2027, 2, 28, 23, 5, tzinfo=UTC) in staying
    assert datetime(2026, 4, 30, 23, 5, tzinfo=UTC) in staying
    assert min(staying) == datetime(2026, 4, 30, 23, 5, tzinfo=UTC)
    assert len(staying) < 8 + 7 + 4 + 12


def test_a_platform_that_slept_keeps_its_latest_and_what_is_old():
    old = [NOW - timedelta(days=700), NOW - timedelta(days=701)]
    assert kept(old, EVERY) == {*old}
    assert kept(old, dict.fromkeys(EVERY, 0)) == {old[0]}
    assert kept([], EVERY) == set()


def test_two_within_one_hour_stay_both():
    """One made by hand before an operation is not lost to the next."""
    assert kept([NOW, NOW - timedelta(minutes=2)], EVERY) == {NOW, NOW - timedelta(minutes=2)}


@given(MOMENTS)
def test_what_stays_once_stays_when_asked_again(moments):
    staying = kept(moments, EVERY)
    assert staying <= set(moments)
    assert kept(staying, EVERY) == staying
    assert not moments or max(moments) in staying
