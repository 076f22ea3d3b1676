"""A person is erased: everything that is theirs goes, or stays without them where the law asks for it (GDPR, article 17)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from files.domain.stored import STORAGES
from jobs.domain.run import enqueue
from jobs.models import JobState
from privacy.domain.journal import key_of, keys_of, note_outside, noted_outside
from privacy.domain.keeping import days_kept
from privacy.domain.refusals import Refused
from privacy.domain.rows import all_rows, rows_of
from privacy.domain.words import HIDDEN, Words, hide_in_rows, text_columns
from privacy.enums import Fate, Ground
from privacy.models import Erasure
from privacy.registry import PersonalData, declared, erasers, farewells, hindrances


@dataclass
class Work:
    """One erasure under way: what it did so far."""

    person: Any
    words: Words
    outcome: list[dict] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)


@transaction.atomic
def ask_erasure(*, person, ground: str, by=None) -> Erasure:
    """Queue the erasure of a person; asked for again, it is the one there is. Raises Refused where something hinders it."""
    found = Erasure.objects.filter(key=key_of(person.uid)).first()
    if found is not None:
        return found
    if reasons := hindrances(person):
        raise Refused(" ".join(reasons))
    erasure = Erasure.objects.create(key=key_of(person.uid), person=person, ground=Ground(ground), asked_by=by)
    enqueue(erasure)
    return erasure


def erase(erasure: Erasure) -> None:
    """Do it, all at once; then the files. Cut short, it is done again, or its files are."""
    if erasure.erased_at is None:
        for farewell in farewells().values():
            farewell(erasure.person)
        _erase_rows(erasure)
    note_outside(key=erasure.key, ground=erasure.ground, at=f"{erasure.erased_at:%Y-%m-%dT%H:%M:%S%z}")
    for store, name in erasure.files:
        storages[store].delete(name)
    Erasure.objects.filter(pk=erasure.pk).update(files=[])


@transaction.atomic
def _erase_rows(erasure: Erasure) -> None:
    person = get_user_model().objects.select_for_update().get(pk=erasure.person_id)
    work = Work(person, Words(person))
    entries = sorted(declared().values(), key=lambda entry: entry.model)
    for entry in entries:
        _apply(entry, work)
    for entry in entries:
        _sweep(entry, work)
    # Apps stand in the settings from the top layer to the bottom: the account itself is the last to go.
    for eraser in erasers().values():
        eraser(person)
    erasure.erased_at, erasure.outcome, erasure.files = timezone.now(), work.outcome, work.files
    erasure.save(update_fields=["erased_at", "outcome", "files"])


def _apply(entry: PersonalData, work: Work) -> None:
    rows, fate = rows_of(entry, work.person), entry.at_erasure
    count = rows.count()
    if not count:
        return
    if fate == Fate.DELETED:
        _note_files(rows, [column for column in rows.model._meta.local_fields if isinstance(column, models.FileField)], work)
        rows.delete()
    elif fate == Fate.KEPT and not entry.author_only:
        _clear(rows, entry, work)
        hide_in_rows(rows, work.words, own=True)
    work.outcome.append({"model": entry.model, "fate": fate.value, "rows": count, **_kept_until(entry, fate)})


def _kept_until(entry: PersonalData, fate: Fate) -> dict[str, str]:
    """Why rows stay, and until when at the latest where that is a matter of time."""
    if fate == Fate.DELETED:
        return {}
    days = days_kept(entry.retention)
    until = {"until": (timezone.localdate() + timedelta(days=days)).isoformat()} if days else {}
    return {"why": entry.retention, **until}


def _clear(rows: QuerySet, entry: PersonalData, work: Work) -> None:
    columns = [rows.model._meta.get_field(name) for name in entry.cleared]
    _note_files(rows, [column for column in columns if isinstance(column, models.FileField)], work)
    if columns:
        rows.update(**{column.name: empty_value(column) for column in columns})


def empty_value(column: models.Field) -> Any:
    """What a column that is cleared holds."""
    if column.null:
        return None
    if isinstance(column, models.JSONField):
        return column.get_default()
    return "" if column.blank or isinstance(column, models.FileField) else HIDDEN


def _note_files(rows: QuerySet, columns: list[models.FileField], work: Work) -> None:
    for column in columns:
        store = next((name for name in STORAGES if storages[name] == column.storage), "private")
        names = rows.exclude(**{column.name: ""}).values_list(column.name, flat=True)
        work.files += [[store, name] for name in names if name]


def _sweep(entry: PersonalData, work: Work) -> None:
    """The person's name in what others wrote, and in what the platform told others."""
    rows = all_rows(entry.model)
    columns = text_columns(rows.model)
    if entry.fate == Fate.OWN or not entry.swept or not columns:
        return
    changed = hide_in_rows(work.words.found_in(rows, columns), work.words)
    if changed:
        work.outcome.append({"model": entry.model, "fate": "swept", "rows": changed})


def replay() -> list[Erasure]:
    """After a restore: erase again whoever had been erased, from the journal inside and beside the database."""
    grounds = {**dict(Erasure.objects.exclude(erased_at=None).values_list("key", "ground")), **noted_outside()}
    people = get_user_model()._default_manager.values_list("pk", "uid")
    again = []
    for pk, uid in people.iterator() if grounds else []:
        key = next((key for key in keys_of(uid) if key in grounds), None)
        if key is not None:
            again.append(_again(pk, key, grounds[key]))
    return again


def _again(person_id: int, key: str, ground: str) -> Erasure:
    afresh = {"erased_at": None, "replayed_at": timezone.now(), "state": JobState.WAITING, "tries": 0}
    erasure, _created = Erasure.objects.update_or_create(
        key=key, defaults={"person_id": person_id, **afresh}, create_defaults={"person_id": person_id, "ground": ground, **afresh}
    )
    erase(erasure)
    Erasure.objects.filter(pk=erasure.pk).update(state=JobState.DONE, finished_at=timezone.now())
    return erasure
