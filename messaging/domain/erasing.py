"""What conversations say of a person who is erased, beyond the messages themselves."""

from messaging.domain.sending import deliver
from messaging.enums import Channel
from messaging.models import Conversation, Notice


def forget_in_conversations(user) -> int:
    """The start of their last message, and the key that names them: nobody begins these conversations again. Safe to run twice."""
    forgotten = Conversation.objects.filter(last_author=user).exclude(last_excerpt="").update(last_excerpt="")
    for conversation in Conversation.objects.filter(key__contains=str(user.uid)):
        conversation.key = f"erased:{conversation.pk}"
        conversation.save(update_fields=["key"])
        forgotten += 1
    return forgotten


def deliver_last_words(user) -> int:
    """The answer to their request still has to be sent; its row goes with them."""
    waiting = Notice.objects.filter(user=user, kind="privacy_decided", channel=Channel.MAIL, sent_at=None)
    for notice in waiting:
        deliver(notice)
    return len(waiting)
