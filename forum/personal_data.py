"""What forums hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

EXCHANGES = _("Exchanges of the group, part of the training")


def _written(model: str, *words: str, since: str) -> PersonalData:
    """Its place stays, for the answers of others hang on it; its words go with who wrote them."""
    return PersonalData(
        model, "author", EXCHANGES, Basis.CONTRACT, Retention.EXCHANGES, fate=Fate.KEPT, cleared=words, hidden=("search_text",), since=since
    )


declare(
    _written("forum.Thread", "title", "search_text", since="session__ends_on"),
    _written("forum.Post", "text", "search_text", since="thread__session__ends_on"),
    PersonalData(
        "forum.PostVersion",
        "post__author",
        _("Former words of a changed message, for moderators"),
        Basis.CONTRACT,
        Retention.EXCHANGES,
        since="post__thread__session__ends_on",
    ),
    PersonalData(
        "forum.Report",
        "user",
        _("Messages reported to those who run the session"),
        Basis.INTEREST,
        Retention.EXCHANGES,
        since="post__thread__session__ends_on",
    ),
    PersonalData(
        "forum.ForumVisit",
        "user",
        _("First and last visit to a forum"),
        Basis.CONTRACT,
        Retention.DETAILS,
        since="session__ends_on",
        title=_("visits to forums"),
    ),
    PersonalData(
        "forum.ThreadMark",
        "user",
        _("What was read, and which threads are followed"),
        Basis.CONTRACT,
        Retention.DETAILS,
        title=_("threads read and followed"),
    ),
)
