"""Who reads which reports.

A national manager reads everything, a regional manager the sessions of their regions, a tutor or trainer the sessions
they are attached to. A learner's own report is a page of their training.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import RegionKind
from accounts.models import Region
from sessions.models import SessionTutor, TrainingSession
from sessions.models.session import SessionQuerySet
from sessions.rules import runs_sessions


def reported_sessions(user) -> SessionQuerySet:
    """The sessions whose figures the person reads."""
    if not user.is_authenticated or not user.is_active:
        return TrainingSession.objects.none()
    if user.is_national_manager:
        return TrainingSession.objects.all()
    tutored = TrainingSession.objects.tutored_by(user).values("pk")
    return TrainingSession.objects.filter(Q(region__in=user.managed_region_ids) | Q(pk__in=tutored))


def reported_regions(user) -> QuerySet:
    """The regions in which the person reads figures."""
    if not user.is_authenticated or not user.is_active:
        return Region.objects.none()
    if user.is_national_manager:
        return Region.objects.filter(kind=RegionKind.REGION)
    tutored = TrainingSession.objects.tutored_by(user).values("region")
    return Region.objects.filter(Q(pk__in=user.managed_region_ids) | Q(pk__in=tutored))


def is_national(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_national_manager


def reads_reports(user) -> bool:
    """Is there anything to report to the person?"""
    return runs_sessions(user) or SessionTutor.objects.filter(user=user).exists()


def reported_session(user, session_id) -> TrainingSession:
    """A session whose report the person reads; one of its learners gets 403, anybody else 404."""
    found = reported_sessions(user).select_related("region", "pathway").filter(pk=session_id).first()
    if found is not None:
        return found
    if TrainingSession.objects.visible_to(user).filter(pk=session_id).exists():
        raise PermissionDenied
    raise Http404
