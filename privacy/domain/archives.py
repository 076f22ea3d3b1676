"""The copy of everything held on a person: JSON, CSV and a page to read, with their files, in one zip (GDPR, article 20)."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from files.domain.tables import harmless
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState
from privacy.domain.telling import Holding, holdings_of
from privacy.models import Archive

# How many rows of one kind the page to read shows; the tables hold them all.
READABLE = 500


@transaction.atomic
def ask_archive(user) -> Archive:
    """Queue the making of the copy; while one is being made, it is that one."""
    under_way = Archive.objects.filter(user=user, state__in=[JobState.WAITING, JobState.RUNNING]).first()
    if under_way is not None:
        return under_way
    archive = Archive.objects.create(user=user)
    enqueue(archive)
    return archive


def build_archive(archive: Archive) -> None:
    """Write the zip; written again, it replaces the former one."""
    person = archive.user
    if not person.is_active:
        raise JobRefused("")
    zone = ZoneInfo(person.time_zone) if person.time_zone else None
    with translation.override(person.language), timezone.override(zone), TemporaryDirectory() as folder:
        path = Path(folder) / "data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            _write(archive, target)
        _keep(archive, path)


def _write(archive: Archive, target: zipfile.ZipFile) -> None:
    holdings = holdings_of(archive.user)
    archive.advance(0, len(holdings) + 1)
    readable = []
    for done, holding in enumerate(holdings, start=1):
        told = list(holding.told(holding.ordered().iterator(chunk_size=500)))
        target.writestr(f"json/{holding.slug}.json", _as_json(holding, told))
        target.writestr(f"csv/{holding.slug}.csv", _as_csv(told))
        _add_files(holding, target)
        readable.append({"holding": holding, "rows": told[:READABLE], "more": max(0, len(told) - READABLE)})
        archive.advance(done)
    context = {"person": archive.user, "readable": readable, "now": timezone.now(), "site": settings.WAGTAIL_SITE_NAME}
    target.writestr("index.html", render_to_string("privacy/archive_page.html", context))


def _as_json(holding: Holding, told: list) -> str:
    about = {"data": holding.title, "purpose": str(holding.entry.purpose), "basis": holding.basis, "kept": holding.retention}
    return json.dumps({**about, "rows": [dict(row) for row in told]}, ensure_ascii=False, indent=1)


def _as_csv(told: list) -> str:
    """RFC 4180 with a byte order mark, for spreadsheets."""
    columns = list(dict.fromkeys(label for row in told for label, _value in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows({label: harmless(value) for label, value in row} for row in told)
    return "\ufeff" + text.getvalue()


def _add_files(holding: Holding, target: zipfile.ZipFile) -> None:
    """The person's own files, under the names they gave them."""
    columns = [column for column in holding.columns if isinstance(column, models.FileField)]
    for row in holding.rows if columns else []:
        for column in columns:
            stored = getattr(row, column.name)
            if stored and stored.storage.exists(stored.name):
                shown = Path(getattr(row, "name", "") or stored.name).name
                with stored.open("rb") as source:
                    target.writestr(f"fichiers/{holding.slug}/{row.pk}-{shown}", source.read())


def _keep(archive: Archive, path: Path) -> None:
    if archive.file:
        archive.file.delete(save=False)
    archive.size = path.stat().st_size
    with path.open("rb") as written:
        archive.file.save("archive", File(written), save=False)
    archive.expires_at = timezone.now() + timedelta(days=settings.EXPORT_KEEP_DAYS)
    archive.save(update_fields=["file", "size", "expires_at"])


def forget_expired_archives(now=None) -> int:
    """Remove the copies nobody may fetch any more, rows and files; returns how many."""
    expired = list(Archive.objects.filter(expires_at__lte=now or timezone.now())[:1000])
    for archive in expired:
        archive.file.delete(save=False)
        archive.delete()
    return len(expired)
