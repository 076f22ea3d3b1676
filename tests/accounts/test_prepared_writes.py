"""A prepared write changes what the ordinary one changes, with the values of each call."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from accounts.models import ConnectionDay, User
from accounts.prepared_writes import PreparedUpdate, write_again
from courses.models import Attempt, ScoState
from sessions.models import Enrolment
from tests.factories import make_object

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, 0, 0, 250_000, tzinfo=UTC)


def day(user, number: int, **fields) -> ConnectionDay:
    return ConnectionDay.objects.create(user=user, day=date(2026, 11, number), **fields)


def test_it_changes_the_rows_of_each_call_and_says_how_many(cast, django_assert_num_queries):
    add = PreparedUpdate(
        lambda user, day, seconds, moment: (
            ConnectionDay.objects.filter(user=user, day=day),
            {"seconds": F("seconds") + seconds, "counted_until": Greatest(F("counted_until"), Value(moment))},
        )
    )
    first, second = day(cast.owner, 1, seconds=5, counted_until=100), day(cast.owner, 2, seconds=7, counted_until=100)
    for row, seconds, moment in ((first, 10, 99), (first, -2, 101)):
        with django_assert_num_queries(1):
            assert add(user=cast.owner.pk, day=row.day, seconds=seconds, moment=moment) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seconds, first.counted_until) == (13, 101)
    assert (second.seconds, second.counted_until) == (7, 100)
    assert add(user=cast.member.pk, day=first.day, seconds=1, moment=1) == 0


def test_moments_and_keys_are_values(cast):
    note = PreparedUpdate(lambda registration, at: (Enrolment.objects.filter(registration=registration), {"succeeded_at": at}))
    one, other = Enrolment.objects.order_by("created_at")[:2]
    for row, at in ((one, NOON), (other, NOON + timedelta(days=1))):
        assert note(registration=row.registration, at=at) == 1
    assert [Enrolment.objects.get(pk=row.pk).succeeded_at for row in (one, other)] == [NOON, NOON + timedelta(days=1)]


@pytest.fixture
def state(cast) -> ScoState:
    enrolment = Enrolment.objects.first()
    activity = make_object()
    attempt = Attempt.objects.create(user=enrolment.user, registration=enrolment.registration, activity=activity)
    return ScoState.objects.create(attempt=attempt, item_identifier="one")


def test_a_stored_row_is_written_whole(state, django_assert_num_queries):
    before = ScoState.objects.get(pk=state.pk)
    state.cmi, state.score_scaled, state.opened_at, state.terminated = {"cmi.location": "é 'x' %s"}, Decimal("0.25"), NOON, True
    with django_assert_num_queries(1):
        write_again(state)
    found = ScoState.objects.get(pk=state.pk)
    assert (found.cmi, found.score_scaled, found.opened_at, found.terminated) == ({"cmi.location": "é 'x' %s"}, Decimal("0.25"), NOON, True)
    assert found.updated_at > before.updated_at
    assert (found.attempt_id, found.item_identifier, found.exit) == (before.attempt_id, "one", before.exit)


def test_of_a_row_some_fields_alone_are_written(state):
    state.sequence, state.exit = 4, "suspend"
    write_again(state, "sequence")
    found = ScoState.objects.get(pk=state.pk)
    assert (found.sequence, found.exit) == (4, "")


def test_a_row_that_is_gone_is_not_made_again(state):
    ScoState.objects.filter(pk=state.pk).delete()
    with pytest.raises(DatabaseError, match="not stored any more"), transaction.atomic():
        write_again(state)
    assert not ScoState.objects.filter(pk=state.pk).exists()


def test_what_would_change_the_sql_is_refused(cast):
    with pytest.raises(TypeError):
        PreparedUpdate(lambda user, active: (User.objects.filter(pk=user), {"is_active": active}))(user=cast.owner.pk, active=False)
    assert User.objects.get(pk=cast.owner.pk).is_active
