"""Calls as rows (django-tasks-db): announced to Celery where there is one, and put back when their worker died."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.domain import run
from jobs.domain.workers import living

logger = logging.getLogger(__name__)

MAX_RUNS = 3
# A row this old that nobody took was not announced, or its announcement was lost with the broker.
UNHEARD = timedelta(seconds=20)
AT_ONCE = 1000
# Rows of calls that are over are of no use after some days: jobs have rows of their own.
KEPT = timedelta(days=7)


def is_announced() -> bool:
    """Whether rows are carried by Celery (production), or looked for by the workers themselves."""
    return settings.TASKS["default"]["BACKEND"] == "jobs.backends.AnnouncedRowsBackend"


def announce(pk: str) -> bool:
    """Tell the workers that a row is ready; False, and no error, when the broker does not answer."""
    from celery import current_app
    from kombu.exceptions import OperationalError
    from redis.exceptions import RedisError

    try:
        current_app.send_task("jobs.run_row", args=[pk])
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("row %s could not be announced (%s): the scheduler will", pk, error)
        return False
    return True


def announce_unheard(now=None) -> int:
    """Announce again what was not heard, unless the workers are behind with what they were told; returns how many."""
    if not is_announced() or _waiting():
        return 0
    rows = DBTaskResult.objects.ready().filter(enqueued_at__lt=(now or timezone.now()) - UNHEARD)
    return sum(announce(str(pk)) for pk in rows.values_list("pk", flat=True)[:AT_ONCE])


def _waiting() -> int:
    """Announcements that no worker has taken yet."""
    from celery import current_app

    with current_app.connection_for_write() as connection:
        return connection.default_channel.queue_declare(current_app.conf.task_default_queue, passive=False).message_count


def put_back() -> int:
    """Give back the calls that dead workers were running, and the job rows they held; returns how many calls."""
    alive, count = living(), 0
    for row in DBTaskResult.objects.running():
        if row.worker_ids and row.worker_ids[-1] not in alive:
            count += _put_back(row)
    return count


@transaction.atomic
def _put_back(row: DBTaskResult) -> bool:
    again = len(row.worker_ids) < MAX_RUNS
    status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids)
    if not mine.update(status=status, finished_at=None if again else timezone.now()):
        return False
    job = row.args_kwargs.get("kwargs", {})
    if row.task_path == run.run_job.module_path:
        run.release(job["model"], job["pk"])
    if again and is_announced():
        transaction.on_commit(lambda: announce(str(row.pk)))
    return True


def forget_old(now=None) -> int:
    """Remove the rows of calls that ended some days ago; returns how many."""
    deleted, _by_model = DBTaskResult.objects.finished().filter(finished_at__lt=(now or timezone.now()) - KEPT).delete()
    return deleted
