from messaging.models.conversation import Conversation, Message, MessageFile, Participation
from messaging.models.moderation import Block, Report
from messaging.models.notice import Digest, Notice, NoticeChoice
from messaging.models.outside import OutsideMail
from messaging.models.template import NoticeTemplate

__all__ = [
    "Block",
    "Conversation",
    "Digest",
    "Message",
    "MessageFile",
    "Notice",
    "NoticeChoice",
    "NoticeTemplate",
    "OutsideMail",
    "Participation",
    "Report",
]
