"""Stored progress: written with the fact, the same when computed again."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.domain.attempts import begin_attempt, record
from courses.enums import AttemptMode, AttemptState
from courses.models import RichContentPage
from lrs.models import Statement
from pathways.models import Step
from sessions.domain.progress import rebuild, reconcile, refresh_many, standing_of
from sessions.enums import PresenceStatus
from sessions.models import Enrolment, Presence, SessionEvent, StepProgress
from sessions.signals import enrolment_succeeded
from tests.factories import make_object, make_pathway, make_session, make_user
from tests.sessions.learner.moments import begin, context_for, finish, succeed

FIGURES = ["percent", "minutes_left", "seconds", "succeeded", "succeeded_at"]
ROWS = ["enrolment", "step", "state", "completed", "success", "score", "seconds", "first_at", "last_at", "completed_at"]


def stored():
    """All that is stored, but for the rows' own ids."""
    return (
        sorted(map(str, StepProgress.objects.values_list(*ROWS))),
        sorted(map(str, Enrolment.objects.values_list("pk", *FIGURES))),
    )


def states(enrolment):
    return list(StepProgress.objects.filter(enrolment=enrolment).order_by("step__sort_order").values_list("state", flat=True))


@pytest.mark.requirement("CMA-2.2")
def test_progress_is_written_with_the_fact(cast):
    finish(cast.enrolment, 0)
    cast.enrolment.refresh_from_db()
    assert states(cast.enrolment) == ["done", "todo", "todo"]
    assert cast.enrolment.percent == 33
    assert cast.enrolment.minutes_left == 30
    assert not StepProgress.objects.filter(enrolment=cast.member_enrolment).exists()


def test_a_fact_undone_leaves_no_progress(cast):
    context = context_for(cast.enrolment)
    with transaction.atomic():
        record(begin_attempt(context), completed=True)
        assert states(cast.enrolment)[0] == "done"
        transaction.set_rollback(True)
    assert not StepProgress.objects.exists()
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.percent == 0


def test_a_preview_counts_nowhere(cast):
    attempt = begin(cast.enrolment)
    before = stored()
    attempt.mode = AttemptMode.PREVIEW
    record(attempt, completed=True)
    assert stored() == before


def test_work_handed_in_waits_for_its_grade(cast):
    begin(cast.enrolment, 2, state=AttemptState.SUBMITTED)
    assert states(cast.enrolment)[2] == "waiting"


def test_a_score_too_low_is_to_do_again(cast):
    finish(cast.enrolment, 1, score=0.2, success=False)
    assert states(cast.enrolment)[1] == "redo"
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.percent == 0


def test_a_success_is_told_once_after_the_commit(cast, commits):
    told = []

    def hear(sender, enrolment_id, **kwargs):
        told.append(enrolment_id)

    enrolment_succeeded.connect(hear)
    try:
        with commits():
            last = succeed(cast.enrolment)
            assert told == []
        with commits():
            record(last, score=Decimal("0.95"))
    finally:
        enrolment_succeeded.disconnect(hear)
    assert told == [cast.enrolment.pk]
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.succeeded
    assert cast.enrolment.succeeded_at == last.completed_at
    verbs = list(Statement.objects.filter(registration=cast.enrolment.registration).values_list("verb", flat=True))
    assert sum(verb.endswith("/passed") for verb in verbs) == 1
    assert sum(verb.endswith("/progressed") for verb in verbs) == 3


def test_rebuilding_gives_the_same_rows(cast, capsys):
    succeed(cast.enrolment)
    begin(cast.member_enrolment, 2, state=AttemptState.SUBMITTED, seconds=95)
    refresh_many(Enrolment.objects.all())
    before, journal = stored(), Statement.objects.count()
    with time_machine.travel(timezone.now() + timedelta(days=12)):
        call_command("rebuild_progress")
        assert stored() == before
        StepProgress.objects.all().delete()
        Enrolment.objects.update(percent=7, seconds=3, succeeded=False, succeeded_at=None)
        call_command("rebuild_progress")
        assert stored() == before
        StepProgress.objects.filter(enrolment=cast.enrolment).delete()
        call_command("rebuild_progress", session=cast.session.pk)
        assert stored() == before
    assert Statement.objects.count() == journal
    assert "2 enrolment(s)" in capsys.readouterr().out


def test_rebuilding_finds_the_try_that_brought_success(cast):
    """A quiz failed, then passed on another day: success is dated by the second."""
    start = timezone.now()
    finish(cast.enrolment, 0)
    finish(cast.enrolment, 1, score=0.1, success=False)
    finish(cast.enrolment, 2, score=0.8, success=True)
    with time_machine.travel(start + timedelta(days=3)):
        again = record(begin_attempt(context_for(cast.enrolment, 1), new=True), state="finished", completed=True, success=True, score=1)
    before = stored()
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.succeeded_at == again.completed_at
    rebuild([cast.enrolment])
    assert stored() == before


def test_reconciling_repairs_what_is_missing(cast):
    finish(cast.enrolment, 0)
    refresh_many(Enrolment.objects.all())
    before = stored()
    StepProgress.objects.filter(enrolment=cast.enrolment).delete()
    reconcile()
    assert stored() == before


def test_what_is_begun_after_the_end_does_not_count_and_a_late_grade_does(cast):
    context = context_for(cast.enrolment, 2)
    late = context_for(cast.enrolment, 0)
    work = record(begin_attempt(context), state=AttemptState.SUBMITTED)
    with time_machine.travel(cast.session.closes_at + timedelta(days=2)):
        record(begin_attempt(late), completed=True)
        record(work, state=AttemptState.FINISHED, completed=True, score=Decimal("0.9"), success=True)
    assert states(cast.enrolment) == ["todo", "todo", "done"]


def test_presence_finishes_the_step_and_absence_does_not(cast):
    activity = Step.objects.get(sequence__pathway=cast.pathway, sort_order=0).activity
    now = timezone.now()
    event = SessionEvent.objects.create(
        session=cast.session, kind="virtual_class", activity=activity, title="Classe", starts_at=now, ends_at=now + timedelta(hours=1)
    )
    presence = Presence.objects.create(event=event, enrolment=cast.enrolment, status=PresenceStatus.ABSENT)
    assert standing_of(cast.enrolment).steps[0].fact.attended is False
    assert not standing_of(cast.enrolment).steps[0].is_done
    presence.status = PresenceStatus.LATE
    presence.save()
    assert standing_of(cast.enrolment).steps[0].is_done


def test_a_step_opens_on_its_day_without_anything_being_written(cast):
    Step.objects.filter(sequence__pathway=cast.pathway, sort_order=1).update(opens_on_day=10)
    assert standing_of(cast.enrolment).steps[1].state == "locked"
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert standing_of(cast.enrolment).steps[1].state == "todo"


def test_publishing_a_pathway_again_moves_those_who_follow_it(cast, commits):
    finish(cast.enrolment, 0)
    with commits():
        page = cast.pathway.sequences.get().steps.get(sort_order=0).activity.specific
        page.duration_minutes = 60
        page.save_revision().publish()
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.percent == 66


@pytest.mark.parametrize("count", [1, 30])
def test_refreshing_many_asks_as_many_questions_for_one_as_for_thirty(cast, count):
    session = make_session(make_pathway(*[make_object(RichContentPage, f"Page {n}") for n in range(count)]), cast.region)
    people = [Enrolment.objects.create(session=session, user=make_user("A", f"B{n}")) for n in range(count)]
    with CaptureQueriesContext(connection) as queries:
        refresh_many(people)
    assert sum(query["sql"].startswith("SELECT") for query in queries) <= 9
    assert StepProgress.objects.filter(enrolment__session=session).count() == count * count
    with CaptureQueriesContext(connection) as queries:
        refresh_many(people)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
