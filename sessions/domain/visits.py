"""When a learner was last here: a mark of presence, written at most once per few minutes."""

from datetime import datetime, timedelta

from django.utils import timezone

from sessions.models import Enrolment

INTERVAL = timedelta(minutes=5)


def note_visit(enrolment: Enrolment, now: datetime | None = None) -> None:
    """Remember the visit, while access is open."""
    now = now or timezone.now()
    recent = enrolment.last_visit_at is not None and now - enrolment.last_visit_at < INTERVAL
    if recent or not enrolment.session.is_running(now):
        return
    enrolment.first_visit_at = enrolment.first_visit_at or now
    enrolment.last_visit_at = now
    enrolment.save(update_fields=["first_visit_at", "last_visit_at"])
