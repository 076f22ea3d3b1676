"""The chain of the audit log: sealed every minute, verified by a command, cut at its old end alone.

Sealing comes after the fact, so that no request waits for another's: until then the triggers alone protect a line.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from privacy.models import AuditEntry, AuditLink, AuditPurge

AT_ONCE = 2000
# A transaction under way may add a line below the last one sealed; not one so far below.
LATE = 10_000
UNSEALED_AFTER = timedelta(hours=1)


def digest_of(entry: AuditEntry, previous: str) -> str:
    """SHA-256 of the digest before and of all that the line says."""
    told = [entry.pk, entry.at.astimezone(UTC).isoformat(), entry.actor, entry.person, entry.roles, entry.action]
    told += [entry.model, entry.object_id, entry.view, entry.before, entry.after, entry.address]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@transaction.atomic
def seal() -> int:
    """Chain the lines that are not yet; returns how many. Two at once: one of them changes nothing."""
    last = AuditLink.objects.order_by("-pk").first()
    previous = last.digest if last else _purged()
    sealed = AuditLink.objects.aggregate(last=Max("entry"))["last"] or 0
    floor = sealed - LATE
    waiting = AuditEntry.objects.filter(pk__gt=floor).exclude(pk__in=AuditLink.objects.filter(entry__gt=floor).values("entry"))
    links = []
    for entry in waiting.order_by("pk")[:AT_ONCE]:
        links.append(AuditLink(entry=entry.pk, previous=previous, digest=digest_of(entry, previous)))
        previous = links[-1].digest
    return len(AuditLink.objects.bulk_create(links))


def _purged() -> str:
    """The digest after which the chain begins; "" where nothing was ever purged."""
    return AuditPurge.objects.order_by("-pk").values_list("digest", flat=True).first() or ""


def problems(now: datetime | None = None) -> list[str]:
    """What is not as it was written: one sentence each."""
    found, previous = [], _purged()
    for links in _batches():
        entries = AuditEntry.objects.in_bulk([link.entry for link in links])
        for link in links:
            entry = entries.get(link.entry)
            if link.previous != previous:
                found.append(f"line {link.entry}: the chain is broken before it")
            if entry is None:
                found.append(f"line {link.entry}: it is gone")
            elif digest_of(entry, link.previous) != link.digest:
                found.append(f"line {link.entry}: it was changed")
            previous = link.digest
    old = AuditEntry.objects.filter(at__lt=(now or timezone.now()) - UNSEALED_AFTER)
    if loose := old.exclude(pk__in=AuditLink.objects.values("entry")).count():
        found.append(f"{loose} lines were never chained: does the worker run?")
    return found


def _batches():
    last = 0
    while links := list(AuditLink.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = links[-1].pk
        yield links


def purge(now: datetime | None = None) -> int:
    """Let go what is older than the log is kept, from its old end; returns how many lines. The database allows nothing else."""
    before = (now or timezone.now()) - timedelta(days=settings.RETENTION_DAYS["audit"])
    gone = 0
    while count := _purge_batch(before):
        gone += count
    return gone


@transaction.atomic
def _purge_batch(before: datetime) -> int:
    links = list(AuditLink.objects.order_by("pk")[:AT_ONCE])
    old = set(AuditEntry.objects.filter(pk__in=[link.entry for link in links], at__lt=before).values_list("pk", flat=True))
    gone = list(takewhile(lambda link: link.entry in old, links))
    if not gone:
        return 0
    AuditPurge.objects.create(before=before, digest=gone[-1].digest)
    AuditEntry.objects.filter(pk__in=[link.entry for link in gone]).delete()
    AuditLink.objects.filter(pk__in=[link.pk for link in gone]).delete()
    return len(gone)
