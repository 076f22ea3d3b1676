"""What statements tell about activities, gathered into one definition each: the canonical one (4.2.4.3)."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from accounts.models.user import fold
from lrs.models import Activity, Statement
from lrs.validation.facts import key_of, merged
from lrs.validation.reading import write_json

# What this process knows to be stored: nearly every statement is about an activity that was met before.
_known: dict[UUID, int] = {}
REMEMBERED = 20_000


def learn(met: Iterable[tuple[dict[str, dict], str | None]], *, is_platform: bool) -> None:
    """Store what is new in `met`: pairs of definitions by IRI, and the IRI that is the object."""
    told: dict[str, dict] = {}
    for definitions, iri in met:
        for name, one in definitions.items():
            told[name] = merged(told[name], one) if told.get(name) else one
        if iri:
            told.setdefault(iri, {})
    own = f"{settings.SITE_ORIGIN}/xapi/activities/"
    # Only the platform defines its own activities.
    wanted = {key_of(iri): (iri, {} if iri.startswith(own) and not is_platform else told[iri]) for iri in told}
    news = {key: one for key, one in wanted.items() if key not in _known or (one[1] and _known[key] != _print(one[1]))}
    if news:
        _write(news)
        transaction.on_commit(lambda: _remember(news))


def _print(definition: dict) -> int:
    return hash(write_json(definition)) if definition else 0


def _remember(news: dict[UUID, tuple[str, dict]]) -> None:
    if len(_known) > REMEMBERED:
        _known.clear()
    _known.update({key: _print(definition) for key, (_iri, definition) in news.items()})


def _write(news: dict[UUID, tuple[str, dict]]) -> None:
    stored = {one.key: one for one in Activity.objects.filter(pk__in=list(news))}
    fresh, changed = [], []
    # In the order of keys, so that two batches never wait for each other.
    for key in sorted(news):
        iri, definition = news[key]
        row = stored.get(key)
        if row is None:
            fresh.append(_fill(Activity(key=key, iri=iri), definition))
        elif definition and (whole := merged(known := json.loads(row.definition or "{}"), definition)) != known:
            changed.append(_fill(row, whole))
    if fresh:
        Activity.objects.bulk_create(fresh, ignore_conflicts=True)
    if changed:
        Activity.objects.bulk_update(changed, ["definition", "search_text"])


def _fill(row: Activity, definition: dict) -> Activity:
    row.definition = write_json(definition) if definition else ""
    # JSON may say the character zero, which PostgreSQL keeps in no text; nobody searches for it.
    row.search_text = fold(" ".join(str(text) for text in definition.get("name", {}).values())).replace("\0", " ")
    return row


def relearn() -> int:
    """Learn of activities that statements are about and that are not known, as after rows written in bulk; returns how many."""
    unknown = Statement.objects.filter(activity_key__isnull=False).exclude(activity_key__in=Activity.objects.values("key"))
    if connection.features.can_distinct_on_fields:
        # One statement of each: not the texts of all.
        unknown = unknown.order_by("activity_key").distinct("activity_key")
    else:
        unknown = unknown.order_by()
    found = {activity: (raw, said) for activity, raw, said in unknown.values_list("activity", "raw", "is_platform").iterator()}
    for activity, (raw, said) in found.items():
        learn([({activity: json.loads(raw)["object"].get("definition", {})}, activity)], is_platform=said)
    return len(found)
