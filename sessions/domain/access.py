"""When a learner may see and write what: decided from the session's dates alone, so that it opens and closes by itself."""

from enum import Enum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.enums import Role
from accounts.prepared import Prepared
from pathways.api import StepStanding
from sessions.models import Enrolment, TrainingSession

# What a person handed in and the answer to it are results: they stay readable once the session is over.
READABLE_AFTER_THE_END = frozenset({"case_study"})


class Access(Enum):
    """Where a session's access stands at a moment."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def access_to(session: TrainingSession, now=None) -> Access:
    now = now or timezone.now()
    if now < session.opens_at:
        return Access.NOT_YET
    return Access.OVER if session.is_over(now) else Access.OPEN


def has_training(user) -> bool:
    """Whether the person has a training of their own to show, at any date; asked once per request."""
    if not hasattr(user, "has_own_training"):
        user.has_own_training = user.has_role(Role.LEARNER) or Enrolment.objects.of_learner(user).exists()
    return user.has_own_training


def _own_enrolment(user: int, enrolment: UUID):
    rows = Enrolment.objects.confirmed_of(user).select_related("session__region", "session__pathway", "certificate")
    return rows.defer("certificate__content").filter(pk=enrolment).order_by()


_own = Prepared(_own_enrolment)


def own_enrolment(user, enrolment_id) -> Enrolment:
    """The learner's own enrolment in a confirmed session.

    Raises Http404 for a stranger, PermissionDenied for who may see the enrolment without being its learner.
    """
    own = _own.first(user=user.pk, enrolment=enrolment_id) if user.is_active else None
    if own is not None:
        own.user = user
        return own
    if Enrolment.objects.visible_to(user).exclude(user=user).filter(pk=enrolment_id).exists():
        raise PermissionDenied
    raise Http404


def may_read(access: Access, step: StepStanding) -> bool:
    """Whether the content of a step that is open may be shown: until the end; afterwards only work that was begun."""
    return access is Access.OPEN or (step.plan.kind in READABLE_AFTER_THE_END and step.fact.started)
