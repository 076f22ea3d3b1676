"""Who does what in the forum of a session. Who reads it is Thread.objects.visible_to, Post.objects.visible_to."""

from django.db.models import Q
from django.utils import timezone

from sessions.enums import SessionState
from sessions.models import Enrolment, SessionTutor, TrainingSession


def moderated_sessions(user):
    """Sessions whose forum the person moderates: those they tutor, those they manage."""
    if user.is_national_manager:
        return TrainingSession.objects.managed_by(user)
    return led_sessions(user.pk, user.managed_region_ids)


def led_sessions(user_id: int, regions: list[int]):
    """Those that the person tutors, and those of these regions."""
    tutored = SessionTutor.objects.filter(user=user_id).values("session")
    return TrainingSession.objects.filter(Q(pk__in=tutored, state=SessionState.OPEN) | Q(region__in=regions))


def is_team(user, session: TrainingSession) -> bool:
    """Does the person run or tutor the session? The team moderates, even once the session is over."""
    return SessionTutor.objects.filter(session=session, user=user).exists() or manages(user, session)


def manages(user, session: TrainingSession) -> bool:
    return user.is_active and (user.is_national_manager or session.region_id in user.managed_region_ids)


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
