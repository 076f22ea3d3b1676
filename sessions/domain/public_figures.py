"""Results of a pathway that the public may read (Qualiopi, indicators 2 and 3): counts over a year, never about few people."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from pathways.registry import Figures
from sessions.models import Enrolment

PERIOD = timedelta(days=365)
FEWEST = 5


def results_of(pathway_id: int) -> Figures | None:
    """Of learners whose session ended within the last year; none below FEWEST of them."""
    now = timezone.now()
    ended = Enrolment.objects.active().filter(
        user__is_made_up=False, session__pathway=pathway_id, session__closes_at__lte=now, session__closes_at__gt=now - PERIOD
    )
    counts = ended.aggregate(all=Count("pk"), finished=Count("pk", filter=Q(percent=100)), succeeded=Count("pk", filter=Q(succeeded=True)))
    learners = counts["all"]
    if learners < FEWEST:
        return None
    return Figures(learners, counts["finished"] / learners, counts["succeeded"] / learners)
