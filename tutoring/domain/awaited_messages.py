"""Messages that wait for a tutor: a learner of a running session wrote last, and nobody answered."""

from accounts.models import User
from messaging.domain.conversations import conversation_url
from messaging.models import Conversation, Participation
from sessions.domain.circle import scope_of
from sessions.models import TrainingSession
from sessions.registry import AwaitedReply

MOST = 100


def messages_awaiting(user: User) -> list[AwaitedReply]:
    """Oldest first; in a constant number of queries."""
    sessions = {scope_of(session): session for session in TrainingSession.objects.tutored_by(user).running()}
    mine = Participation.objects.filter(user=user).values("conversation")
    rows = Conversation.objects.filter(pk__in=mine, desk="", scope__in=list(sessions)).exclude(last_author=user)
    found = rows.select_related("last_author").order_by("last_message_at")[:MOST]
    return [
        AwaitedReply(
            person=one.last_author,
            title=one.last_excerpt,
            session=sessions[one.scope],
            since=one.last_message_at,
            url=conversation_url(one) + "#reply",
            icon="message-square",
        )
        for one in found
        if one.last_author
    ]
