"""A part that a learner need not follow: what it asks for was met by other means (cmi5 9.3.7, 9.5.5.2)."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.attempts import begin_attempt, lock_registration
from courses.domain.refusals import Refused
from courses.domain.unit_results import settle
from courses.domain.unit_statements import tell_waived
from courses.domain.units import unit_of
from courses.enums import WaiveReason
from courses.models import NodeState, ScormPage
from courses.players.context import LearningContext


@transaction.atomic
def waive_unit(*, user, registration: UUID, activity: ScormPage, identifier: str, reason: WaiveReason, by) -> NodeState:
    """Excuse `user` from a part of `activity`; Refused when there is no such part, or when it is waived already.

    What is satisfied thereby is stated with the session id made for the waiver (cmi5 9.3.9).
    """
    version = activity.package.current
    node = unit_of(version, identifier) if version is not None and version.has_units else None
    if version is None or node is None:
        raise Refused(_("This part is no longer in the module."))
    lock_registration(registration)
    attempt = begin_attempt(LearningContext(user, registration, activity, base_url="", back_url=""))
    state, _created = NodeState.objects.get_or_create(attempt=attempt, key=node.key)
    if state.waived_at is not None:
        raise Refused(_("The learner is already excused from this part."))
    state.waived_at, state.waived_by, state.waive_reason = timezone.now(), by, reason
    state.save()
    session_id = uuid4()
    tell_waived(attempt, node, version.kind, reason=reason, session_id=session_id)
    settle(attempt, version, session_id=session_id)
    return state
