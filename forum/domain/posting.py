"""Write in the forum of a session: a thread, an answer, a change to one's own words, taking them back."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forum.domain.notices import tell_followers, tell_team
from forum.domain.reading import follow, has_read
from forum.domain.tasks import count_posts
from forum.models import Post, PostVersion, Thread
from forum.rules import is_team, may_answer, may_edit, may_take_back, may_write
from lrs.api import SESSION_FORUM, Thing, Verb, activity_iri, record
from sessions.models import Enrolment, TrainingSession

FORUM_TYPE = "http://id.tincanapi.com/activitytype/discussion"
THREAD_TYPE = "http://id.tincanapi.com/activitytype/forum-topic"
POST_TYPE = "http://id.tincanapi.com/activitytype/forum-reply"


class WritingRefused(Exception):
    """The person may not write here now; the message says why."""


def forum_thing(session: TrainingSession) -> Thing:
    # The journal names things in the site's language, whoever speaks.
    with translation.override(settings.LANGUAGE_CODE):
        return Thing(activity_iri(SESSION_FORUM, session.pk), _("Forum of %(session)s") % {"session": session.name}, FORUM_TYPE)


def thread_thing(thread: Thread) -> Thing:
    return Thing(activity_iri("forum-thread", thread.pk), thread.title, THREAD_TYPE)


@transaction.atomic
def start_thread(*, session: TrainingSession, author, title: str, text: str) -> Thread:
    """A new thread with its first message. Raises WritingRefused."""
    if not may_write(author, session):
        raise WritingRefused(_("This forum is open for reading only."))
    thread = Thread.objects.create(session=session, author=author, title=title)
    post = _post(thread, author, text)
    tell_team(post)
    return thread


@transaction.atomic
def reply(*, thread: Thread, author, text: str) -> Post:
    """A message at the end of a thread. Raises WritingRefused."""
    thread = Thread.objects.select_for_update(of=("self",)).select_related("session__region", "session__pathway").get(pk=thread.pk)
    if not may_answer(author, thread):
        closed = thread.is_locked and may_write(author, thread.session)
        raise WritingRefused(_("This thread is closed to new messages.") if closed else _("This forum is open for reading only."))
    post = _post(thread, author, text)
    tell_followers(post)
    return post


@transaction.atomic
def edit(*, post: Post, by, text: str) -> Post:
    """Change one's own message; what it said before is kept for moderators. Raises WritingRefused."""
    post = _locked(post)
    if not may_edit(by, post):
        raise WritingRefused(_("This message can no longer be changed."))
    if text != post.text:
        PostVersion.objects.create(post=post, text=post.text)
        post.text, post.edited_at = text, timezone.now()
        post.save(update_fields=["text", "edited_at"])
    return post


@transaction.atomic
def take_back(*, post: Post, by) -> bool:
    """Take back one's own message while nobody answered below it; True when the whole thread went. Raises WritingRefused."""
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
    post = _locked(post)
    if not may_take_back(by, post):
        raise WritingRefused(_("Somebody has answered: this message can no longer be taken back."))
    post.deleted_at = timezone.now()
    post.save(update_fields=["deleted_at"])
    alone = not thread.posts.shown_in_thread().exists()
    if alone:
        thread.is_deleted = True
        thread.save(update_fields=["is_deleted"])
    refresh_last(thread)
    return alone


def refresh_last(thread: Thread) -> None:
    """The thread's place in the list, and the answer kept, follow the messages that stand."""
    standing = thread.posts.standing()
    thread.last_post_at = standing.aggregate(last=Max("created_at"))["last"] or thread.created_at
    if thread.answer_id and not standing.filter(pk=thread.answer_id).exists():
        thread.answer, thread.settled_at = None, None
    thread.save(update_fields=["last_post_at", "answer", "settled_at"])


def _locked(post: Post) -> Post:
    rows = Post.objects.select_for_update(of=("self",)).select_related("thread__session__region", "thread__session__pathway")
    return rows.get(pk=post.pk)


def _post(thread: Thread, author, text: str) -> Post:
    post = Post.objects.create(thread=thread, author=author, text=text)
    thread.last_post_at = post.created_at
    thread.save(update_fields=["last_post_at"])
    has_read(thread=thread, user=author, until=post.created_at)
    follow(thread=thread, user=author, unless_chosen=True)
    enrolment = Enrolment.objects.of_learner(author).with_people().filter(session=thread.session_id).first()
    _tell_journal(post, enrolment)
    if enrolment:
        count_posts(enrolment)
    return post


def _tell_journal(post: Post, enrolment: Enrolment | None) -> None:
    """The message; and the answer given to somebody else by a learner, which badges count."""
    thread, registration = post.thread, enrolment.registration if enrolment else None
    forum = forum_thing(thread.session)
    record(
        user=post.author,
        verb=Verb.POSTED,
        thing=Thing(activity_iri("forum-post", post.pk), thread.title, POST_TYPE),
        registration=registration,
        parents=(thread_thing(thread), forum),
    )
    helps_another = enrolment is not None and thread.author_id != post.author_id and not is_team(thread.author, thread.session)
    if helps_another:
        record(user=post.author, verb=Verb.COMMENTED, thing=thread_thing(thread), registration=registration, parents=(forum,))
