"""Lines of the audit log as those in charge read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from privacy.domain.telling import shown
from privacy.models import AuditEntry
from privacy.registry import roles_in_words, watched


@dataclass(frozen=True)
class Line:
    """One line. actor, person: who they are today, None once erased or where there was nobody. changes: one sentence each."""

    entry: AuditEntry
    actor: Any
    person: Any
    roles: str
    object: str
    changes: list[str]


def lines_of(entries: Sequence[AuditEntry]) -> list[Line]:
    people = get_user_model().objects.in_bulk({one for entry in entries for one in (entry.actor, entry.person) if one})
    words = roles_in_words({code for entry in entries for code in _codes(entry)})
    told = _words_of_values(entries)
    return [
        Line(
            entry,
            people.get(entry.actor),
            people.get(entry.person),
            ", ".join(words.get(code, code) for code in _codes(entry)),
            _object(entry.model),
            _changes(entry, told),
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


def _changes(entry: AuditEntry, told: dict[tuple[str, str], dict[str, str]]) -> list[str]:
    model, before, after = _model(entry.model), entry.before or {}, entry.after or {}
    return [_change(model, name, before, after, told.get((entry.model, name), {})) for name in {**before, **after}]


def _change(model: type[models.Model] | None, name: str, before: dict, after: dict, words: dict[str, str]) -> str:
    label, choices = name, {}
    if model is not None:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            pass
        else:
            label, choices = str(getattr(field, "verbose_name", name)), {**dict(getattr(field, "flatchoices", ())), **words}
    values = [_shown(side.get(name), choices) for side in (before, after) if name in side]
    return _("%(what)s: %(values)s") % {"what": label, "values": " → ".join(values)}


def _shown(value: Any, choices: dict) -> str:
    return str(choices[value]) if isinstance(value, str | int) and value in choices else shown(value) or "–"
