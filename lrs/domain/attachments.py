"""The data of attachments: in the private storage, once each, named by its hash."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile

from lrs.models import Attachment

ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


def hash_like(data: bytes, sha2: str) -> str:
    """The hash of `data` by the algorithm that gives hashes of this length."""
    return hashlib.new(ALGORITHMS[len(sha2)], data).hexdigest()


def keep(parts: Iterable[tuple[str, str, bytes]]) -> None:
    """Store (hash, type, data) of each part that is not there yet. A file without its row, after a crash, is written again."""
    wanted = {sha2: (kind, data) for sha2, kind, data in parts}
    known = set(Attachment.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    rows = []
    for sha2, (kind, data) in wanted.items():
        if sha2 not in known:
            row = Attachment(sha2=sha2, content_type=kind, size=len(data))
            row.file.save(f"xapi/{sha2[:2]}/{sha2}", ContentFile(data), save=False)
            rows.append(row)
    if rows:
        Attachment.objects.bulk_create(rows, ignore_conflicts=True)


def of_statements(statements: Iterable[dict]) -> list[Attachment]:
    """The stored data of what these statements have attached, each once."""
    hashes = {one["sha2"].lower() for statement in statements for one in _listed(statement)}
    return list(Attachment.objects.filter(pk__in=hashes).order_by("pk")) if hashes else []


def _listed(statement: dict) -> list[dict]:
    nested = statement.get("object", {})
    return [*statement.get("attachments", ()), *(nested.get("attachments", ()) if isinstance(nested, dict) else ())]
