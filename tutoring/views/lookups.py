"""Look rows up for a tutor: a stranger gets 404, who sees the row by another right gets 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.models import Submission
from sessions.models import Enrolment, TrainingSession
from tutoring.domain.hand_ins import HandIn, hand_ins_of
from tutoring.rules import may_grade


def followed_session(user, session_id) -> TrainingSession:
    found = TrainingSession.objects.followed_by(user).select_related("region", "pathway").filter(pk=session_id).first()
    if found is None:
        get_object_or_404(TrainingSession.objects.visible_to(user), pk=session_id)
        raise PermissionDenied
    return found


def followed_enrolment(user, enrolment_id) -> Enrolment:
    found = Enrolment.objects.followed_by(user).with_people().filter(pk=enrolment_id).first()
    if found is None:
        get_object_or_404(Enrolment.objects.visible_to(user), pk=enrolment_id)
        raise PermissionDenied
    return found


def followed_hand_in(user, submission_id) -> HandIn:
    """A hand-in of a learner the person follows."""
    followed = hand_ins_of(Enrolment.objects.followed_by(user)).filter(pk=submission_id).first()
    if followed is not None:
        return HandIn(followed, Enrolment.objects.with_people().get(registration=followed.attempt.registration))
    submission = get_object_or_404(Submission.objects.select_related("attempt"), pk=submission_id)
    if Enrolment.objects.visible_to(user).filter(registration=submission.attempt.registration).exists():
        raise PermissionDenied
    raise Http404


def taken_back_from(user, submission_id) -> Enrolment | None:
    """The enrolment of a learner one follows who took this work back to change it; None when it is handed in."""
    submission = Submission.objects.select_related("attempt").filter(pk=submission_id, handed_in_at__isnull=True).first()
    if submission is None:
        return None
    return Enrolment.objects.followed_by(user).filter(registration=submission.attempt.registration).first()


def gradable_hand_in(user, submission_id) -> HandIn:
    """A hand-in that the person may grade; a motivational tutor of the session gets 403."""
    hand_in = followed_hand_in(user, submission_id)
    if not may_grade(user, hand_in.enrolment):
        raise PermissionDenied
    return hand_in
