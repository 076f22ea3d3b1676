"""The rules of retention: what they would remove today, and its removal every night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from files.domain.stored import delete_after_commit
from privacy.domain.erasing import ask_erasure, empty_value
from privacy.domain.keeping import days_kept
from privacy.domain.refusals import Refused
from privacy.domain.requests import restricted_people
from privacy.domain.rows import all_rows
from privacy.domain.telling import Holding
from privacy.enums import Fate, Ground, Retention
from privacy.models import RetentionRun
from privacy.registry import PersonalData, declared

AT_ONCE = 500
PEOPLE_A_NIGHT = 200


@dataclass(frozen=True)
class Due:
    """Rows of one kind whose time is over, and the moment before which it is."""

    holding: Holding
    before: datetime

    @property
    def count(self) -> int:
        return self.holding.count


def due(now: datetime | None = None) -> list[Due]:
    """What the rules would remove now, kind by kind; people apart (see people_due)."""
    now, found = now or timezone.now(), []
    for entry in sorted(declared().values(), key=lambda one: one.model):
        days = days_kept(entry.retention)
        if not entry.since or not days:
            continue
        before = now - timedelta(days=days)
        rows = _outlived(entry, before)
        if count := rows.count():
            found.append(Due(Holding(entry, rows, count), before))
    return found


def _outlived(entry: PersonalData, before: datetime) -> QuerySet:
    rows = all_rows(entry.model)
    rows = rows.filter(**{f"{entry.since}__lt": before if _is_moment(rows.model, entry.since) else before.date()})
    if entry.path:
        rows = rows.exclude(**{f"{entry.path}__in": restricted_people()})
    if entry.when_outlived == Fate.KEPT:
        left = Q()
        for name in entry.cleared:
            left |= ~Q(**{name: empty_value(rows.model._meta.get_field(name))})
        rows = rows.filter(left) if entry.cleared else rows.none()
    return rows


def _is_moment(model: type[models.Model], lookup: str) -> bool:
    *path, last = lookup.split("__")
    for name in path:
        model = cast(type[models.Model], model._meta.get_field(name).related_model)
    return isinstance(model._meta.get_field(last), models.DateTimeField)


def people_due(now: datetime | None = None) -> QuerySet:
    """People to erase: without a visit for as long as accounts are kept, or as evidence is where there is some of them."""
    now = now or timezone.now()
    people = get_user_model()._default_manager
    account, evidence = (now - timedelta(days=days_kept(rule) or 0) for rule in (Retention.ACCOUNT, Retention.EVIDENCE))
    silent = Q(last_login__lt=account) | Q(last_login__isnull=True, date_joined__lt=account)
    long_silent = Q(last_login__lt=evidence) | Q(last_login__isnull=True, date_joined__lt=evidence)
    found = people.filter(silent, erasures__isnull=True, is_superuser=False).exclude(pk__in=restricted_people())
    return found.filter(long_silent | ~_has_evidence(people.model)).order_by("pk")


def _has_evidence(person: type[models.Model]) -> Q:
    held = Q()
    for entry in declared().values():
        if entry.retention == Retention.EVIDENCE and entry.path and "__" not in entry.path and not entry.author_only:
            held |= Q(Exists(all_rows(entry.model).filter(**{entry.path: OuterRef("pk")})))
    return held


def apply_rules(now: datetime | None = None) -> RetentionRun | None:
    """Remove what is due, a batch at a time, and queue the erasure of people; the night's line in the journal, if any."""
    outcome = [_remove(one) for one in due(now)]
    people = sum(_erase(person) for person in people_due(now)[:PEOPLE_A_NIGHT])
    if people:
        outcome.append({"model": settings.AUTH_USER_MODEL, "fate": "erased", "rows": people})
    return RetentionRun.objects.create(outcome=outcome) if outcome else None


def _remove(one: Due) -> dict:
    entry, rows = one.holding.entry, one.holding.rows
    for keys in _batches(rows):
        with transaction.atomic():
            batch = all_rows(entry.model).filter(pk__in=keys)
            _release_files(batch, entry)
            if entry.when_outlived == Fate.DELETED:
                batch.delete()
            else:
                batch.update(**{name: empty_value(batch.model._meta.get_field(name)) for name in entry.cleared})
    return {"model": entry.model, "fate": entry.when_outlived.value, "rows": one.count, "before": f"{one.before:%Y-%m-%d}"}


def _batches(rows: QuerySet) -> Iterator[list]:
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield keys


def _release_files(batch: QuerySet, entry: PersonalData) -> None:
    for column in batch.model._meta.local_fields:
        if isinstance(column, models.FileField) and (entry.when_outlived == Fate.DELETED or column.name in entry.cleared):
            delete_after_commit([getattr(row, column.name) for row in batch])


def _erase(person) -> bool:
    try:
        ask_erasure(person=person, ground=Ground.RETENTION)
    except Refused:
        return False
    return True
