"""Write to people, and read what they wrote (CMA-I2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from files.domain.checks import AcceptedFile, FileRefused, check_file
from messaging.domain.addresses import Address, keepers_of, keeps
from messaging.domain.blocking import is_blocked
from messaging.domain.refusals import Refused
from messaging.domain.sending import send
from messaging.models import Conversation, Message, MessageFile, Participation
from messaging.registry import ties_between
from messaging.signals import message_posted

# Someone who has not read is told once, and again only after this long.
TELL_AGAIN = timedelta(hours=12)
EXCERPT = 140
HOURLY = 120


@dataclass(frozen=True)
class Standing:
    """May the person write here now? why: what says that they may not."""

    may_write: bool
    why: str = ""


def standing_of(user: User, conversation: Conversation) -> Standing:
    """A desk always listens; two people write while what they share is open, unless one of them blocked the other."""
    if conversation.desk:
        return Standing(True)
    other = conversation.other_than(user)
    if other is None or not other.is_active:
        return Standing(False, _("This person is no longer on the platform."))
    ties = [tie for tie in ties_between(user, other) if tie.scope == conversation.scope]
    if not any(tie.is_open for tie in ties):
        return Standing(False, _("This conversation is closed: the session is over, or one of you has left it. It stays readable."))
    if not any(tie.in_charge for tie in ties):
        if is_blocked(by=other, other=user):
            return Standing(False, _("%(person)s does not wish to receive messages from you.") % {"person": other})
        if is_blocked(by=user, other=other):
            return Standing(False, _("You have blocked %(person)s: unblock them to write.") % {"person": other})
    return Standing(True)


@transaction.atomic
def write(
    *, to: Address | Conversation, author: User, text: str, subject: str = "", uploads: Iterable[UploadedFile] = (), tell: bool = True
) -> Message:
    """Post a message, in a conversation begun if need be. tell: send the usual notice; callers who send their own say no.

    Raises Refused. Callers have checked that the author sees the conversation, or got the address from domain.addresses.
    """
    conversation = to.open() if isinstance(to, Address) else to
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    standing = standing_of(author, conversation)
    if not standing.may_write:
        raise Refused(standing.why)
    now = timezone.now()
    if tell and Message.objects.filter(author=author, sent_at__gt=now - timedelta(hours=1)).count() >= HOURLY:
        raise Refused(_("You have written many messages within the hour. Wait a little before the next one."))
    accepted = [(_checked(upload), upload) for upload in _few(list(uploads))]
    message = Message.objects.create(conversation=conversation, author=author, subject=subject, text=text.replace("\x00", ""))
    for file, upload in accepted:
        MessageFile.objects.create(message=message, file=upload, name=file.name, media_type=file.media_type, size=file.size)
    _refresh(conversation, message, [file.name for file, _upload in accepted])
    recipients = _mark(conversation, author, now)
    if tell:
        for one in recipients:
            _tell(one, message)
    message_posted.send(Message, message=message, recipients=[one.user for one in recipients])
    return message


def _few(uploads: list[UploadedFile]) -> list[UploadedFile]:
    most = settings.MESSAGE_MAX_FILES
    if len(uploads) > most:
        message = ngettext("%(count)d file at most in a message.", "%(count)d files at most in a message.", most)
        raise Refused(message % {"count": most})
    return uploads


def _checked(upload: UploadedFile) -> AcceptedFile:
    try:
        return check_file(upload, max_bytes=settings.MESSAGE_FILE_MAX_BYTES)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from refusal


def _refresh(conversation: Conversation, message: Message, names: list[str]) -> None:
    """What the list of conversations shows of it."""
    excerpt = " ".join((message.subject or message.text or ", ".join(names)).split())
    conversation.last_message_at, conversation.last_author = message.sent_at, message.author
    conversation.last_excerpt = excerpt if len(excerpt) <= EXCERPT else excerpt[: EXCERPT - 1] + "…"
    conversation.save(update_fields=["last_message_at", "last_author", "last_excerpt"])


def _mark(conversation: Conversation, author: User, now: datetime) -> list[Participation]:
    """Unread for those it is written to, read for the author; and, once a desk has answered, for all its keepers."""
    found = {one.user_id: one for one in conversation.participations.select_related("user")}
    from_desk = bool(conversation.desk) and author.pk != conversation.asker_id
    keepers = {user.pk: user for user in keepers_of(conversation)} | ({author.pk: author} if from_desk else {})
    missing = [Participation(conversation=conversation, user=user) for pk, user in keepers.items() if pk not in found]
    found |= {one.user_id: one for one in Participation.objects.bulk_create(missing)}
    if not conversation.desk:
        to = [one for one in found.values() if one.user_id != author.pk]
    elif from_desk:
        to = [one for one in found.values() if one.user_id == conversation.asker_id]
    else:
        to = [one for one in found.values() if one.user_id in keepers]
    chosen = {one.pk for one in to}
    Participation.objects.filter(conversation=conversation).exclude(pk__in=chosen).update(unread=False)
    Participation.objects.filter(conversation=conversation, user=author).update(read_at=now)
    Participation.objects.filter(pk__in=chosen).update(unread=True)
    return to


def _tell(participation: Participation, message: Message) -> None:
    """One notice for a stretch of unread messages, not one for each."""
    now = message.sent_at
    if participation.unread and participation.notified_at and participation.notified_at > now - TELL_AGAIN:
        return
    Participation.objects.filter(pk=participation.pk).update(notified_at=now)
    context = {
        "author": message.author,
        "message": message.text,
        "files": list(message.files.all()),
        "about": message.conversation.title,
        "link": settings.SITE_ORIGIN + conversation_url(message.conversation),
    }
    send(to=participation.user, kind="new_message", key=f"new-message:{message.pk}:{participation.user_id}", context=context)


def conversation_url(conversation: Conversation) -> str:
    return reverse("messaging:conversation", args=[conversation.pk])


def mark_conversation_read(user: User, conversation: Conversation) -> None:
    """The "seen" mark, written when the conversation is opened; a keeper of a desk gets one of their own."""
    now = timezone.now()
    mine = Participation.objects.filter(conversation=conversation, user=user)
    if not mine.update(unread=False, read_at=now) and keeps(user, conversation):
        Participation.objects.create(conversation=conversation, user=user, read_at=now)


def unread_conversations(user_id: int, limit: int) -> list[Conversation]:
    """Those where somebody wrote to the person, newest first, with who wrote last; those of a desk they keep are not among them."""
    own = Q(desk="") | Q(asker=user_id)
    waiting = Participation.objects.filter(user=user_id, unread=True).values("conversation")
    return list(Conversation.objects.filter(own, pk__in=waiting).select_related("last_author").order_by("-last_message_at")[:limit])
