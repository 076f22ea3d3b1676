"""A prepared question answers as its queryset does, with the values of each call, and keeps nothing of the answers."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.prepared import LONGEST_LIST, Prepared
from sessions.models import Enrolment

pytestmark = pytest.mark.django_db


def test_it_answers_as_its_queryset_with_related_rows_and_questions(cast, django_assert_num_queries):
    def build(user: int):
        learns = RoleAssignment.objects.filter(user=OuterRef("user"), role=Role.LEARNER)
        return Enrolment.objects.filter(user=user).select_related("session__region", "user").annotate(learns=Exists(learns))

    prepared = Prepared(build)
    for person in (cast.owner, cast.member, cast.owner):
        with django_assert_num_queries(1):
            found = prepared(user=person.pk)
            told = [(one, one.session.region.name, one.user.email, one.learns) for one in found]
        assert told == [(one, one.session.region.name, one.user.email, one.learns) for one in build(person.pk)]
        assert told
    assert prepared(user=cast.stranger.pk) == list(build(cast.stranger.pk))


def test_every_call_asks_anew(cast):
    names = Prepared(lambda user: User.objects.filter(pk=user).values_list("first_name", flat=True))
    assert names(user=cast.owner.pk) == [cast.owner.first_name]
    User.objects.filter(pk=cast.owner.pk).update(first_name="Zoé")
    assert names(user=cast.owner.pk) == ["Zoé"]
    User.objects.filter(pk=cast.owner.pk).update(is_active=False, first_name="")
    assert names.first(user=cast.owner.pk) == ""
    assert names.first(user=0) is None


def test_lists_of_any_length_moments_texts_and_identifiers(cast):
    people = Prepared(lambda uids, since, email: User.objects.filter(uid__in=uids, date_joined__gt=since).exclude(email=email))
    since = datetime(2001, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
    for count in (0, 1, 2, LONGEST_LIST + 1):
        uids = [cast.owner.uid, cast.member.uid, *(uuid4() for _ in range(LONGEST_LIST))][:count]
        wanted = {cast.owner, cast.member} if count > 1 else {cast.owner} if count else set()
        assert set(people(uids=uids, since=since, email="")) == wanted
        assert set(people(uids=uids, since=since, email=cast.owner.email)) == wanted - {cast.owner}
        assert people(uids=uids, since=datetime.now(UTC) + timedelta(days=1), email="") == []


def test_the_queryset_is_built_once_for_each_length_of_lists(cast):
    built = []

    def build(users: list[int]):
        built.append(len(users))
        return User.objects.filter(pk__in=users)

    prepared = Prepared(build)
    for users in ([1], [2], [cast.owner.pk], [1, 2], [cast.owner.pk, cast.member.pk]):
        assert prepared(users=users) == list(User.objects.filter(pk__in=users))
    assert built == [1, 2]


def test_what_would_change_the_sql_is_refused(cast):
    with pytest.raises(TypeError):
        Prepared(lambda active: User.objects.filter(is_active=active))(active=True)
    with pytest.raises(TypeError):
        Prepared(lambda region: RoleAssignment.objects.filter(region=region))(region=None)
    with pytest.raises(TypeError):
        Prepared(lambda user: User.objects.filter(pk=user).values("email"))(user=1)
    with pytest.raises(ValueError, match="Not every value"):
        Prepared(lambda user, unused: User.objects.filter(pk=user))(user=1, unused=2)


def test_threads_use_their_own_connections(cast):
    prepared = Prepared(lambda user: User.objects.filter(pk=user))
    assert prepared(user=cast.owner.pk)
    failures = []

    def ask() -> None:
        try:
            prepared(user=cast.owner.pk)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert not failures
