"""Who works: each worker process says every few seconds that it lives; one that is silent is dead, and its work goes to others."""

import os
import socket
import threading
import uuid
from datetime import timedelta
from functools import cache

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from jobs.models import WorkerBeat

BEAT_SECONDS = 5
SILENT_AFTER = timedelta(seconds=30)


@cache
def _name_of(pid: int) -> str:
    return f"{socket.gethostname()[:20]}-{pid}-{uuid.uuid4().hex[:8]}"


def own_name() -> str:
    """The name of this process as a worker: another one after a fork, and after each start."""
    return _name_of(os.getpid())


def beat() -> None:
    """Say that this process lives."""
    WorkerBeat.objects.update_or_create(name=own_name(), defaults={"seen_at": timezone.now()})


def living(now=None) -> set[str]:
    """Names of the workers that were heard lately."""
    heard = (now or timezone.now()) - SILENT_AFTER
    return set(WorkerBeat.objects.filter(seen_at__gt=heard).values_list("name", flat=True))


def forget_dead(now=None) -> int:
    """Forget workers that have been silent for a day; returns how many."""
    deleted, _by_model = WorkerBeat.objects.filter(seen_at__lt=(now or timezone.now()) - timedelta(days=1)).delete()
    return deleted


class Heart(threading.Thread):
    """Beats for this process until it ends, and through an absence of the database."""

    def __init__(self) -> None:
        super().__init__(name="heart", daemon=True)
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                close_old_connections()
                beat()
            except DatabaseError:
                connection.close()
            self.stopped.wait(BEAT_SECONDS)
        connection.close()
