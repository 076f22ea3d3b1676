"""Who reads which reports.

Whoever a role lets read them (reporting.permissions), and a tutor or trainer for the sessions they are attached to. A
learner's own report is a page of their training.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import RegionKind
from accounts.models import Region
from accounts.permissions import Permission
from accounts.registry import answer
from reporting.permissions import EXPORT_REPORTS, SEE_NATIONAL, SEE_REPORTS
from sessions.models import SessionTutor, TrainingSession
from sessions.models.roles import in_reach
from sessions.models.session import SessionQuerySet
from sessions.rules import Powers, may_somewhere
from visits.permissions import SEE_VISITS


def reported_sessions(user, permission: Permission = SEE_REPORTS) -> SessionQuerySet:
    """The sessions whose figures the person reads, or may export."""
    if not user.is_authenticated or not user.is_active:
        return TrainingSession.objects.none()
    reach = user.reach(permission)
    if reach.everywhere:
        return TrainingSession.objects.all()
    tutored = TrainingSession.objects.tutored_by(user).values("pk")
    return TrainingSession.objects.filter(in_reach(reach) | Q(pk__in=tutored))


def reported_regions(user, permission: Permission = SEE_REPORTS) -> QuerySet:
    """The regions in which the person reads figures, or may export them."""
    if not user.is_authenticated or not user.is_active:
        return Region.objects.none()
    reach = user.reach(permission)
    if reach.everywhere:
        return Region.objects.real().filter(kind=RegionKind.REGION)
    sessions = reported_sessions(user, permission) if reach.assignments else TrainingSession.objects.tutored_by(user)
    return Region.objects.filter(Q(pk__in=reach.regions) | Q(pk__in=sessions.values("region")))


def is_national(user) -> bool:
    return may_somewhere(user, SEE_NATIONAL)


def sees_visits(user) -> bool:
    return may_somewhere(user, SEE_VISITS)


def sees_visits_alone(user) -> bool:
    """Without the page of reports, which leads to them."""
    return sees_visits(user) and not reads_by_role(user)


def reads_by_role(user) -> bool:
    """Do the person's roles, tutoring aside, let them read reports?"""
    return may_somewhere(user, SEE_REPORTS)


def is_led_to_reports(user) -> bool:
    """Does the menu lead there? Whoever reads by a role, and tutors, who read those of their sessions."""
    return user.is_active and (reads_by_role(user) or answer(user, "tutors"))


def reads_regions(user) -> bool:
    """Those of whole regions."""
    return reads_by_role(user) and user.reach(SEE_REPORTS).holds_regions


def reads_reports(user) -> bool:
    """Is there anything to report to the person?"""
    return reads_by_role(user) or SessionTutor.objects.filter(user=user).exists()


def exports_reports(user) -> bool:
    """What they read as a tutor, they may take away."""
    return may_somewhere(user, EXPORT_REPORTS) or SessionTutor.objects.filter(user=user).exists()


def is_reported_to(user, session: TrainingSession) -> bool:
    """Of those who see the session by a role or tutor it: is its report for them?"""
    return Powers(user, session)[SEE_REPORTS.codename] or SessionTutor.objects.filter(session=session, user=user).exists()


def reported_session(user, session_id, permission: Permission = SEE_REPORTS) -> TrainingSession:
    """A session whose report the person reads, or may export; one who sees the session otherwise gets 403, anybody else 404."""
    found = reported_sessions(user, permission).select_related("region", "pathway").filter(pk=session_id).first()
    if found is not None:
        return found
    if TrainingSession.objects.visible_to(user).filter(pk=session_id).exists():
        raise PermissionDenied
    raise Http404
