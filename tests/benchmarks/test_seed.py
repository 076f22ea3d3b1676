"""The seeder makes what the platform would have made of the same facts."""

import pytest
from django.core.management import call_command

from accounts.models import Region, User
from badges.domain.awarding import reconcile_badges
from benchmarks.seed.building import NotEmpty, build, is_seeded
from benchmarks.seed.checking import Differs, check_sample
from benchmarks.seed.people import PASSWORD, learner_address
from benchmarks.seed.size import Size
from lrs.models import Statement
from sessions.models import Enrolment, StepProgress, TrainingSession
from tests.factories import make_user
from tests.xapi_rules import problems

SMALL = Size(learners=24, regions=3, pathways=2, sessions=5, big_session=12)

pytestmark = pytest.mark.django_db


def test_a_small_country_is_consistent_with_its_facts(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        counts = build(SMALL, say=lambda _line: None)
    assert is_seeded()
    assert User.objects.get(email=learner_address(1)).check_password(PASSWORD)
    assert (Region.objects.filter(kind="region").count(), TrainingSession.objects.count()) == (3, 5)
    assert counts["training_sessions.Enrolment"] == Enrolment.objects.count() > SMALL.big_session
    assert Enrolment.objects.filter(percent__gt=0).exists()
    assert check_sample(1000) == Enrolment.objects.count()
    assert [statement for statement in Statement.objects.all() if problems(statement.body)] == []
    assert reconcile_badges() == 0
    call_command("reconcile")
    make_user()  # keys go on where the seeder stopped
    StepProgress.objects.filter(completed=True).update(seconds=1)
    with pytest.raises(Differs):
        check_sample(1000)


def test_a_database_with_people_is_left_alone():
    make_user()
    with pytest.raises(NotEmpty):
        build(SMALL, say=lambda _line: None)
    assert not TrainingSession.objects.exists()
