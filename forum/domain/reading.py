"""What a person has read and wants to be told of: "seen" marks, written on purpose when a page is opened."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.prepared import Prepared
from forum.models import ForumVisit, Post, Thread, ThreadMark
from sessions.models import TrainingSession

ON_THE_HOME = 3


def has_read(*, thread: Thread, user, until: datetime) -> None:
    """The person has read the thread up to `until`; going back to an earlier page unreads nothing."""
    mark, made = ThreadMark.objects.get_or_create(thread=thread, user=user, defaults={"read_at": until})
    if not made and (mark.read_at is None or mark.read_at < until):
        ThreadMark.objects.filter(pk=mark.pk).update(read_at=until)


@transaction.atomic
def follow(*, thread: Thread, user, wanted: bool = True, unless_chosen: bool = False) -> None:
    """Be told of new messages of a thread, or no more.

    unless_chosen: leave alone whoever wrote in it before and is told nothing any more: they said so.
    """
    mark, made = ThreadMark.objects.get_or_create(thread=thread, user=user, defaults={"follows": wanted})
    if made or mark.follows == wanted:
        return
    if unless_chosen and Post.objects.filter(thread=thread, author=user).count() > 1:
        return
    ThreadMark.objects.filter(pk=mark.pk).update(follows=wanted)


def read_everything(*, session: TrainingSession, user) -> None:
    """Everything written so far in the forum counts as read."""
    ForumVisit.objects.update_or_create(session=session, user=user, defaults={"all_read_at": timezone.now()})


def unread_threads(user, sessions: Collection):
    """Threads of the sessions in which others wrote something the person has not read, newest first; a query to slice or count."""
    return Thread.objects.standing().filter(session__in=sessions).unread_by(user).order_by("-last_post_at")


def _unread_threads(user: int, sessions: list[UUID]):
    return unread_threads(user, sessions).select_related("session")[: ON_THE_HOME + 1]


_unread = Prepared(_unread_threads)


def unread_card(enrolments: list) -> dict:
    """Context of the card of a learner's home: threads with something new in sessions under way; {} when all is read."""
    now = timezone.now()
    open_ones = [one for one in enrolments if one.session.opens_at <= now < one.session.closes_at]
    if not open_ones:
        return {}
    found = _unread(user=open_ones[0].user_id, sessions=[one.session_id for one in open_ones])
    return {"threads": found[:ON_THE_HOME], "more": found[ON_THE_HOME:], "several": len(open_ones) > 1} if found else {}


def first_unread(thread: Thread, user) -> Post | None:
    """The first message of others that the person has not read; None when all is read."""
    seen = Thread.objects.filter(pk=thread.pk).with_seen(user).values_list("seen_at", flat=True)[0]
    return thread.posts.standing().filter(created_at__gt=seen).exclude(author=user).order_by("created_at", "pk").first()
