"""What the team of a session does in its forum. Callers have checked that the person belongs to it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.domain.notices import tell_hidden, tell_reported
from forum.domain.posting import refresh_last
from forum.models import Post, Report, Thread
from forum.rules import reads
from sessions.enums import EnrolmentState
from sessions.models import Enrolment, SessionTutor, TrainingSession

SWITCHES = {
    "epingler": {"is_pinned": True},
    "desepingler": {"is_pinned": False},
    "fermer": {"is_locked": True},
    "rouvrir": {"is_locked": False},
}


class MoveRefused(Exception):
    """The thread cannot go there; the message says why."""


@transaction.atomic
def switch(*, thread: Thread, action: str) -> None:
    """Pin, unpin, close or open a thread: `action` is one of SWITCHES."""
    Thread.objects.filter(pk=thread.pk).update(**SWITCHES[action])


@transaction.atomic
def hide(*, post: Post, by, reason: str) -> None:
    """Hide a message, and its thread with it when it opens it; the author is told why. Reports about it are dealt with."""
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
    now = timezone.now()
    post.hidden_at, post.hidden_by, post.hidden_reason = now, by, reason
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    post.reports.open().update(closed_at=now, closed_by=by)
    _follow_opening(thread)
    tell_hidden(post)


@transaction.atomic
def restore(*, post: Post) -> None:
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
    post.hidden_at, post.hidden_by, post.hidden_reason = None, None, ""
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _follow_opening(thread)


@transaction.atomic
def keep_answer(*, thread: Thread, post: Post | None) -> None:
    """Keep `post` as the answer that solves the thread (None: the question is open again)."""
    thread.answer = post
    thread.settled_at = timezone.now() if post else None
    thread.save(update_fields=["answer", "settled_at"])


@transaction.atomic
def settle(*, thread: Thread) -> None:
    """What was written so far needs no answer of the team."""
    Thread.objects.filter(pk=thread.pk).update(settled_at=timezone.now())


@transaction.atomic
def report(*, post: Post, by, reason: str) -> Report:
    """Report a message to the team; saying it again changes nothing."""
    found, made = Report.objects.get_or_create(post=post, user=by, defaults={"reason": reason})
    if made:
        tell_reported(found)
    return found


@transaction.atomic
def close_reports(*, post: Post, by) -> None:
    """The message may stay."""
    post.reports.open().update(closed_at=timezone.now(), closed_by=by)


@transaction.atomic
def amend_thread(*, thread: Thread, title: str, session: TrainingSession) -> None:
    """Another subject, another session. Raises MoveRefused when somebody who wrote in it is not of that session."""
    if session.pk != thread.session_id:
        left_out = _strangers(thread, session)
        if left_out:
            names = ", ".join(sorted(str(user) for user in left_out))
            raise MoveRefused(_("%(names)s wrote in this thread and does not belong to that session.") % {"names": names})
    thread.title, thread.session = title, session
    thread.save(update_fields=["title", "session"])


def _strangers(thread: Thread, session: TrainingSession) -> list:
    learners = Enrolment.objects.filter(session=session, state=EnrolmentState.ACTIVE).values("user")
    tutors = SessionTutor.objects.filter(session=session).values("user")
    posts = Post.objects.filter(thread=thread).exclude(author__in=learners).exclude(author__in=tutors).select_related("author")
    people = {post.author_id: post.author for post in posts}.values()
    return [user for user in people if not reads(user, session)]


def _follow_opening(thread: Thread) -> None:
    thread.is_hidden = thread.opening.is_hidden
    thread.save(update_fields=["is_hidden"])
    refresh_last(thread)
