"""What the forum tells by mail: once per thread and person until they come back and read."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from forum.domain.notice_kinds import ASKED, FOLLOWED, HIDDEN, REPORTED
from forum.models import Post, Report, ThreadMark
from forum.rules import reads
from messaging.api import send
from sessions.domain.branding import site_brand
from sessions.enums import TutorRole
from sessions.models import SessionTutor, TrainingSession


def tell_followers(post: Post) -> None:
    """A new message of a followed thread: one mail for all that is unread there."""
    thread = post.thread
    reachable = ThreadMark.objects.filter(thread=thread, follows=True, user__is_active=True).exclude(user=post.author)
    readers = set(_readers(thread.session))
    for mark in reachable.select_related("user"):
        if mark.user_id in readers:
            send(to=mark.user, kind=FOLLOWED, key=f"forum-reply:{thread.pk}:{mark.user_id}:{_stamp(mark.read_at)}", context=_about(post))


def tell_team(post: Post) -> None:
    """A learner asks: the tutors of the session know."""
    for user in tutors_of(post.thread.session):
        if user.pk != post.author_id:
            send(to=user, kind=ASKED, key=f"forum-question:{post.thread_id}:{user.pk}", context=_about(post))


def tell_hidden(post: Post) -> None:
    send(to=post.author, kind=HIDDEN, key=f"forum-hidden:{post.pk}:{_stamp(post.hidden_at)}", context=_about(post))


def tell_reported(report: Report) -> None:
    for user in tutors_of(report.post.thread.session):
        send(
            to=user,
            kind=REPORTED,
            key=f"forum-report:{report.post_id}:{user.pk}:{timezone.now():%Y-%m-%d}",
            context={**_about(report.post), "report": report},
        )


def tutors_of(session: TrainingSession) -> list:
    rows = SessionTutor.objects.filter(session=session, user__is_active=True).exclude(role=TutorRole.TRAINER).select_related("user")
    return list({row.user_id: row.user for row in rows}.values())


def _readers(session: TrainingSession) -> list[int]:
    """Ids of those who may still read the session: a withdrawn learner is told nothing more."""
    learners = session.enrolments.active().values_list("user", flat=True)
    tutors = session.tutors.values_list("user", flat=True)
    marks = ThreadMark.objects.filter(thread__session=session, follows=True).exclude(user__in=[*learners, *tutors]).select_related("user")
    managers = [row.user_id for row in marks if reads(row.user, session)]
    return [*learners, *tutors, *managers]


def _stamp(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else "0"


def _about(post: Post) -> dict:
    thread = post.thread
    return {
        "brand": site_brand(),
        "session": thread.session,
        "region": thread.session.region,
        "pathway": thread.session.pathway,
        "thread": thread,
        "post": post,
        "author": post.author,
        "link": settings.SITE_ORIGIN + reverse("forum:message", args=[post.pk]),
    }
