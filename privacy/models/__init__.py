from privacy.models.archive import Archive
from privacy.models.audit import AuditEntry, AuditLink, AuditPurge
from privacy.models.erasure import Erasure
from privacy.models.request import Request
from privacy.models.retention import RetentionRun

__all__ = ["Archive", "AuditEntry", "AuditLink", "AuditPurge", "Erasure", "Request", "RetentionRun"]
