"""What waits for the team of a session: threads whose last word is a learner's, messages that somebody reported."""

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Report, Thread
from sessions.models import Enrolment, TrainingSession
from sessions.registry import AwaitedReply

MOST = 100


def awaiting(threads):
    """Of `threads`, those that wait: the last message that stands is an active learner's, written since the thread was settled."""
    learners = Enrolment.objects.active().filter(session=OuterRef("session"), user=OuterRef("last_author"))
    found = threads.standing().filter(is_locked=False).with_last().annotate(learner=Subquery(learners.values("user")[:1]))
    return found.filter(Q(settled_at__isnull=True) | Q(settled_at__lt=F("last_written")), learner=F("last_author"))


def awaited_by(user) -> list[AwaitedReply]:
    """In the running sessions that the person tutors, what learners wrote last and what was reported, oldest first."""
    sessions = TrainingSession.objects.tutored_by(user).running()
    rows = awaiting(Thread.objects.filter(session__in=sessions)).select_related("session").order_by("last_written")[:MOST]
    return sorted([*_replies(list(rows)), *_reports(sessions)], key=lambda row: row.since)


def _replies(threads: list[Thread]) -> list[AwaitedReply]:
    people = User.objects.in_bulk({thread.last_author for thread in threads})
    return [
        AwaitedReply(
            person=people[thread.last_author],
            title=thread.title,
            session=thread.session,
            since=thread.last_written,
            url=reverse("forum:unread", args=[thread.pk]),
        )
        for thread in threads
    ]


def _reports(sessions) -> list[AwaitedReply]:
    """One line per reported message, on behalf of who reported it first."""
    rows = Report.objects.open().filter(post__thread__session__in=sessions, post__deleted_at__isnull=True)
    found: dict[int, AwaitedReply] = {}
    for row in rows.select_related("user", "post__thread__session")[:MOST]:
        title = _("Message reported: %(title)s") % {"title": row.post.thread.title}
        url = reverse("forum:message", args=[row.post_id])
        found.setdefault(row.post_id, AwaitedReply(row.user, title, row.post.thread.session, row.created_at, url, icon="flag"))
    return list(found.values())
