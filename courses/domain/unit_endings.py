"""Sessions that end without saying so (cmi5 9.3.6): another unit is opened, a tutor says so, or their time has passed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.domain.unit_statements import tell_abandoned
from courses.enums import AttemptMode
from courses.models import Attempt, UnitLaunch
from lrs.api import abandon_session, revoke

MOST_AT_ONCE = 500


def abandon_running(attempt: Attempt) -> int:
    """End all that is open of an attempt's course; returns how many. Call it before the registration is locked."""
    running = (
        UnitLaunch.objects.of(attempt).running().select_related("launch__attempt__user", "launch__version", "node", "session", "credential")
    )
    return sum(abandon_unit(opened) for opened in running.order_by("launch_id"))


@transaction.atomic
def abandon_unit(opened: UnitLaunch) -> bool:
    """End one opening of a unit, unless it is over; nothing more is taken of it. Call it before the registration is locked."""
    launch = opened.launch
    if opened.session_id is None:
        if opened.credential:
            revoke(opened.credential)
    elif not _abandon_session(opened, opened.session_id):
        return False
    if launch.closed_at is None:
        launch.closed_at = timezone.now()
        launch.save(update_fields=["closed_at"])
    return True


def _abandon_session(opened: UnitLaunch, session_id: UUID) -> bool:
    session = abandon_session(session_id)
    if session is None:
        return False
    opened.session = session
    if opened.launch.attempt.mode != AttemptMode.PREVIEW:
        # cmi5 9.5.4.2: from the launch to the last that the unit said.
        tell_abandoned(opened, max(0.0, ((session.last_at or session.launched_at) - session.launched_at).total_seconds()))
    return True


def abandon_expired(now: datetime | None = None) -> int:
    """End what was left open beyond its time; returns how many. Run from time to time."""
    late = UnitLaunch.objects.running().filter(launch__expires_at__lte=now or timezone.now())
    found = late.select_related("launch__attempt__user", "launch__version", "node", "session", "credential").order_by("launch_id")
    return sum(abandon_unit(opened) for opened in found[:MOST_AT_ONCE])
