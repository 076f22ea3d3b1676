"""The queue of the production form: calls are rows, Celery on Redis only says "row N is ready"."""

import logging

from django.db import transaction
from django_tasks_db.backend import DatabaseBackend

logger = logging.getLogger(__name__)


class AnnouncedRowsBackend(DatabaseBackend):
    """django-tasks-db's rows, announced to Celery once they are committed.

    Where the broker cannot be reached the call is not lost: the scheduler announces it later (jobs.domain.queue).
    """

    def enqueue(self, task, args, kwargs):
        from jobs.domain.queue import announce

        result = super().enqueue(task, args, kwargs)
        transaction.on_commit(lambda: announce(str(result.id)))
        return result
