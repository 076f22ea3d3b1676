"""Who does what in the forum of a session. Who reads it is Thread.objects.visible_to, Post.objects.visible_to."""

from django.db.models import Q
from django.utils import timezone

from accounts.reach import Reach
from forum.permissions import MODERATE_FORUM, READ_FORUM
from sessions.enums import SessionState
from sessions.models import Enrolment, SessionTutor, TrainingSession
from sessions.models.roles import in_reach
from sessions.rules import Powers


def moderated_sessions(user):
    """Sessions whose forum the person moderates: those they tutor, those in which a role allows it."""
    return led_sessions(user.pk, user.reach(MODERATE_FORUM))


def led_sessions(user_id: int, reach: Reach):
    """Those that the person tutors, and those within reach."""
    if reach.everywhere:
        return TrainingSession.objects.all()
    tutored = SessionTutor.objects.filter(user=user_id).values("session")
    return TrainingSession.objects.filter(Q(pk__in=tutored, state=SessionState.OPEN) | in_reach(reach))


def is_team(user, session: TrainingSession) -> bool:
    """Does the person tutor the session, or moderate its forum by a role? The team moderates, even once the session is over."""
    return SessionTutor.objects.filter(session=session, user=user).exists() or moderates(user, session)


def moderates(user, session: TrainingSession) -> bool:
    """By a role, tutoring aside."""
    return user.is_active and Powers(user, session)[MODERATE_FORUM.codename]


def reads(user, session: TrainingSession) -> bool:
    """By a role, learning and tutoring aside."""
    return user.is_active and Powers(user, session)[READ_FORUM.codename]


def is_shown_to(user, session: TrainingSession) -> bool:
    """Of those who see the session by a role or tutor it: is its forum for them?"""
    return reads(user, session) or SessionTutor.objects.filter(session=session, user=user).exists()


def may_write(user, session: TrainingSession, now=None) -> bool:
    """Learners while their access is open; the team from the session's confirmation to its end."""
    now = now or timezone.now()
    if session.state != SessionState.OPEN or session.is_over(now):
        return False
    if session.is_running(now) and Enrolment.objects.of_learner(user).filter(session=session).exists():
        return True
    return is_team(user, session)


def may_answer(user, thread, now=None) -> bool:
    """Writing in a thread: not in a closed one, but for the team."""
    if thread.is_deleted or thread.is_hidden or not may_write(user, thread.session, now):
        return False
    return not thread.is_locked or is_team(user, thread.session)


def may_edit(user, post, now=None) -> bool:
    """One's own words, while the forum is open and the thread is not closed."""
    return post.author_id == user.pk and not post.is_hidden and post.deleted_at is None and may_answer(user, post.thread, now)


def may_take_back(user, post, now=None) -> bool:
    """One's own message, as long as nobody answered below it."""
    return may_edit(user, post, now) and not post.thread.posts.shown_in_thread().filter(created_at__gt=post.created_at).exists()


def may_settle(user, thread, now=None) -> bool:
    """Keeping the answer that solves: who asked, or the team."""
    return may_write(user, thread.session, now) and (thread.author_id == user.pk or is_team(user, thread.session))
