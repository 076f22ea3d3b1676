"""Bring back one thing that was deleted, with what hung on it, into the running platform, and touch nothing else."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search import index

from backups.domain.copies import scratch
from backups.domain.dependents import Rows, gather, let_go
from backups.domain.page_places import place_pages
from backups.domain.rehearsing import copy_of, manifest_of
from backups.domain.restoring import bring_back_files
from backups.registry import after_restore, kinds
from backups.store import SavedFile
from files.domain.stored import STORAGES
from jobs.domain.run import JobRefused


@dataclass
class Plan:
    """What bringing back would do. rows: to write, in the database of today's eyes; links: emptied foreign keys to fill again."""

    root: models.Model
    rows: list[models.Model] = field(default_factory=list)
    present: int = 0
    emptied: list[str] = field(default_factory=list)
    links: list[tuple[models.ForeignKey, list[tuple[object, object]]]] = field(default_factory=list)
    files: list[SavedFile] = field(default_factory=list)

    def counted(self) -> list[tuple[str, int]]:
        """How many rows of each kind, in words."""
        numbers = Counter(type(row) for row in self.rows)
        return sorted((str(model._meta.verbose_name_plural), number) for model, number in numbers.items())


@contextmanager
def planned(name: str, wanted: str) -> Iterator[Plan]:
    """What `wanted` ("session:12", "person:monique@example.org", "page:/vendre/") of the backup would bring. Raises JobRefused."""
    manifest = manifest_of(name)
    with copy_of(manifest.database) as copy, scratch(copy) as alias:
        root = _root(wanted, alias)
        found = gather(root, alias)
        plan = Plan(root)
        _sort_out(plan, found, alias)
        if not plan.rows:
            raise JobRefused(_("Everything of this is there: nothing to bring back."))
        plan.links = list(_emptied_since(found, alias))
        names = set(_file_names(plan.rows))
        plan.files = [file for file in manifest.files if (file.storage, file.path) in names]
        if any(isinstance(row, Page) for row in plan.rows):
            place_pages(plan.rows, alias)
        yield plan


def _root(wanted: str, alias: str) -> models.Model:
    kind_name, _sign, text = wanted.partition(":")
    kind = kinds().get(kind_name)
    if kind is None or not text:
        raise JobRefused(_("Write what to bring back as %(kinds)s.") % {"kinds": ", ".join(f"{name}:…" for name in sorted(kinds()))})
    rows = apps.get_model(kind.model)._base_manager.using(alias)
    try:
        found = list(kind.find(rows, text)[:2])
    except (ValueError, ValidationError, FieldError):
        found = []
    if not found:
        raise JobRefused(_("The backup holds no such thing: %(wanted)s.") % {"wanted": wanted})
    if len(found) > 1:
        raise JobRefused(_("Several fit: be more precise."))
    if reason := kind.forbidden(found[0]):
        raise JobRefused(reason)
    return found[0]


def _sort_out(plan: Plan, found: Rows, alias: str) -> None:
    """Rows that are not there any more, and those that they need and that are not there either."""
    for model, rows in found.items():
        there = set(model._base_manager.filter(pk__in=list(rows)).values_list("pk", flat=True))
        plan.present += len(there)
        plan.rows += [row for key, row in rows.items() if key not in there]
    chosen = {(type(row), row.pk) for row in plan.rows}
    waiting = list(plan.rows)
    while waiting:
        row = waiting.pop()
        for needed in _needed(plan, row, chosen, alias):
            chosen.add((type(needed), needed.pk))
            plan.rows.append(needed)
            waiting.append(needed)


def _needed(plan: Plan, row: models.Model, chosen: set, alias: str) -> Iterator[models.Model]:
    for fk in row._meta.local_concrete_fields:
        if not isinstance(fk, models.ForeignKey) or getattr(row, fk.attname) is None:
            continue
        target, key = cast(type[models.Model], fk.related_model), getattr(row, fk.attname)
        of = {fk.target_field.attname: key}
        if (target, key) in chosen or target._base_manager.filter(**of).exists():
            continue
        if fk.null:
            setattr(row, fk.attname, None)
            plan.emptied.append(f"{row._meta.verbose_name} · {fk.verbose_name}")
            continue
        yield target._base_manager.using(alias).get(**of)


def _emptied_since(found: Rows, alias: str) -> Iterator[tuple[models.ForeignKey, list[tuple[object, object]]]]:
    for fk, pairs in let_go(found, alias):
        emptied = fk.model._base_manager.filter(pk__in=[key for key, _held in pairs], **{f"{fk.name}__isnull": True})
        empty = set(emptied.values_list("pk", flat=True))
        if still := [(key, held) for key, held in pairs if key in empty]:
            yield fk, still


def _file_names(rows: list[models.Model]) -> Iterator[tuple[str, str]]:
    aliases = {id(storages[name]): name for name in STORAGES}
    for row in rows:
        for fk in row._meta.local_concrete_fields:
            value = getattr(row, fk.attname)
            if isinstance(fk, models.FileField) and value:
                storage = getattr(value.storage, "_wrapped", value.storage)
                yield aliases.get(id(storage), "default"), value.name


def bring_back(plan: Plan) -> None:
    """Write the plan's rows and files, all or none. Raises JobRefused when something of today stands in the way."""
    bring_back_files(plan.files)
    try:
        with transaction.atomic():
            for row in plan.rows:
                row._state.db = None
                row.save_base(raw=True, force_insert=True, using="default")
            for fk, pairs in plan.links:
                for key, held in pairs:
                    fk.model._base_manager.filter(pk=key).update(**{fk.attname: held})
            connection.check_constraints()
            for page in Page.objects.filter(pk__in=[row.pk for row in plan.rows if type(row) is Page]):
                index.insert_or_update_object(page.specific)
            for repeat in after_restore():
                repeat()
    except IntegrityError as error:
        raise JobRefused(_("Something of today stands in the way, and nothing was changed: %(error)s") % {"error": error}) from None
