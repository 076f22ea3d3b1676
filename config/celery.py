"""Celery, for the production form: it carries ids of rows from the web to the workers (jobs.backends, jobs.tasks)."""

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown

app = Celery("compagnon")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["jobs"])
_hearts: list = []


@worker_process_init.connect
def start_heart(**kwargs) -> None:
    """Each process of the pool says that it lives: what a killed one was running is given to another."""
    from jobs.domain.workers import Heart

    _hearts.append(Heart())
    _hearts[-1].start()


@worker_process_shutdown.connect
def stop_heart(**kwargs) -> None:
    for heart in _hearts:
        heart.stopped.set()
