"""Who does what among the tutors of a session (CMA-R3).

Every tutor or trainer attached to a session reads the progress, the hand-ins and the grades of its learners and writes
to them. Grades are given by its content tutors and trainers; a motivational tutor reads them. Roles may allow both to others.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.registry import answer
from sessions.enums import SessionState, TutorRole
from sessions.models import SessionTutor, TrainingSession
from sessions.models.roles import in_reach
from sessions.permissions import FOLLOW_LEARNERS
from tutoring.permissions import GRADE

GRADING_ROLES = frozenset({TutorRole.CONTENT, TutorRole.TRAINER})


def is_tutor(user) -> bool:
    """Does the person accompany learners, as a tutor of a confirmed session or by a role? Shows the workspace."""
    return user.is_active and (answer(user, "tutors") or user.may(FOLLOW_LEARNERS))


def tutors_a_confirmed_session() -> Exists:
    """The question, about the person of OuterRef("pk") (accounts.registry)."""
    return Exists(SessionTutor.objects.filter(user=OuterRef("pk"), session__state=SessionState.OPEN))


def sessions_graded_by(user):
    """Confirmed sessions in which the person grades."""
    rows = SessionTutor.objects.filter(user=user, role__in=GRADING_ROLES)
    return TrainingSession.objects.followed_by(user).filter(Q(pk__in=rows.values("session")) | in_reach(user.reach(GRADE)))


def grades_somewhere(user) -> bool:
    return sessions_graded_by(user).exists()


def may_grade(user, enrolment) -> bool:
    return sessions_graded_by(user).filter(pk=enrolment.session_id).exists()
