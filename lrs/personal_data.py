"""What the journal of learning holds on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare


def _own(model: str, path: str, purpose, basis: str, retention: str, **more) -> PersonalData:
    """lrs.domain.pseudonyms rewrites these."""
    return PersonalData(model, path, purpose, basis, retention, fate=Fate.OWN, **more)


declare(
    _own("lrs.Statement", "user", _("Journal of what the learner did (xAPI)"), Basis.OBLIGATION, Retention.DETAILS),
    _own(
        "lrs.Related",
        "statement__user",
        _("By whom and what the journal is searched"),
        Basis.OBLIGATION,
        Retention.DETAILS,
        told=False,
        title=_("keys of the journal"),
    ),
    _own(
        "lrs.Reference",
        "source__user",
        _("Which record of the journal refers to which"),
        Basis.OBLIGATION,
        Retention.DETAILS,
        told=False,
        title=_("references between records of the journal"),
    ),
    _own("lrs.Document", "user", _("Where the learner stands in xAPI content, and their preferences"), Basis.CONTRACT, Retention.DETAILS),
    PersonalData("lrs.StatementExport", "asked_by", _("Exports of the journal"), Basis.INTEREST, Retention.TECHNICAL, author_only=True),
    PersonalData("lrs.ForwardTarget", "", _("Which records go to another store"), Basis.OBLIGATION, Retention.DETAILS, author_only=True),
    _own(
        "lrs.Cmi5Session",
        "user",
        _("Openings of cmi5 modules, and what they reported"),
        Basis.OBLIGATION,
        Retention.DETAILS,
        hidden=("fetch_hash",),
    ),
    _own(
        "lrs.Credential",
        "user",
        _("Passes of xAPI content that a learner opened"),
        Basis.INTEREST,
        Retention.TECHNICAL,
        hidden=("secret_hash", "key"),
    ),
)
