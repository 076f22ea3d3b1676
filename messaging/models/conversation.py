import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import fold
from files.domain.stored import private_storage
from messaging.enums import Desk
from messaging.permissions import ANSWER_HELP, ANSWER_REGION, WRITE_AS_REGION


def file_name(instance, filename: str) -> str:
    """A generated name: nothing of what the person called the file reaches the disk."""
    return f"messages/{uuid.uuid4().hex}"


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConversationQuerySet":
        """Those one takes part in, and those of the desks one keeps; whoever lost a desk reads it no more."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = Q(pk__in=Participation.objects.filter(user=user).values("conversation"))
        found = (mine & Q(desk="")) | Q(asker=user)
        if answers := user.reach(ANSWER_REGION):
            found |= Q(desk=Desk.REGION) & answers.within("region")
        if writes := user.reach(WRITE_AS_REGION):
            found |= mine & Q(desk=Desk.REGION) & writes.within("region")
        if user.may(ANSWER_HELP):
            found |= Q(desk=Desk.HELP)
        return self.filter(found)

    def search(self, words: str) -> "ConversationQuerySet":
        """With every word among the names, the subject or what was written."""
        found = self
        for word in fold(words).split():
            written = Message.objects.filter(conversation=OuterRef("pk"), folded__contains=word, removed_at=None)
            found = found.filter(Q(search_text__contains=word) | Exists(written))
        return found

    def with_marks(self, user) -> "ConversationQuerySet":
        """is_unread for this person, newest first, with the people to name: a constant number of queries."""
        unread = Participation.objects.filter(conversation=OuterRef("pk"), user=user, unread=True)
        people = models.Prefetch("participations", Participation.objects.select_related("user"))
        return (
            self.annotate(is_unread=Exists(unread))
            .select_related("asker", "region", "last_author")
            .prefetch_related(people)
            .order_by("-last_message_at", "pk")
        )


class Conversation(models.Model):
    """What two people, or a person and a desk, write to each other about one thing they share.

    key: makes it the only one of its kind. scope: what they share, as the app that knows it names it ("session:…").
    asker: who faces the desk. region: whose managers answer for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True, editable=False)
    scope = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    title = models.CharField(_("subject"), max_length=200, blank=True)
    desk = models.CharField(_("desk"), max_length=10, choices=Desk.choices, blank=True)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person"))
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"))
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    last_message_at = models.DateTimeField(_("last message"), auto_now_add=True)
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("last author"))
    last_excerpt = models.CharField(max_length=140, blank=True, editable=False)
    search_text = models.CharField(max_length=700, blank=True, editable=False)

    # Set by ConversationQuerySet.with_marks().
    is_unread: bool

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_message_at"]
        indexes = [
            models.Index(fields=["region", "-last_message_at"], condition=Q(desk="region"), name="conversation_of_region"),
            models.Index(fields=["-last_message_at"], condition=Q(desk="help"), name="conversation_of_help"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(desk="", asker__isnull=True)
                | Q(desk="region", asker__isnull=False, region__isnull=False)
                | Q(desk="help", asker__isnull=False),
                name="conversation_desk_has_asker",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    def other_than(self, user):
        """The person `user` writes to, for a conversation between two people; None at a desk."""
        if self.desk:
            return None
        return next((one.user for one in self.participations.all() if one.user_id != user.pk), None)

    def named_for(self, user) -> str:
        """How the conversation is called for this person: by whoever is on the other side."""
        if self.desk and self.asker_id == user.pk:
            return str(self.region) if self.desk == Desk.REGION else str(_("Help desk"))
        return str(self.asker or self.other_than(user) or self.title)


class Participation(models.Model):
    """A person in a conversation, with what they have read. notified_at: when a notice last told them of something unread."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    unread = models.BooleanField(_("something unread"), default=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    notified_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("person in a conversation")
        verbose_name_plural = _("people in conversations")
        indexes = [models.Index(fields=["user"], condition=Q(unread=True), name="participation_unread")]
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="in_a_conversation_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.conversation}"


class Message(models.Model):
    """What one person wrote. removed_at: taken out of sight by a manager after a report; the row stays as the trace."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("message"), max_length=10000)
    folded = models.TextField(editable=False)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["conversation", "-id"]), models.Index(fields=["author", "-sent_at"])]

    def __str__(self) -> str:
        return f"{self.author} · {self.sent_at}"

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(f"{self.subject} {self.text}")
        super().save(*args, **kwargs)


class MessageFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), storage=private_storage, upload_to=file_name)
    name = models.CharField(_("name"), max_length=250)
    media_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
