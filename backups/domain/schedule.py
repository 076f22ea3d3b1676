"""When the next backup and the next rehearsal are due; the workers' clock asks every ten minutes."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backups.models import Backup, Rehearsal
from jobs.domain.run import enqueue
from jobs.models import Job, JobState

BUSY = [JobState.WAITING, JobState.RUNNING]


def start(model: type[Backup] | type[Rehearsal], *, by=None) -> Job:
    """A new row, queued; the one under way when there is one."""
    with transaction.atomic():
        busy = model._default_manager.filter(state__in=BUSY).first()
        if busy:
            return busy
        row = model._default_manager.create(asked_by=by)
        enqueue(row)
        return row


def is_due(model: type[Backup] | type[Rehearsal], every: timedelta) -> bool:
    """Never when `every` is nothing."""
    return bool(every) and not model._default_manager.filter(created_at__gt=timezone.now() - every).exists()


def start_due() -> None:
    if is_due(Backup, timedelta(hours=settings.BACKUP_EVERY_HOURS)):
        start(Backup)
    if is_due(Rehearsal, timedelta(days=settings.BACKUP_REHEARSE_DAYS)) and Backup.objects.there().exists():
        start(Rehearsal)


def is_late() -> bool:
    """Whether the latest backup is older than twice the time between two."""
    if not settings.BACKUP_EVERY_HOURS:
        return False
    return not Backup.objects.there().filter(taken_at__gt=timezone.now() - 2 * timedelta(hours=settings.BACKUP_EVERY_HOURS)).exists()
