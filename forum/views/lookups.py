"""What the views find: the session, thread or message that the person may see; 404 for anything else, 403 without the right."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.prepared import Prepared
from accounts.reach import NOWHERE
from forum.models import Post, Thread
from forum.permissions import READ_FORUM
from forum.rules import is_team
from sessions.models import TrainingSession

POSTS = 30


def _whole(threads, user):
    return threads.with_seen(user).with_ends().select_related("session__region", "session__pathway", "author")


def open_to_member(user: int):
    """The threads that a learner or tutor may see, who has no right beside their place in a session. user: the key."""
    return Thread.objects.open_to(user, NOWHERE, NOWHERE)


# For learners and tutors: what they may see, with what they have seen of it, is the page's dearest SQL to build.
_thread_of_member = Prepared(lambda user, thread: _whole(open_to_member(user), user).filter(pk=thread))


def session_for(user, session_id) -> TrainingSession:
    """A session whose forum the person reads."""
    sessions = TrainingSession.objects.select_related("region", "pathway")
    if not user.is_active:
        raise Http404
    return get_object_or_404(sessions.open_to(user.pk, user.reach(READ_FORUM)), pk=session_id)


def thread_for(user, thread_id) -> Thread:
    if not user.is_active or user.may(READ_FORUM):
        return get_object_or_404(_whole(Thread.objects.visible_to(user), user), pk=thread_id)
    found = _thread_of_member.first(user=user.pk, thread=thread_id)
    if found is None:
        raise Http404
    return found


def post_for(user, post_id) -> Post:
    posts = Post.objects.visible_to(user).select_related("author", "thread__session__region", "thread__session__pathway")
    return get_object_or_404(posts, pk=post_id)


def moderated_thread(user, thread_id) -> Thread:
    return _for_team(user, thread_for(user, thread_id))


def moderated_post(user, post_id) -> Post:
    post = post_for(user, post_id)
    _for_team(user, post.thread)
    return post


def place_of(post: Post) -> str:
    """The address of a message: its page of the thread, and its place there."""
    before = post.thread.posts.shown_in_thread().filter(Q(created_at__lt=post.created_at) | Q(created_at=post.created_at, pk__lt=post.pk))
    page = before.count() // POSTS + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{reverse('forum:thread', args=[post.thread_id])}{query}#message-{post.pk}"


def _for_team(user, thread: Thread) -> Thread:
    if not is_team(user, thread.session):
        raise PermissionDenied
    return thread
