"""What the duties of data protection themselves hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData(
        "privacy.Erasure",
        "person",
        _("Journal of erasures: when, under which rule, what was kept and why"),
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        fate=Fate.OWN,
        hidden=("outcome",),
    ),
    PersonalData(
        "privacy.Request",
        "user",
        _("Requests about personal data and their answers"),
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        cleared=("words",),
    ),
    PersonalData(
        "privacy.AuditEntry",
        "",
        _("Audit log: who did or read what, from where"),
        Basis.INTEREST,
        Retention.AUDIT,
        author_only=True,
        swept=False,
    ),
    PersonalData(
        "privacy.Archive",
        "user",
        _("Copies of their data that people asked for"),
        Basis.OBLIGATION,
        Retention.TECHNICAL,
        hidden=("file",),
    ),
    PersonalData(
        "privacy.Acceptance",
        "user",
        _("What the person accepted: which version of which text, when, and when it was taken back"),
        Basis.OBLIGATION,
        Retention.ACCOUNT,
    ),
    PersonalData(
        "privacy.TextVersion",
        "published_by",
        _("Who published a text that people accept"),
        Basis.OBLIGATION,
        Retention.EDITORIAL,
        author_only=True,
        swept=False,
    ),
)
