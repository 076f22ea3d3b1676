import signal
import threading

from django.core.management.base import BaseCommand

from jobs.domain.clock import TICK_SECONDS, tick


class Command(BaseCommand):
    help = "Run the periodic work until stopped; several may run, each piece of work is done by one of them (production)."

    def handle(self, *args, **options) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            tick()
            stopped.wait(TICK_SECONDS)
