"""Statements into the database: every one of a batch or none, an id never overwritten (xAPI 1.0.3, Communication 2.1)."""

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from lrs.domain.definitions import learn
from lrs.domain.writing import write_new
from lrs.models import Reference, Related, Statement
from lrs.models.related import Role
from lrs.signals import statements_stored
from lrs.validation.comparing import are_same
from lrs.validation.facts import Facts, key_of
from lrs.validation.reading import write_json
from lrs.validation.scalars import moment
from lrs.validation.statements import VOIDED

VOIDED_KEY = key_of(VOIDED)


class Conflict(Exception):
    """A statement with this id is there already, and says something else."""


@dataclass(slots=True)
class Incoming:
    """A checked statement on its way in. given: its id came with it, so that it may be here already.

    user: whose it is, when the caller knows; else the person is found by the actor's account.
    """

    body: dict
    facts: Facts
    id: UUID
    given: bool
    user: Any = None


def incoming(body: dict, facts: Facts, user=None) -> Incoming:
    given = "id" in body
    return Incoming(body, facts, UUID(body["id"]) if given else uuid.uuid4(), given, user)


def store(
    batch: Sequence[Incoming],
    *,
    authority: dict,
    version: str,
    is_platform: bool = False,
    judge: Callable[[Sequence[Incoming]], None] | None = None,
) -> list[Statement]:
    """Store what is new of `batch`, in one transaction; returns the new rows. Conflict when an id says something else.

    authority replaces what the statements brought. version: what those without one get. judge: sees what is new before it is
    written, and raises when it must not be; it may be called twice.
    """
    try:
        with transaction.atomic():
            return _store(batch, authority, version, is_platform, judge)
    except IntegrityError:
        # Somebody stored one of these ids meanwhile: now it can be seen and compared.
        with transaction.atomic():
            return _store(batch, authority, version, is_platform, judge)


def _store(batch: Sequence[Incoming], authority: dict, version: str, is_platform: bool, judge) -> list[Statement]:
    fresh = _without_known(batch)
    if not fresh:
        return []
    if judge is not None:
        judge(fresh)
    now = timezone.now()
    owners = _owners(one for one in fresh if one.user is None)
    rows = []
    for number, one in enumerate(fresh):
        # A microsecond apart, so that the order of a batch is the order of time.
        row = row_of(one, now + timedelta(microseconds=number), authority, version)
        row.is_platform, row.user = is_platform, one.user
        if one.user is None and one.facts.actor:
            row.user_id = owners.get(one.facts.actor)
        rows.append(row)
    voided = _already_voided(fresh)
    for row in rows:
        row.voided = row.id in voided and row.verb_key != VOIDED_KEY
    write_new(rows)
    _relate(fresh, rows)
    _refer(fresh, rows)
    learn(((one.facts.definitions, one.facts.activity) for one in fresh), is_platform=is_platform)
    _announce(rows, is_platform)
    return rows


def _without_known(batch: Sequence[Incoming]) -> list[Incoming]:
    given = {one.id: one for one in batch if one.given}
    if not given:
        return list(batch)
    known = dict(Statement.objects.filter(pk__in=list(given)).values_list("pk", "raw"))
    for pk, raw in known.items():
        if not are_same(json.loads(raw), given[pk].body):
            raise Conflict(str(pk))
    return [one for one in batch if one.id not in known]


def row_of(one: Incoming, stored: datetime, authority: dict, version: str) -> Statement:
    """The row of a statement, not written yet."""
    facts, body = one.facts, one.body
    written = stored.isoformat(timespec="microseconds").replace("+00:00", "Z")
    whole = {"id": str(one.id), **body, "stored": written, "authority": authority}
    whole["id"] = str(one.id)
    whole.setdefault("timestamp", written)
    whole.setdefault("version", version)
    row = Statement(
        id=one.id,
        verb=facts.verb,
        activity=facts.activity or "",
        verb_key=key_of(facts.verb),
        activity_key=key_of(facts.activity) if facts.activity else None,
        actor_key=key_of(facts.actor) if facts.actor else None,
        authority_key=key_of(_identity(authority)),
        registration=UUID(facts.registration) if facts.registration else None,
        timestamp=moment(whole["timestamp"], "timestamp", "1.0.3"),
        stored=stored,
        raw=write_json(whole),
    )
    row.body = whole
    return row


def _identity(authority: dict) -> str:
    account = authority.get("account") or {}
    return f"account|{account.get('homePage')}|{account.get('name')}"


def _owners(batch: Iterable[Incoming]) -> dict[str, int]:
    """The people of ours who act in these statements, by identifier."""
    ours = f"account|{settings.SITE_ORIGIN}|"
    names = {one.facts.actor.removeprefix(ours) for one in batch if one.facts.actor and one.facts.actor.startswith(ours)}
    uids = [name for name in names if len(name) == 36]
    if not uids:
        return {}
    try:
        found = get_user_model().objects.filter(uid__in=[UUID(name) for name in uids])
    except ValueError:
        return {}
    return {f"{ours}{uid}": pk for uid, pk in found.values_list("uid", "pk")}


def _relate(batch: Sequence[Incoming], rows: Sequence[Statement]) -> None:
    write_new([link for one, row in zip(batch, rows, strict=True) for link in related_of(one, row)])


def related_of(one: Incoming, row: Statement) -> list[Related]:
    return [Related(statement_id=row.id, role=role, key=key, stored=row.stored) for role, key in links_of(one.facts)]


def links_of(facts: Facts) -> list[tuple[Role, UUID]]:
    """What the filters find a statement by, beyond its own columns."""
    narrow = facts.agents - {facts.actor}
    broad = facts.related_agents - facts.agents - {facts.actor}
    activities = facts.related_activities - {facts.activity}
    return [
        *((Role.AGENT, key_of(name)) for name in narrow),
        *((Role.BROAD_AGENT, key_of(name)) for name in broad),
        *((Role.BROAD_ACTIVITY, key_of(iri)) for iri in activities),
    ]


def _already_voided(batch: Sequence[Incoming]) -> set[UUID]:
    """Ids that a statement voided before they came."""
    given = [one.id for one in batch if one.given]
    if not given:
        return set()
    return set(Reference.objects.filter(target__in=given, voids=True, direct=True).values_list("target", flat=True))


def _refer(batch: Sequence[Incoming], rows: Sequence[Statement]) -> None:
    """Keep who refers to whom, through others too, and void what is voided."""
    targets = {row: UUID(one.facts.target) for one, row in zip(batch, rows, strict=True) if one.facts.target}
    awaited = [one.id for one in batch if one.given]
    if targets:
        _point(targets, {row.id for one, row in zip(batch, rows, strict=True) if one.facts.voids})
    if awaited and targets:
        _carry_on(targets)
    voided = [target for row, target in targets.items() if row.verb_key == VOIDED_KEY]
    if voided:
        Statement.objects.filter(pk__in=voided).exclude(verb_key=VOIDED_KEY).update(voided=True)


def _point(targets: dict[Statement, UUID], voiding: set[UUID]) -> None:
    further: dict[UUID, set[UUID]] = {}
    for source, target in Reference.objects.filter(source_id__in=set(targets.values())).values_list("source_id", "target"):
        further.setdefault(source, set()).add(target)
    found = [
        Reference(source_id=row.id, target=target, direct=True, voids=row.id in voiding, stored=row.stored)
        for row, target in targets.items()
    ]
    found += [
        Reference(source_id=row.id, target=beyond, direct=False, stored=row.stored)
        for row, target in targets.items()
        for beyond in further.get(target, set()) - {row.id, target}
    ]
    Reference.objects.bulk_create(found, ignore_conflicts=True)


def _carry_on(targets: dict[Statement, UUID]) -> None:
    """Those who already refer to the new statements now refer to what these refer to."""
    ids = {row.id: row for row in targets}
    reached: dict[UUID, set[UUID]] = {}
    for source, target in Reference.objects.filter(source_id__in=list(ids)).values_list("source_id", "target"):
        reached.setdefault(source, set()).add(target)
    earlier = Reference.objects.filter(target__in=list(ids)).values_list("source_id", "target", "stored")
    found = [
        Reference(source_id=source, target=beyond, direct=False, stored=stored)
        for source, target, stored in earlier
        for beyond in reached.get(target, set()) - {source}
    ]
    if found:
        Reference.objects.bulk_create(found, ignore_conflicts=True)


def _announce(rows: Sequence[Statement], is_platform: bool) -> None:
    if is_platform:
        ids = [row.id for row in rows]
        transaction.on_commit(lambda: statements_stored.send(sender=Statement, statement_ids=ids))


def reconcile_voided() -> int:
    """Void what a reference voids and two simultaneous transactions missed; returns how many. Idempotent."""
    missed = Statement.objects.filter(pk__in=Reference.objects.filter(voids=True, direct=True).values("target"), voided=False)
    return missed.exclude(verb_key=VOIDED_KEY).update(voided=True)
