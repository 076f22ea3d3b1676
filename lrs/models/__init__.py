from lrs.models.activity import Activity
from lrs.models.attachment import Attachment
from lrs.models.cmi5 import Cmi5Session
from lrs.models.credential import Client, Credential
from lrs.models.document import Document
from lrs.models.export import StatementExport
from lrs.models.forwarding import ForwardTarget
from lrs.models.reference import Reference
from lrs.models.related import Related
from lrs.models.statement import Statement

__all__ = [
    "Activity",
    "Attachment",
    "Client",
    "Cmi5Session",
    "Credential",
    "Document",
    "ForwardTarget",
    "Reference",
    "Related",
    "Statement",
    "StatementExport",
]
