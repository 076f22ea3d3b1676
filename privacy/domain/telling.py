"""What is held on a person, in words: app by app, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import days
from privacy.domain.rows import rows_of
from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declared


@dataclass(frozen=True)
class Holding:
    """One kind of data held on a person."""

    entry: PersonalData
    rows: QuerySet
    count: int

    @property
    def slug(self) -> str:
        return self.entry.model

    @property
    def app(self) -> str:
        return str(apps.get_app_config(self.rows.model._meta.app_label).verbose_name)

    @property
    def title(self) -> str:
        name = self.entry.name if self.entry.path or self.entry.address or self.entry.title else str(self.rows.model._meta.verbose_name)
        return name[:1].upper() + name[1:]

    @property
    def basis(self) -> str:
        return str(Basis(self.entry.basis).label)

    @property
    def retention(self) -> str:
        return str(Retention(self.entry.retention).label)

    @property
    def columns(self) -> list[models.Field]:
        return [field for field in self.rows.model._meta.fields if _is_told(field, self.entry)]

    def told(self, rows) -> Iterator[list[tuple[str, str]]]:
        """Each row as (label, value) in words, without what is empty."""
        columns = self.columns
        for row in rows:
            pairs = [(_label(column), in_words(row, column)) for column in columns]
            yield [(label, value) for label, value in pairs if value]

    def ordered(self) -> QuerySet:
        """The rows, the newest first, with what their words need."""
        related = [column.name for column in self.columns if column.remote_field]
        return self.rows.select_related(*related).order_by("-pk")


def entries_told() -> list[PersonalData]:
    own_first = {settings.AUTH_USER_MODEL: 0}
    found = [entry for entry in declared().values() if entry.told and not entry.author_only]
    return sorted(found, key=lambda entry: (own_first.get(entry.model, 1), entry.model))


def holdings_of(person) -> list[Holding]:
    """All that is held on the person, the account first; kinds of which there is nothing are left out."""
    found = []
    for entry in entries_told():
        rows = rows_of(entry, person)
        if count := rows.count():
            found.append(Holding(entry, rows, count))
    return found


def holding_named(person, label: str) -> Holding | None:
    entry = next((entry for entry in entries_told() if entry.model == label), None)
    if entry is None:
        return None
    rows = rows_of(entry, person)
    return Holding(entry, rows, rows.count())


def _is_told(field: models.Field, entry: PersonalData) -> bool:
    """What says something to a person: no key, no secret, no relation to people, no working column but dates."""
    if field.primary_key or field.name in entry.hidden or (field.remote_field and field.related_model is get_user_model()):
        return False
    if isinstance(field, models.BinaryField) or (field.remote_field and getattr(field.remote_field, "parent_link", False)):
        return False
    return field.editable or isinstance(field, models.DateField) or field.name == "uid"


def _label(field: models.Field) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def in_words(row: models.Model, field: models.Field) -> str:
    """One value as a person reads it; "" for nothing."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return shown(getattr(row, field.name))


def shown(value: Any) -> str:
    """A value in words; "" for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "hour") and hasattr(value, "year"):
        return days.in_words(timezone.localtime(value) if timezone.is_aware(value) else value, "j F Y, H:i")
    if hasattr(value, "year"):
        return days.in_words(value)
    return str(value)
