"""Feeding other record stores: in order, from where each stands, with patience when it does not answer."""

import json
from collections.abc import Sequence
from datetime import timedelta

import requests
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobs.domain.run import enqueue
from jobs.models import JobState
from lrs.domain.attachments import of_statements
from lrs.domain.querying import consistent_through
from lrs.domain.sealing import unseal
from lrs.models import ForwardTarget, Statement
from lrs.validation.facts import key_of

BATCH = 50
TIMEOUT = (5, 30)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
# How many batches one run sends before others get their turn.
ROUNDS = 200


class Unavailable(Exception):
    """The target did not take what it was sent, and may later: network, overload, credentials to be corrected."""


def waiting_for(target: ForwardTarget) -> QuerySet[Statement]:
    """What the target lacks, in order. Only what is surely before all that is still being written."""
    found = Statement.objects.real().filter(stored__lt=consistent_through()).order_by("stored", "id")
    after = Q(stored__gt=target.at)
    if target.at_id:
        after |= Q(stored=target.at, id__gt=target.at_id)
    found = found.filter(after)
    if target.verb:
        found = found.filter(verb_key=key_of(target.verb))
    if target.activity:
        found = found.filter(activity_key=key_of(target.activity))
    if target.registration:
        found = found.filter(registration=target.registration)
    return found.filter(is_platform=True) if target.platform_only else found


def forward_due() -> int:
    """Start each target that is due and has something to get; returns how many. Harmless to call at any time."""
    now = timezone.now()
    due = ForwardTarget.objects.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=now), is_active=True)
    started = 0
    for target in due.filter(state__in=[JobState.DONE, JobState.FAILED]):
        if waiting_for(target).exists():
            ForwardTarget.objects.filter(pk=target.pk).update(state=JobState.WAITING, tries=0, heartbeat_at=None, created_at=now)
            enqueue(target)
            started += 1
    return started


def forward(target: ForwardTarget) -> None:
    """Send what waits, batch by batch; stop at the first that is not taken, and say when to try again."""
    for _round in range(ROUNDS):
        batch = list(waiting_for(target).values_list("stored", "id", "raw")[:BATCH])
        if not batch:
            break
        try:
            refused = _send_all(target, [raw for _, _, raw in batch])
        except Unavailable as problem:
            _wait(target, str(problem))
            return
        target.at, target.at_id = batch[-1][0], batch[-1][1]
        target.sent += len(batch) - refused
        target.refused += refused
        target.failures, target.next_try_at = 0, None
        target.save(update_fields=["at", "at_id", "sent", "refused", "failures", "next_try_at", "last_error"])
        target.advance(target.steps_done + len(batch))


def _wait(target: ForwardTarget, problem: str) -> None:
    target.failures += 1
    pause = min(FIRST_WAIT * 2 ** min(target.failures - 1, 12), LONGEST_WAIT)
    target.next_try_at, target.last_error = timezone.now() + pause, problem[:500]
    target.save(update_fields=["failures", "next_try_at", "last_error"])


def _send_all(target: ForwardTarget, raws: Sequence[str]) -> int:
    """Send a batch; when the target finds something wrong in it, one by one. Returns how many it refuses for good."""
    if not any('"attachments"' in raw for raw in raws) and _send(target, f"[{','.join(raws)}]".encode(), "application/json"):
        return 0
    refused = 0
    for raw in raws:
        body, kind = _with_files(raw)
        if not _send(target, body, kind):
            refused += 1
    return refused


def _with_files(raw: str) -> tuple[bytes, str]:
    from lrs.endpoint.multipart import written

    files = of_statements([json.loads(raw)])
    if not files:
        return raw.encode(), "application/json"
    kind, stream = written(raw.encode(), files)
    return b"".join(stream), kind


def _send(target: ForwardTarget, body: bytes, kind: str) -> bool:
    """Whether the target has it now. False: it says that what is sent is wrong; Unavailable: anything else."""
    try:
        answer = requests.post(
            f"{target.url.rstrip('/')}/statements",
            data=body,
            auth=(target.key, unseal(target.sealed_secret)),
            headers={"X-Experience-API-Version": target.version, "Content-Type": kind},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        raise Unavailable(type(problem).__name__) from problem
    if answer.status_code in {200, 204, 409}:
        # 409: it has this statement already.
        return True
    said = f"{answer.status_code} {answer.text[:300]}"
    if answer.status_code in {400, 413}:
        target.last_error = said
        return False
    raise Unavailable(said)
