import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import fold
from accounts.reach import Reach
from forum.models.marks import BEGINNING, ForumVisit, ThreadMark
from forum.permissions import MODERATE_FORUM, READ_FORUM
from forum.rules import led_sessions, moderated_sessions


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ThreadQuerySet":
        """Threads of the sessions that the person follows or tutors, or whose forum a role shows.

        A hidden one is for its author and the team alone.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.open_to(user.pk, user.reach(READ_FORUM), user.reach(MODERATE_FORUM))

    def open_to(self, user_id: int, read: Reach, moderated: Reach) -> "ThreadQuerySet":
        """The same for the id of somebody whose account is open, whose roles reach so far."""
        from sessions.models import TrainingSession

        if moderated.everywhere:
            return self.filter(is_deleted=False)
        found = self.filter(session__in=TrainingSession.objects.open_to(user_id, read), is_deleted=False)
        return found.filter(Q(is_hidden=False) | Q(author=user_id) | Q(session__in=led_sessions(user_id, moderated)))

    def standing(self) -> "ThreadQuerySet":
        """What everybody of the session may read."""
        return self.filter(is_hidden=False, is_deleted=False)

    def with_ends(self) -> "ThreadQuerySet":
        """opening_id and last_id: the first message of each thread, and the last that was not taken back."""
        posts = Post.objects.filter(thread=OuterRef("pk"))
        last = posts.shown_in_thread().order_by("-created_at", "-pk")
        return self.annotate(
            opening_id=Subquery(posts.order_by("created_at", "pk").values("pk")[:1]), last_id=Subquery(last.values("pk")[:1])
        )

    def with_last(self) -> "ThreadQuerySet":
        """last_author (an id) and last_written of each thread's last standing message."""
        last = Post.objects.standing().filter(thread=OuterRef("pk")).order_by("-created_at", "-pk")
        return self.annotate(last_author=Subquery(last.values("author")[:1]), last_written=Subquery(last.values("created_at")[:1]))

    def with_seen(self, user) -> "ThreadQuerySet":
        """seen_at: up to when the person has read each thread; is_unread: whether others wrote since."""
        marks = ThreadMark.objects.filter(thread=OuterRef("pk"), user=user)
        visits = ForumVisit.objects.filter(session=OuterRef("session"), user=user)
        found = self.annotate(
            seen_at=Greatest(
                Coalesce(Subquery(marks.values("read_at")[:1]), BEGINNING), Coalesce(Subquery(visits.values("all_read_at")[:1]), BEGINNING)
            )
        )
        newer = Post.objects.standing().filter(thread=OuterRef("pk"), created_at__gt=OuterRef("seen_at")).exclude(author=user)
        return found.annotate(is_unread=Exists(newer))

    def search(self, words: str) -> "ThreadQuerySet":
        """Threads whose subject has every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def unread_by(self, user) -> "ThreadQuerySet":
        return self.with_seen(user).filter(last_post_at__gt=F("seen_at"), is_unread=True)


class Thread(models.Model):
    """A subject of a session's forum. is_hidden and is_deleted follow its opening message.

    answer: the message kept as the one that solves it. settled_at: nothing written before then waits for the team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("training_sessions.TrainingSession", models.CASCADE, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    title = models.CharField(_("subject"), max_length=200)
    search_text = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_post_at = models.DateTimeField(_("last message"), auto_now_add=True)
    is_pinned = models.BooleanField(_("kept on top"), default=False)
    is_locked = models.BooleanField(_("closed to new messages"), default=False)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    is_deleted = models.BooleanField(_("deleted"), default=False)
    answer = models.ForeignKey("forum.Post", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answer kept"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    # Set by with_ends(), with_last() and with_seen().
    opening_id: int
    last_id: int | None
    last_author: int
    last_written: datetime
    seen_at: datetime
    is_unread: bool

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["-last_post_at"]
        indexes = [models.Index(fields=["session", "-last_post_at"])]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(self.title)[:400]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def opening(self) -> "Post":
        return self.posts.order_by("created_at", "pk")[0]


class PostQuerySet(models.QuerySet):
    def standing(self) -> "PostQuerySet":
        return self.filter(hidden_at__isnull=True, deleted_at__isnull=True)

    def shown_in_thread(self) -> "PostQuerySet":
        """All but what authors took back; what is hidden keeps its place, and the page decides who reads it."""
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, user) -> "PostQuerySet":
        """Messages that the person may read; a hidden one for its author and the team."""
        found = self.filter(thread__in=Thread.objects.visible_to(user), deleted_at__isnull=True)
        if not user.is_authenticated:
            return found
        return found.filter(Q(hidden_at__isnull=True) | Q(author=user) | Q(thread__session__in=moderated_sessions(user)))

    def search(self, words: str) -> "PostQuerySet":
        """Messages that have every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class Post(models.Model):
    """A message of a thread, in Markdown. Hiding keeps its text for the team; taking it back keeps it for evidence."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("message"), max_length=20000)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_reason = models.CharField(_("reason"), max_length=500, blank=True)
    deleted_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["thread", "created_at"]), models.Index(fields=["author", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_reason=""),
                name="forum_post_hidden_with_reason",
                violation_error_message=_("Say why: the author reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} · {self.thread}"

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(self.text)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None
