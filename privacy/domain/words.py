"""The words by which a person is recognised in texts, and how they are taken out of them."""

import json
import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

HIDDEN = "—"
# A shorter number or name would be found in words that have nothing to do with the person.
SHORTEST = 6
SHORTEST_NAME = 3


def folded(text: str) -> str:
    """As search columns hold it: no accents, lower case."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).lower()


class Words:
    """What names one person: address, full name in both orders, telephone, identifier; in own rows each name by itself too."""

    def __init__(self, person) -> None:
        first, last = person.first_name.strip(), person.last_name.strip()
        names = [f"{first} {last}", f"{last} {first}"] if first and last else []
        exact = [person.email, *names, str(person.uid), person.uid.hex, person.phone.strip()]
        self.exact = _forms([word for word in exact if len(word) >= SHORTEST])
        self.names = _forms([name for name in (first, last) if len(name) >= SHORTEST_NAME])

    def hide(self, text: str, *, own: bool = False) -> str:
        """The text without the person; own: also without first and last name, each a word by itself."""
        text = _pattern(self.exact).sub(HIDDEN, text)
        return _pattern(self.names, whole=True).sub(HIDDEN, text) if own and self.names else text

    def hide_in(self, value: Any, *, own: bool = False) -> Any:
        """The same for a text or what a JSON column holds."""
        if isinstance(value, str):
            return self.hide(value, own=own)
        if isinstance(value, list):
            return [self.hide_in(one, own=own) for one in value]
        if isinstance(value, dict):
            return {self.hide(name, own=own): self.hide_in(one, own=own) for name, one in value.items()}
        return value

    def found_in(self, rows: QuerySet, columns: list[models.Field]) -> QuerySet:
        """The rows that name the person in one of the columns, by address, full name, telephone or identifier."""
        found = Q()
        for number, column in enumerate(columns):
            name = column.name
            if isinstance(column, models.JSONField):
                name = f"as_text_{number}"
                rows = rows.annotate(**{name: Cast(column.name, TextField())})
            for word in self.exact:
                found |= Q(**{f"{name}__contains": word})
        return rows.filter(found)


def _forms(words: list[str]) -> list[str]:
    """Each word as it is, folded, in lower case and as JSON writes it; the longest first."""
    forms = {form for word in words for form in (word, word.lower(), folded(word))}
    forms |= {json.dumps(form)[1:-1] for form in forms}
    return sorted(forms, key=lambda form: (-len(form), form))


def _pattern(words: list[str], *, whole: bool = False) -> re.Pattern:
    either = "|".join(re.escape(word) for word in words)
    return re.compile(rf"\b(?:{either})\b" if whole else either, re.IGNORECASE)


def text_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model's own table in which somebody may be named."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, kinds) and not (field.choices or field.unique or field.primary_key or field.remote_field)
    ]


def hide_in_rows(rows: QuerySet, words: Words, *, own: bool = False) -> int:
    """Take the person out of the texts of the rows; returns how many rows changed."""
    columns, changed = text_columns(rows.model), 0
    for row in rows.only("pk", *(column.name for column in columns)).iterator(chunk_size=500):
        new = {column.attname: words.hide_in(getattr(row, column.attname), own=own) for column in columns}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        if new:
            QuerySet(rows.model).filter(pk=row.pk).update(**new)
            changed += 1
    return changed
