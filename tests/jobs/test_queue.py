"""Calls are rows: they survive a broker that is away and a worker that is killed."""

from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from kombu.exceptions import OperationalError

from jobs.backends import AnnouncedRowsBackend
from jobs.domain import queue
from jobs.domain.run import MAX_TRIES, run_job
from jobs.domain.workers import SILENT_AFTER, beat, forget_dead, living, own_name
from jobs.models import JobState, WorkerBeat
from jobs.tasks import run_row
from messaging.models import Notice
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return Notice.objects.create(kind="test", user=make_user(), subject="Bonjour", text="Bonjour")


@pytest.fixture
def announced(monkeypatch, settings):
    """Ids that were announced, with the production's backend in place; nothing waits at the broker."""
    settings.TASKS = {"default": {"BACKEND": "jobs.backends.AnnouncedRowsBackend", "QUEUES": ["default"]}}
    heard: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: heard.append(args[0]))
    monkeypatch.setattr(queue, "_waiting", lambda: 0)
    return heard


def call_for(notice, **fields) -> DBTaskResult:
    call = {"args": [], "kwargs": {"model": "messaging.Notice", "pk": str(notice.pk)}}
    fields = {"args_kwargs": call, "task_path": run_job.module_path, "backend_name": "default", "run_after": timezone.now(), **fields}
    row = DBTaskResult.objects.create(**fields)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
    return row


def test_a_call_is_a_row_announced_once_it_is_committed(notice, announced, commits):
    with commits():
        run_job.enqueue(model="messaging.Notice", pk=str(notice.pk))
        assert announced == []
    assert isinstance(run_job.get_backend(), AnnouncedRowsBackend)
    assert announced == [str(DBTaskResult.objects.get().pk)]


def test_an_announced_row_runs_once(notice, announced, mailoutbox):
    row = call_for(notice)
    assert run_row(str(row.pk))
    assert not run_row(str(row.pk))
    row.refresh_from_db()
    notice.refresh_from_db()
    assert (row.status, notice.state, len(mailoutbox)) == (TaskResultStatus.SUCCESSFUL, JobState.DONE, 1)


def test_a_broker_that_is_away_loses_nothing(notice, announced, monkeypatch, commits):
    def away(name, args):
        raise OperationalError

    with monkeypatch.context() as patch, commits():
        patch.setattr(current_app, "send_task", away)
        row = call_for(notice)
        assert not queue.announce(str(row.pk))
    assert queue.announce_unheard() == 1
    assert announced == [str(row.pk)]


def test_nothing_is_announced_again_while_the_workers_are_behind(notice, announced, monkeypatch):
    call_for(notice)
    monkeypatch.setattr(queue, "_waiting", lambda: 3)
    assert queue.announce_unheard() == 0


def test_what_a_killed_worker_held_goes_to_another(notice, announced, commits):
    Notice.objects.update(state=JobState.RUNNING, tries=1, heartbeat_at=timezone.now())
    row = call_for(notice, status=TaskResultStatus.RUNNING, worker_ids=["gone"])
    WorkerBeat.objects.create(name="gone", seen_at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
    with commits():
        assert queue.put_back() == 1
    row.refresh_from_db()
    notice.refresh_from_db()
    assert (row.status, notice.state, announced) == (TaskResultStatus.READY, JobState.WAITING, [str(row.pk)])
    assert run_row(str(row.pk))
    notice.refresh_from_db()
    assert notice.state == JobState.DONE


def test_what_a_living_worker_holds_is_left_to_it(notice, announced):
    beat()
    call_for(notice, status=TaskResultStatus.RUNNING, worker_ids=[own_name()])
    assert living() == {own_name()}
    assert queue.put_back() == 0


def test_a_call_that_kills_every_worker_is_given_up(notice, announced):
    Notice.objects.update(state=JobState.RUNNING, tries=MAX_TRIES, heartbeat_at=timezone.now())
    row = call_for(notice, status=TaskResultStatus.RUNNING, worker_ids=["one", "two", "three"])
    assert queue.put_back() == 1
    row.refresh_from_db()
    notice.refresh_from_db()
    assert (row.status, notice.state) == (TaskResultStatus.FAILED, JobState.FAILED)
    assert notice.error
    assert queue.put_back() == 0


def test_old_rows_are_forgotten(notice):
    old = timezone.now() - timedelta(days=8)
    call_for(notice, status=TaskResultStatus.SUCCESSFUL, finished_at=old)
    call_for(notice)
    WorkerBeat.objects.create(name="gone", seen_at=old)
    assert (queue.forget_old(), forget_dead()) == (1, 1)
    assert DBTaskResult.objects.count() == 1
