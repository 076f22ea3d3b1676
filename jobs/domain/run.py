"""Enqueue, run, retry and reap job rows."""

import logging
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from jobs.models import Job, JobState

logger = logging.getLogger(__name__)

MAX_TRIES = 3
SILENCE = timedelta(minutes=5)


class JobRefused(Exception):
    """The work cannot be done, and trying again would not help; the message is for the person."""


def job_models() -> list[type[Job]]:
    return [model for model in apps.get_models() if issubclass(model, Job)]


def enqueue(job: Job) -> None:
    """Queue the saved row `job` once the current transaction is committed."""
    label, pk = job._meta.label, str(job.pk)
    transaction.on_commit(lambda: run_job.enqueue(model=label, pk=pk))


@task()
def run_job(model: str, pk: str) -> None:
    """Run one job row. A row already taken by a living worker, or over, is left alone."""
    job = _claim(apps.get_model(model), pk)
    if job is None:
        return
    try:
        job.perform()
    except JobRefused as refusal:
        _finish(job, JobState.FAILED, str(refusal))
    except Exception:
        logger.exception("job %s %s failed", model, pk)
        if job.tries < MAX_TRIES:
            _finish(job, JobState.WAITING, "")
            run_job.enqueue(model=model, pk=pk)
        else:
            _finish(job, JobState.FAILED, _("Something unexpected happened. The team has been told; nothing was lost."))
    else:
        _finish(job, JobState.DONE, "")


def _claim(model: type[Job], pk: str) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        job = model._default_manager.select_for_update().filter(pk=pk).first()
        if job is None or job.state != JobState.WAITING:
            return None
        job.state, job.tries, job.heartbeat_at = JobState.RUNNING, job.tries + 1, now
        job.save(update_fields=["state", "tries", "heartbeat_at"])
    return job


def release(label: str, pk: str) -> bool:
    """Give back a job whose worker is known to be dead, without waiting for SILENCE; True when it had been running."""
    model = apps.get_model(label)
    running = model._default_manager.filter(pk=pk, state=JobState.RUNNING)
    if running.filter(tries__lt=MAX_TRIES).update(state=JobState.WAITING):
        return True
    message = _("The work was interrupted several times. Please try again.")
    return bool(running.update(state=JobState.FAILED, error=message, finished_at=timezone.now()))


def _finish(job: Job, state: JobState, error: str) -> None:
    job.state, job.error = state, error
    job.finished_at = None if state == JobState.WAITING else timezone.now()
    type(job)._default_manager.filter(pk=job.pk).update(state=job.state, error=error, finished_at=job.finished_at)


def reap(now=None) -> int:
    """Put back jobs that nobody works on; returns how many. Safe to run at any time.

    Two cases: a worker that gave no sign of life for SILENCE, and a waiting row whose call was lost.
    """
    now = now or timezone.now()
    return sum(_reap_dead(model, now) + _call_again(model, now) for model in job_models())


def _reap_dead(model: type[Job], now) -> int:
    reaped = 0
    for job in model._default_manager.filter(state=JobState.RUNNING, heartbeat_at__lt=now - SILENCE):
        again = job.tries < MAX_TRIES
        message = "" if again else _("The work was interrupted several times. Please try again.")
        still = model._default_manager.filter(pk=job.pk, state=JobState.RUNNING, heartbeat_at=job.heartbeat_at)
        state = JobState.WAITING if again else JobState.FAILED
        if still.update(state=state, error=message, heartbeat_at=now, finished_at=None if again else now):
            reaped += 1
            if again:
                run_job.enqueue(model=model._meta.label, pk=str(job.pk))
    return reaped


def _call_again(model: type[Job], now) -> int:
    """Waiting rows are called again every SILENCE; run_job leaves a row alone that another call took."""
    lost = Q(heartbeat_at__lt=now - SILENCE) | Q(heartbeat_at__isnull=True, created_at__lt=now - SILENCE)
    waiting = list(model._default_manager.filter(lost, state=JobState.WAITING).values_list("pk", flat=True)[:500])
    for pk in waiting:
        model._default_manager.filter(pk=pk).update(heartbeat_at=now)
        run_job.enqueue(model=model._meta.label, pk=str(pk))
    return len(waiting)
