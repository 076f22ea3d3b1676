"""Who does what among the tutors of a session (CMA-R3).

Every tutor or trainer attached to a session reads the progress, the hand-ins and the grades of its learners and writes
to them. Grades are given by its content tutors and trainers; a motivational tutor reads them.
"""

from django.db.models import Exists, OuterRef

from accounts.registry import answer
from sessions.enums import SessionState, TutorRole
from sessions.models import SessionTutor, TrainingSession

GRADING_ROLES = frozenset({TutorRole.CONTENT, TutorRole.TRAINER})


def is_tutor(user) -> bool:
    """Does the person tutor a confirmed session? Shows the workspace."""
    return user.is_active and answer(user, "tutors")


def tutors_a_confirmed_session() -> Exists:
    """The question, about the person of OuterRef("pk") (accounts.registry)."""
    return Exists(SessionTutor.objects.filter(user=OuterRef("pk"), session__state=SessionState.OPEN))


def sessions_graded_by(user):
    """Confirmed sessions in which the person grades."""
    rows = SessionTutor.objects.filter(user=user, role__in=GRADING_ROLES)
    return TrainingSession.objects.tutored_by(user).filter(pk__in=rows.values("session"))


def may_grade(user, enrolment) -> bool:
    return sessions_graded_by(user).filter(pk=enrolment.session_id).exists()
