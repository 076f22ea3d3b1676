import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks_db.management.commands import db_worker

from jobs.domain.clock import TICK_SECONDS, tick
from jobs.domain.workers import Heart, own_name


class Queue(db_worker.Command):
    """The queue's own worker; what it says is for the settings of logging to decide, not for its verbosity."""

    def configure_logging(self, verbosity: int) -> None:
        pass


class Command(BaseCommand):
    help = "Run background jobs, and the periodic work beside them, until stopped (the form without Celery)."

    def handle(self, *args, **options) -> None:
        stopped, heart = threading.Event(), Heart()
        threading.Thread(target=self._tick, args=(stopped,), daemon=True).start()
        heart.start()
        try:
            call_command(Queue(), queue_name="*", interval=0.5, startup_delay=False, reload=False, worker_id=own_name())
        finally:
            stopped.set()
            heart.stopped.set()

    @staticmethod
    def _tick(stopped: threading.Event) -> None:
        while not stopped.wait(TICK_SECONDS):
            tick()
