"""What mails hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

EXCHANGES = _("Exchanges between the people of the training")

declare(
    PersonalData(
        "messaging.Notice",
        "user",
        _("Mails and notices sent, as proof of what was told and when"),
        Basis.CONTRACT,
        Retention.MAILS,
        since="created_at",
    ),
    PersonalData(
        "messaging.OutsideMail",
        "",
        _("Mails to people without an account, forgotten once they have left"),
        Basis.CONSENT,
        Retention.TECHNICAL,
        address="address",
        since="created_at",
    ),
    PersonalData(
        "messaging.Message",
        "author",
        EXCHANGES,
        Basis.CONTRACT,
        Retention.EXCHANGES,
        fate=Fate.KEPT,
        cleared=("subject", "text", "folded"),
        hidden=("folded",),
        since="sent_at",
    ),
    PersonalData("messaging.MessageFile", "message__author", EXCHANGES, Basis.CONTRACT, Retention.EXCHANGES, since="message__sent_at"),
    PersonalData(
        "messaging.Conversation",
        "participations__user",
        EXCHANGES,
        Basis.CONTRACT,
        Retention.EXCHANGES,
        fate=Fate.KEPT,
        hidden=("key", "scope", "search_text"),
    ),
    PersonalData(
        "messaging.Participation",
        "user",
        _("Who is in a conversation, and what they have read"),
        Basis.CONTRACT,
        Retention.EXCHANGES,
        fate=Fate.KEPT,
    ),
    PersonalData("messaging.Block", "user", _("Whose messages the person refuses"), Basis.INTEREST, Retention.ACCOUNT),
    PersonalData(
        "messaging.Report",
        "reporter",
        _("Messages reported, and what was decided"),
        Basis.INTEREST,
        Retention.EXCHANGES,
        fate=Fate.KEPT,
        cleared=("reason",),
    ),
    PersonalData("messaging.Digest", "user", _("Which days a summary was sent"), Basis.CONTRACT, Retention.MAILS, since="day"),
    PersonalData("messaging.NoticeChoice", "user", _("How the person wants to be told"), Basis.CONTRACT, Retention.ACCOUNT),
    PersonalData(
        "messaging.NoticeTemplate", "edited_by", _("Who edited an automatic message"), Basis.INTEREST, Retention.EDITORIAL, author_only=True
    ),
)
