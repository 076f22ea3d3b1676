"""Tell a person something: the one place that decides by which way; then deliver the mails."""

import base64
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from jobs.domain.run import enqueue
from jobs.models import JobState
from messaging.domain.choices import channel_for
from messaging.domain.letters import compose, with_foot
from messaging.domain.mail import Mail
from messaging.enums import Channel
from messaging.kinds import kind_of
from messaging.models import Notice


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a mail (an .ics, a PDF)."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def send(
    *, to, kind: str, key: str, context: dict | None = None, attachments: tuple[Attachment, ...] = (), reply_to: str = "", link: str = ""
) -> Notice:
    """Tell `to` what `kind` (messaging.kinds) says, in their language and the way they chose; the same `key` tells only once.

    The words get `context`, `person`, `site`, `sender`. link: where it leads, by default the context's `link`.
    """
    found = Notice.objects.filter(key=key).first()
    if found is not None:
        return found
    told, values = kind_of(kind), context or {}
    channel = channel_for(to, told)
    with translation.override(to.language):
        letter = compose(told, person=to, context=values)
    notice, created = Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "user": to,
            "channel": channel,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html if channel == Channel.MAIL else "",
            "link": _own_address(link or str(values.get("link", "")), values),
            "reply_to": reply_to,
            "attachments": _encoded(attachments) if channel == Channel.MAIL else [],
            "shown": told.in_platform,
            "kept_in": to.is_made_up and channel != Channel.PLATFORM,
            **_state_of(channel, leaves=not to.is_made_up),
        },
    )
    if created and channel == Channel.MAIL and not to.is_made_up:
        enqueue(notice)
    return notice


def _state_of(channel: Channel, *, leaves: bool) -> dict:
    """A notice that is no mail of its own, or that is kept in, leaves nothing to do."""
    return {} if channel == Channel.MAIL and leaves else {"state": JobState.DONE, "finished_at": timezone.now()}


def _encoded(attachments: tuple[Attachment, ...]) -> list[dict]:
    return [{"name": one.name, "media_type": one.media_type, "content": base64.b64encode(one.content).decode()} for one in attachments]


def _own_address(link: str, values: dict) -> str:
    """The link as a path of this site; none to an invitation, whose link is a key for a mailbox alone."""
    path = link.removeprefix(settings.SITE_ORIGIN)
    return path if path.startswith("/") and not path.startswith("//") and len(path) <= 500 and not values.get("is_new") else ""


def deliver(notice: Notice) -> None:
    """Hand one queued mail to the mail server; a mail already sent is left alone, and one to a made-up person stays."""
    if notice.sent_at or notice.user.is_made_up:
        return
    with translation.override(notice.user.language):
        body = with_foot(notice.text)
    message = Mail(
        subject=notice.subject,
        body=body,
        to=[notice.user.email],
        reply_to=[notice.reply_to] if notice.reply_to else None,
        headers={"X-Notice": str(notice.key), "Auto-Submitted": "auto-generated"},
    )
    if notice.html:
        message.attach_alternative(notice.html, "text/html")
    for one in notice.attachments:
        message.attach(one["name"], base64.b64decode(one["content"]), one["media_type"])
    message.send()
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
