"""What every page asks about a person is asked with the person, and found out anew where it was not."""

import pytest

from accounts.backends import PersonBackend
from accounts.models import User
from sessions.enums import SessionState
from tutoring.rules import is_tutor

pytestmark = pytest.mark.django_db


def test_the_answers_come_with_the_person(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        tutor = PersonBackend().get_user(cast.tutor.pk)
        assert is_tutor(tutor)
    assert not is_tutor(PersonBackend().get_user(cast.owner.pk))


def test_somebody_read_otherwise_is_asked_about(cast, django_assert_num_queries):
    assert is_tutor(cast.tutor)
    assert not is_tutor(cast.owner)
    cast.session.state = SessionState.CANCELLED
    cast.session.save()
    assert not is_tutor(User.objects.get(pk=cast.tutor.pk))


def test_a_closed_account_is_nobody(cast):
    User.objects.filter(pk=cast.tutor.pk).update(is_active=False)
    assert PersonBackend().get_user(cast.tutor.pk) is None
    assert PersonBackend().get_user(0) is None
