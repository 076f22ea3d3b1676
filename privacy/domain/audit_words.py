"""Lines of the audit log as those in charge read them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from privacy.domain.telling import shown
from privacy.models import AuditEntry
from privacy.registry import roles_in_words, watched


@dataclass(frozen=True)
class Line:
    """One line. actor, person: who they are today, None once erased or where there was nobody. changes: one sentence each.

    name: what the object is called today, "" once it is gone or where it has no name.
    """

    entry: AuditEntry
    actor: Any
    person: Any
    roles: str
    object: str
    name: str
    changes: list[str]


def lines_of(entries: Sequence[AuditEntry]) -> list[Line]:
    people = get_user_model().objects.in_bulk({one for entry in entries for one in (entry.actor, entry.person) if one})
    words = roles_in_words({code for entry in entries for code in _codes(entry)})
    told = _words_of_values(entries)
    names = _names(entries)
    return [
        Line(
            entry,
            people.get(entry.actor),
            people.get(entry.person),
            ", ".join(words.get(code, code) for code in _codes(entry)),
            _object(entry.model),
            names.get(entry.model, {}).get(entry.object_id, ""),
            _changes(entry, told, names),
        )
        for entry in entries
    ]


def _codes(entry: AuditEntry) -> Iterable[str]:
    return entry.roles.split(", ") if entry.roles else ()


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _object(label: str) -> str:
    """Its kind; the label itself where there is no such thing any more."""
    model = _model(label)
    return str(model._meta.verbose_name) if model else label


def _words_of_values(entries: Sequence[AuditEntry]) -> dict[tuple[str, str], dict[str, str]]:
    """By model and field, what people read for the codes that these entries tell of."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        known = watched().get(entry.model)
        for name in known.words if known else ():
            found[entry.model, name] |= {side[name] for side in (entry.before, entry.after) if side and side.get(name)}
    return {(model, name): watched()[model].words[name](codes) for (model, name), codes in found.items()}


def _names(entries: Sequence[AuditEntry]) -> dict[str, dict[str, str]]:
    """By model, and by number as text: what the objects of these entries, and those that their changes point at, are called."""
    asked: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        asked[entry.model].add(entry.object_id)
        for field, value in _pointers(entry):
            asked[field.related_model._meta.label].add(str(value))
    return {label: _named(label, keys - {""}) for label, keys in asked.items()}


def _pointers(entry: AuditEntry) -> Iterator[tuple[Any, Any]]:
    """The columns of an entry that point at a row, with its number."""
    model = _model(entry.model)
    for side in (entry.before, entry.after):
        for name, value in (side or {}).items():
            field = _field(model, name)
            if value and _points_at_a_row(field):
                yield field, value


def _points_at_a_row(field: Any) -> bool:
    """By its number: roles are pointed at by their code, which their words explain."""
    return isinstance(field, models.ForeignKey) and field.target_field.primary_key


def _named(label: str, keys: set[str]) -> dict[str, str]:
    known, model = watched().get(label), _model(label)
    if model is None or known is None or not known.name or not keys:
        return {}
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", known.name)
    return {str(pk): str(name) for pk, name in rows}


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _changes(entry: AuditEntry, told: dict[tuple[str, str], dict[str, str]], names: dict[str, dict[str, str]]) -> list[str]:
    model, before, after = _model(entry.model), entry.before or {}, entry.after or {}
    found = []
    for name in {**before, **after}:
        field = _field(model, name)
        label = str(getattr(field, "verbose_name", name))
        choices = {**dict(getattr(field, "flatchoices", None) or ()), **told.get((entry.model, name), {})}
        if _points_at_a_row(field):
            choices = names.get(field.related_model._meta.label, {})
        values = [_shown(side.get(name), choices, field) for side in (before, after) if name in side]
        found.append(_("%(what)s: %(values)s") % {"what": label, "values": " → ".join(values)})
    return found


def _shown(value: Any, choices: dict, field: Any) -> str:
    for key in (value, str(value)):
        if isinstance(key, str | int) and key in choices:
            return str(choices[key])
    if isinstance(field, models.DateField | models.DecimalField) and isinstance(value, str):
        value = _read(value, field)
    return shown(value) or "–"


def _read(text: str, field: models.DateField | models.DecimalField) -> Any:
    """A day, a moment or a number as it was before it became text, a number as people write it; the text where it is none."""
    try:
        value = field.to_python(text)
    except ValidationError:
        return text
    return number_format(value.normalize()) if isinstance(value, Decimal) else value
