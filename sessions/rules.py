"""Who may do what with sessions: a stranger gets 404, a member without the right 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.enums import Role
from accounts.models import User
from sessions.models import Certificate, Enrolment, SessionEvent, Signature, TrainingSession


def runs_sessions(user) -> bool:
    """Is the person a manager, of a region or of all?"""
    return user.is_authenticated and user.is_active and (user.is_national_manager or bool(user.managed_region_ids))


def managed_session(user, session_id) -> TrainingSession:
    found = TrainingSession.objects.managed_by(user).select_related("region", "pathway").filter(pk=session_id).first()
    return found or _refuse(TrainingSession.objects.visible_to(user).filter(pk=session_id))


def managed_enrolment(user, enrolment_id) -> Enrolment:
    found = Enrolment.objects.managed_by(user).with_people().filter(pk=enrolment_id).first()
    return found or _refuse(Enrolment.objects.visible_to(user).filter(pk=enrolment_id))


def managed_event(user, session_id, event_id) -> SessionEvent:
    session = managed_session(user, session_id)
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


def keeps_sheets(user) -> bool:
    return runs_sessions(user) or SessionEvent.objects.kept_by(user).exists()


def readable_enrolment(user, enrolment_id) -> Enrolment:
    """A learner's own in a confirmed session, or one of a session the person manages: whose convocation may be read."""
    people = Enrolment.objects.with_people()
    found = people.of_learner(user).filter(pk=enrolment_id).first() or people.managed_by(user).filter(pk=enrolment_id).first()
    return found or _refuse(Enrolment.objects.visible_to(user).filter(pk=enrolment_id))


def readable_certificate(user, enrolment_id) -> Certificate:
    """A learner's own, or one of a session the person manages."""
    certificates = Certificate.objects.select_related("enrolment__user", "enrolment__session__region")
    found = certificates.filter(enrolment=enrolment_id).first()
    if found is not None and (
        Enrolment.objects.of_learner(user).filter(pk=enrolment_id).exists()
        or Enrolment.objects.managed_by(user).filter(pk=enrolment_id).exists()
    ):
        return found
    return _refuse(
        Enrolment.objects.visible_to(user)
        .exclude(user=user)
        .exclude(session__in=TrainingSession.objects.managed_by(user))
        .filter(pk=enrolment_id)
    )


def correctable(user, person: User) -> bool:
    """May the manager correct the person's name? Only where nobody but regions of theirs rely on it."""
    if user.is_national_manager:
        return True
    if person.is_staff or person.is_superuser:
        return False
    held = person.assignments.values_list("role", "region")
    return all(role in {Role.LEARNER, Role.TUTOR} and region in user.managed_region_ids for role, region in held)


def _refuse(visible):
    if visible.exists():
        raise PermissionDenied
    raise Http404
