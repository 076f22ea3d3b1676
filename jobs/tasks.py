"""What Celery carries: the id of a row, nothing else."""

from celery import shared_task
from django.db import transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from jobs.domain.workers import own_name


@shared_task(name="jobs.run_row", ignore_result=True)
def run_row(pk: str) -> bool:
    """Run the call of a row; False when another worker has it, or had it."""
    with transaction.atomic():
        row = DBTaskResult.objects.ready().filter(pk=pk).select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.claim(own_name())
    _runner(row.backend_name).run_task(row)
    return True


def _runner(backend: str) -> Worker:
    name = own_name()
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=backend,
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    )
