"""The journal as a file: rows are read and written as they come, so that memory does not grow with their number."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet
from django.utils import timezone

from files.domain.tables import harmless
from lrs.domain.filtering import filtered
from lrs.domain.sentences import sentence_of
from lrs.models import Statement, StatementExport
from lrs.models.export import ExportFormat

CHUNK = 2000
COLUMNS = (
    "id", "stored", "timestamp", "person", "sentence", "actor", "verb", "activity", "registration",
    "scaled", "success", "completion", "duration", "authority", "voided",
)  # fmt: skip


def write_export(export: StatementExport) -> None:
    """Write the file of `export`; run again, it writes it anew."""
    found = filtered(Statement.objects.real().visible_to(export.asked_by), export.filters).order_by("stored", "id")
    export.advance(0, found.count())
    write = _lines if export.format == ExportFormat.JSONL else _rows
    with NamedTemporaryFile("wb", suffix=f".{export.format}") as target:
        for number, line in enumerate(write(found), start=1):
            target.write(line)
            if number % CHUNK == 0:
                export.advance(number)
        target.flush()
        with open(target.name, "rb") as done:
            if export.file:
                export.file.delete(save=False)
            export.file.save(f"xapi-exports/{export.pk}.{export.format}", File(done), save=False)
    StatementExport.objects.filter(pk=export.pk).update(file=export.file.name)
    export.advance(export.steps_total)


def forget_old_files(now: datetime | None = None) -> int:
    """Remove the files of exports that nobody may fetch any more; the rows stay, telling who took what. Returns how many went."""
    limit = (now or timezone.now()) - timedelta(days=settings.EXPORT_KEEP_DAYS)
    gone = 0
    for export in StatementExport.objects.filter(finished_at__lte=limit).exclude(file="")[:1000]:
        export.file.delete(save=False)
        gone += StatementExport.objects.filter(pk=export.pk).update(file="")
    return gone


def _lines(found: QuerySet) -> Iterator[bytes]:
    for raw in found.values_list("raw", flat=True).iterator(chunk_size=CHUNK):
        yield raw.encode() + b"\n"


def _rows(found: QuerySet) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _csv(COLUMNS)
    for row in found.select_related("user").iterator(chunk_size=CHUNK):
        yield _csv(_values(row))


def _values(row: Statement) -> list:
    body = row.body
    result, account = body.get("result", {}), body.get("authority", {}).get("account", {})
    return [
        row.pk,
        row.stored.isoformat(),
        row.timestamp.isoformat(),
        str(row.user or ""),
        sentence_of(row),
        json.dumps(body["actor"], ensure_ascii=False),
        row.verb,
        row.activity,
        row.registration or "",
        result.get("score", {}).get("scaled", ""),
        result.get("success", ""),
        result.get("completion", ""),
        result.get("duration", ""),
        account.get("name", ""),
        row.voided,
    ]


def _csv(values) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(value) if isinstance(value, str) else value for value in values])
    return line.getvalue().encode()
