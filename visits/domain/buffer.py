# SPDX-License-Identifier: EUPL-1.2
"""Pages shown wait in the memory of the process, and are written together every few seconds: no page waits for a count.

A normal stop writes what waits; a process that is killed loses at most VISITS_FLUSH_SECONDS of views.
"""

import atexit
import logging
import threading
from collections import deque
from multiprocessing import util

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from visits.domain.salts import forget_former
from visits.models import WaitingView

logger = logging.getLogger(__name__)

# While the database is away, the oldest go first.
_waiting: deque[WaitingView] = deque(maxlen=50_000)
_starting = threading.Lock()
_writers: list[threading.Thread] = []


def add(view: WaitingView) -> None:
    _waiting.append(view)
    if settings.VISITS_FLUSH_SECONDS and not _writers:
        _start()


def flush() -> int:
    """Write what waits; returns how many views. What could not be written waits on."""
    views = [_waiting.popleft() for _view in range(len(_waiting))]
    if not views:
        return 0
    try:
        WaitingView.objects.bulk_create(views, batch_size=500)
    except DatabaseError:
        _waiting.extendleft(reversed(views))
        raise
    return len(views)


class Writer(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="visits", daemon=True)
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(settings.VISITS_FLUSH_SECONDS):
            write()


def write() -> None:
    """What the thread does each time, and the process once more when it stops."""
    forget_former(timezone.now())
    try:
        close_old_connections()
        flush()
    except DatabaseError:
        logger.warning("views of pages could not be written: tried again in a moment")
    finally:
        connection.close()


def _start() -> None:
    with _starting:
        if _writers:
            return
        _writers.append(Writer())
        _writers[-1].start()
        # A worker of the web server may be a child process, which ends without what atexit holds.
        atexit.register(write)
        util.Finalize(None, write, exitpriority=10)
