"""An erased person follows no session any more; what they did stays as evidence."""

from django.utils import timezone

from sessions.enums import EnrolmentState
from sessions.models import Enrolment


def withdraw(user) -> int:
    """Free the places of sessions that are not over. Safe to run twice."""
    coming = Enrolment.objects.active().filter(user=user, session__ends_on__gte=timezone.localdate())
    return coming.update(state=EnrolmentState.WITHDRAWN)
