"""What sessions do in the background."""

from django.utils import timezone
from django_tasks import task

from sessions.domain import progress
from sessions.enums import SessionState
from sessions.models import Enrolment, TrainingSession


@task()
def refresh_pathways(pathway_ids: list[int]) -> None:
    """Bring the progress in the sessions of the pathways that are not over up to the published form."""
    sessions = TrainingSession.objects.filter(pathway__in=pathway_ids, closes_at__gt=timezone.now()).exclude(state=SessionState.CANCELLED)
    progress.refresh_many(Enrolment.objects.active().filter(session__in=sessions).only("pk"))
