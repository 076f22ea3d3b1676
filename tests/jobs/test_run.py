"""Jobs survive what happens to workers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.domain.run import MAX_TRIES, SILENCE, JobRefused, reap, run_job
from jobs.models import JobState
from messaging.models import Notice
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return Notice.objects.create(kind="test", user=make_user(), subject="Bonjour", text="Bonjour")


def call(notice) -> None:
    run_job.call(model="messaging.Notice", pk=str(notice.pk))
    notice.refresh_from_db()


def test_a_job_runs_once_however_often_it_is_called(notice, mailoutbox):
    call(notice)
    call(notice)
    assert notice.state == JobState.DONE
    assert len(mailoutbox) == 1


def test_a_failing_job_is_tried_again_then_given_up(notice, monkeypatch):
    def broken(self):
        raise OSError("no route to host")

    monkeypatch.setattr(Notice, "perform", broken)
    call(notice)
    assert (notice.state, notice.tries) == (JobState.FAILED, MAX_TRIES)
    assert notice.error
    assert "route" not in notice.error


def test_a_refused_job_keeps_its_message(notice, monkeypatch):
    def refused(self):
        raise JobRefused("Le fichier n’est pas un zip.")

    monkeypatch.setattr(Notice, "perform", refused)
    call(notice)
    assert (notice.state, notice.tries, notice.error) == (JobState.FAILED, 1, "Le fichier n’est pas un zip.")


def test_a_job_whose_worker_was_killed_is_done_by_another(notice, mailoutbox):
    Notice.objects.update(state=JobState.RUNNING, tries=1, heartbeat_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert reap() == 1
    notice.refresh_from_db()
    assert notice.state == JobState.DONE
    assert len(mailoutbox) == 1


def test_a_living_job_is_left_alone(notice):
    Notice.objects.update(state=JobState.RUNNING, tries=1, heartbeat_at=timezone.now())
    assert reap() == 0


def test_a_job_whose_call_was_lost_is_called_again(notice, mailoutbox):
    Notice.objects.update(created_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert reap() == 1
    assert len(mailoutbox) == 1
