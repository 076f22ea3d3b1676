from privacy.models.archive import Archive
from privacy.models.audit import AuditEntry, AuditLink, AuditPurge
from privacy.models.consent import Acceptance, ConsentText, TextVersion
from privacy.models.erasure import Erasure
from privacy.models.request import Request
from privacy.models.retention import RetentionRun

__all__ = [
    "Acceptance",
    "Archive",
    "AuditEntry",
    "AuditLink",
    "AuditPurge",
    "ConsentText",
    "Erasure",
    "Request",
    "RetentionRun",
    "TextVersion",
]
