"""Who may do what with sessions: a stranger gets 404, a member without the right 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property

from accounts.models import User
from accounts.permissions import SEE_PEOPLE, Permission
from accounts.rules import HELPED_BY_REGION
from sessions.enums import ArchiveKind
from sessions.models import Certificate, Enrolment, PaperSheet, SessionEvent, SessionRole, Signature, TrainingSession
from sessions.permissions import (
    ANSWER_INTEREST,
    EDIT_PEOPLE,
    EDIT_SESSIONS,
    ISSUE_CERTIFICATES,
    KEEP_ATTENDANCE,
    RUN_CLASSES,
    SEE_SESSIONS,
    SEND_CONVOCATIONS,
)


def may_somewhere(user, permission: Permission | str) -> bool:
    """Do the person's roles allow it in any region or session?"""
    return user.is_authenticated and user.is_active and user.may(permission)


def sees_sessions(user) -> bool:
    """Do the person's roles, tutoring aside, show sessions?"""
    return may_somewhere(user, SEE_SESSIONS)


def sees_regions(user) -> bool:
    """Those of whole regions: the workspace of a region is theirs."""
    return sees_sessions(user) and user.reach(SEE_SESSIONS).holds_regions


def runs_sessions(user) -> bool:
    """Does the person open and change sessions, of a region or of all?"""
    return may_somewhere(user, EDIT_SESSIONS)


def sees_some_sessions(user) -> bool:
    """Only those that name the person."""
    return sees_sessions(user) and not user.reach(SEE_SESSIONS).holds_regions


def sees_people(user) -> bool:
    return may_somewhere(user, SEE_PEOPLE)


def answers_requests(user) -> bool:
    """Those of people interested in a training."""
    return may_somewhere(user, ANSWER_INTEREST)


def sees_people_alone(user) -> bool:
    """Without the workspace of a region, which has them."""
    return sees_people(user) and not sees_regions(user)


# What each kind of document of a session asks for.
DOCUMENTS = {
    ArchiveKind.CERTIFICATES: ISSUE_CERTIFICATES,
    ArchiveKind.CONVOCATIONS: SEND_CONVOCATIONS,
    ArchiveKind.SHEETS: KEEP_ATTENDANCE,
}


class Powers:
    """What the person's roles allow in a session, or anywhere without one, by codename: `may.enrol` in a template."""

    def __init__(self, user, session: TrainingSession | None = None) -> None:
        self.user, self.session = user, session

    def __getitem__(self, name: str) -> bool:
        if self.session is None:
            return may_somewhere(self.user, name)
        reach = self.user.reach(name)
        return reach.covers(self.session.region_id) or not self._acting.isdisjoint(reach.assignments)

    @cached_property
    def _acting(self) -> set[int]:
        """The roles held that act in the session."""
        named = self.user.reach(SEE_SESSIONS).assignments
        rows = SessionRole.objects.filter(session=self.session, assignment__in=named)
        return set(rows.values_list("assignment", flat=True)) if named else set()


def reads_documents(may: Powers) -> bool:
    """Is there a document of the session that the person may read?"""
    return any(may[one.codename] for one in DOCUMENTS.values())


def permitted_session(user, session_id, permission: Permission) -> TrainingSession:
    """The session in which the person's roles allow it."""
    wanted = TrainingSession.objects.with_permission(user, permission).select_related("region", "pathway")
    return wanted.filter(pk=session_id).first() or _refuse(TrainingSession.objects.visible_to(user).filter(pk=session_id))


def permitted_enrolment(user, enrolment_id, permission: Permission) -> Enrolment:
    found = Enrolment.objects.with_permission(user, permission).with_people().filter(pk=enrolment_id).first()
    return found or _refuse(Enrolment.objects.visible_to(user).filter(pk=enrolment_id))


def permitted_event(user, session_id, event_id, permission: Permission) -> SessionEvent:
    session = permitted_session(user, session_id, permission)
    event = session.events.select_related("trainer").filter(pk=event_id).first()
    if event is None:
        raise Http404
    event.session = session
    return event


def kept_event(user, session_id, event_id) -> SessionEvent:
    """The event whose attendance sheet the person keeps: its region's manager, a tutor of the session, its trainer."""
    wanted = SessionEvent.objects.filter(pk=event_id, session=session_id)
    found = wanted.kept_by(user).with_people().first()
    return found or _refuse(wanted.visible_to(user))


def signed_by(user, event_id, signature_id) -> Signature | None:
    """The person's own signature, or None."""
    return Signature.objects.filter(pk=signature_id, event=event_id, signer=user).first() if user.is_authenticated else None


def kept_paper(user, session_id, event_id, paper_id) -> PaperSheet:
    """A signed paper sheet of an event whose attendance sheet the person keeps; nobody else sees it, for it names everybody."""
    event = kept_event(user, session_id, event_id)
    found = PaperSheet.objects.filter(event=event, pk=paper_id).select_related("added_by", "withdrawn_by").prefetch_related("pages").first()
    if found is None:
        raise Http404
    found.event = event
    return found


def keeps_sheets(user) -> bool:
    return may_somewhere(user, KEEP_ATTENDANCE) or may_somewhere(user, RUN_CLASSES) or SessionEvent.objects.kept_by(user).exists()


def readable_enrolment(user, enrolment_id) -> Enrolment:
    """A learner's own in a confirmed session, or one whose convocation a role lets read."""
    people = Enrolment.objects.with_people()
    own, others = people.of_learner(user), people.with_permission(user, SEND_CONVOCATIONS)
    found = own.filter(pk=enrolment_id).first() or others.filter(pk=enrolment_id).first()
    return found or _refuse(Enrolment.objects.visible_to(user).filter(pk=enrolment_id))


def readable_certificate(user, enrolment_id) -> Certificate:
    """A learner's own, or one that a role lets read."""
    certificates = Certificate.objects.select_related("enrolment__user", "enrolment__session__region")
    found = certificates.filter(enrolment=enrolment_id).first()
    if found is not None and (
        Enrolment.objects.of_learner(user).filter(pk=enrolment_id).exists()
        or Enrolment.objects.with_permission(user, ISSUE_CERTIFICATES).filter(pk=enrolment_id).exists()
    ):
        return found
    return _refuse(
        Enrolment.objects.visible_to(user)
        .exclude(user=user)
        .exclude(session__in=TrainingSession.objects.with_permission(user, ISSUE_CERTIFICATES))
        .filter(pk=enrolment_id)
    )


def correctable(user, person: User) -> bool:
    """May the person's name be corrected? Only where nobody but regions of theirs rely on it."""
    reach = user.reach(EDIT_PEOPLE)
    if user.is_national_manager:
        return True
    if person.is_staff or person.is_superuser:
        return False
    held = person.assignments.values_list("role", "region")
    return bool(reach) and all(role in HELPED_BY_REGION and reach.covers(region) for role, region in held)


def _refuse(visible):
    if visible.exists():
        raise PermissionDenied
    raise Http404
