"""Everything told to a person goes through `send`, to somebody who may have no account through `send_outside`.

Its kind is registered with `register_kinds`. `write` posts in a conversation.
"""

from messaging.domain.addresses import Address, address_of_help, address_of_person, address_of_region
from messaging.domain.conversations import conversation_url, unread_conversations, write
from messaging.domain.outside import send_outside
from messaging.domain.refusals import Refused
from messaging.domain.sending import Attachment, send
from messaging.enums import Channel
from messaging.kinds import NoticeKind, Variable, register_kinds
from messaging.registry import Circle, Contact, Tie, register_circle

__all__ = [
    "Address",
    "Attachment",
    "Channel",
    "Circle",
    "Contact",
    "NoticeKind",
    "Refused",
    "Tie",
    "Variable",
    "address_of_help",
    "address_of_person",
    "address_of_region",
    "conversation_url",
    "register_circle",
    "register_kinds",
    "send",
    "send_outside",
    "unread_conversations",
    "write",
]
