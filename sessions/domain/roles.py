# SPDX-License-Identifier: EUPL-1.2
"""In which sessions a role of sessions acts: virtual-class hosts, and roles of one's own held session by session."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import NAMED_BY_SESSIONS, Scope
from accounts.models import RoleAssignment, User
from sessions.domain.refusals import Refused
from sessions.models import SessionRole, TrainingSession


def nameable(session: TrainingSession) -> QuerySet[RoleAssignment]:
    """Roles of sessions held in the region of this one, or in what the region lies in, that it does not name yet."""
    region = session.region
    above = [region.pk, region.parent_id, region.parent.parent_id if region.parent else None]
    held = RoleAssignment.objects.filter(scope=Scope.SESSION, region__in=[pk for pk in above if pk], user__is_active=True)
    taken = SessionRole.objects.filter(session=session).values("assignment")
    found = held.exclude(role__code__in=NAMED_BY_SESSIONS).exclude(pk__in=taken)
    return found.select_related("user", "role", "region").order_by("user__last_name", "user__first_name", "pk")


@transaction.atomic
def name_in_session(*, session: TrainingSession, assignment_id: int, by: User) -> SessionRole:
    """The role acts in this session from now on. Raises Refused for one that cannot."""
    found = nameable(session).filter(pk=assignment_id).first()
    if found is None:
        raise Refused(_("This person does not hold such a role in the region, or is named here already."))
    return SessionRole.objects.create(session=session, assignment=found, added_by=by)


@transaction.atomic
def take_from_session(*, session: TrainingSession, number: int) -> SessionRole:
    """The role acts in this session no more. Raises Refused when it was taken away meanwhile."""
    found = SessionRole.objects.filter(session=session, pk=number).select_related("assignment__user", "assignment__role").first()
    if found is None:
        raise Refused(_("This role was taken away from the session meanwhile."))
    found.delete()
    return found
