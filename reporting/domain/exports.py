"""Exports: asked for, written in the background with the rights of who asked, fetched, forgotten."""

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState
from messaging.api import send
from reporting.domain.files import write_csv, write_workbook
from reporting.domain.tables import Table, table_named
from reporting.forms import ScopeForm
from reporting.models import Export, ExportFormat
from reporting.permissions import EXPORT_REPORTS
from sessions.report_columns import ReportColumn

# How often a long export tells how far it is, in seconds.
TELL_EVERY = 1.0
# Who waits longer than this for a file has gone to do something else.
WORTH_TELLING = timedelta(seconds=20)


@transaction.atomic
def ask_export(
    *, table: Table, file_format: ExportFormat, by: User, title: str, filters: dict[str, str], columns: list[str], order: str = ""
) -> Export:
    """Queue an export; the same one asked for again while it is being made is given back."""
    same = Export.objects.filter(asked_by=by, table=table.name, format=file_format, filters=filters, columns=columns, order=order)
    under_way = same.filter(state__in=[JobState.WAITING, JobState.RUNNING]).first()
    if under_way is not None:
        return under_way
    wanted = {"table": table.name, "title": title[:250], "filters": filters, "columns": columns, "order": order[:60]}
    export = Export.objects.create(asked_by=by, format=file_format, **wanted)
    enqueue(export)
    return export


def build_export(export: Export) -> None:
    """Write the file; written again, it replaces the former one. What the person may read is looked up now, not when they asked."""
    person, table = export.asked_by, table_named(export.table)
    if person is None or table is None or not person.is_active or not table.is_for(person):
        raise JobRefused(_("You may not read these data any more."))
    zone = ZoneInfo(person.time_zone) if person.time_zone else None
    with translation.override(person.language), timezone.override(zone), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        _write(export, table, person, path)
        _keep(export, path)
    if timezone.now() - export.created_at > WORTH_TELLING:
        _tell_ready(export, person)


def _write(export: Export, table: Table, person: User, path: Path) -> None:
    form = ScopeForm(export.filters, user=person, filters=table.filters, permission=EXPORT_REPORTS)
    if not form.is_valid():
        raise JobRefused(_("The filters of this export do not hold any more. Please ask for it again."))
    scope = form.scope()
    columns = table.chosen(scope, export.columns)
    export.rows = 0
    export.advance(0, table.count(scope))
    told = time.monotonic()
    for done in _written(export, path, columns, table.chunks(scope, columns, export.order)):
        export.rows = done
        if time.monotonic() - told >= TELL_EVERY:
            export.advance(done)
            told = time.monotonic()
    export.advance(export.rows)


def _written(export: Export, path: Path, columns: list[ReportColumn], chunks: Iterator[list[tuple[Any, ...]]]) -> Iterator[int]:
    if export.format == ExportFormat.XLSX:
        yield from write_workbook(path, export.title, columns, chunks)
    else:
        with path.open("wb") as file:
            yield from write_csv(file, columns, chunks)


def _keep(export: Export, path: Path) -> None:
    if export.file:
        export.file.delete(save=False)
    export.size = path.stat().st_size
    with path.open("rb") as written:
        export.file.save("export", File(written), save=False)
    export.expires_at = timezone.now() + timedelta(days=settings.EXPORT_KEEP_DAYS)
    export.save(update_fields=["file", "rows", "size", "expires_at"])


def _tell_ready(export: Export, person: User) -> None:
    link = settings.SITE_ORIGIN + reverse("reporting:export", args=[export.pk])
    send(to=person, kind="export_ready", key=f"export-ready:{export.pk}", context={"title": export.title, "link": link})


def note_fetched(export: Export) -> None:
    """Who took the data away, and when, stays written."""
    Export.objects.filter(pk=export.pk).update(fetched_at=timezone.now())


def forget_expired(now=None) -> int:
    """Remove the files nobody may fetch any more; the rows stay, telling who made which. Returns how many files went."""
    expired = Export.objects.filter(expires_at__lte=now or timezone.now()).exclude(file="")
    gone = 0
    for export in expired[:1000]:
        export.file.delete(save=False)
        Export.objects.filter(pk=export.pk).update(file="")
        gone += 1
    return gone


def file_name(export: Export) -> str:
    """apprenants-2026-03-02.xlsx, in letters every system takes."""
    day = timezone.localdate(export.created_at)
    return f"{slugify(export.title)[:80] or 'rapport'}-{day:%Y-%m-%d}.{export.format}"
