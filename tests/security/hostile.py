"""What somebody who means harm would write, and how to tell that it worked."""

import re

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from wagtail.fields import RichTextField, StreamField

from tests.url_rules import RULES

MARKUP = '"onx=1 <img src=x>'
INTO_NUMBERS = "99999999999999999999999999"
# An attribute that was closed, or an element that was opened; within the data of a script the quote has its backslash.
WORKED = re.compile(r'(?<!\\)"onx=1|<img src=x>')
# Written by editors whose words are markup, and cleaned when they are saved; addresses and codes that a program reads.
OWN_KINDS = (RichTextField, StreamField, models.SlugField, models.URLField, models.EmailField, models.FileField, models.FilePathField)


def harmful(answer) -> str:
    """What of the hostile words arrived as markup; "" where none did."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    text = answer.content.decode()
    found = WORKED.search(text)
    return text[max(0, found.start() - 80) : found.end() + 20] if found else ""


def is_words(field: models.Field) -> bool:
    """Whether people write it: free text, not a code with a form of its own."""
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, OWN_KINDS) or field.choices or field.unique:
        return False
    rules = [
        one
        for one in field.validators
        if not isinstance(one, MaxLengthValidator) and type(one).__name__ != "ProhibitNullCharactersValidator"
    ]
    return not rules and (field.max_length is None or field.max_length >= len(MARKUP))


def fill_with(words: str) -> list[str]:
    """Write `words` in every column of ours that people write; returns their names."""
    filled = []
    for model in apps.get_models():
        if model._meta.app_label not in LABELS or model._meta.proxy or model._meta.label in SEALED:
            continue
        names = [
            field.name
            for field in model._meta.local_concrete_fields
            if is_words(field) and f"{model._meta.label}.{field.name}" not in CODES
        ]
        if names and models.QuerySet(model).update(**dict.fromkeys(names, words)):
            filled += [f"{model._meta.label}.{name}" for name in names]
    return filled


LABELS = {config.label for config in apps.get_app_configs() if config.name in settings.LOCAL_APPS} | {
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
}
# Rows that the database lets nobody change.
SEALED = {"privacy.AuditEntry", "privacy.AuditLink", "privacy.AuditPurge"}
# Text columns that programs write and read: no person's words.
CODES: set[str] = set()


def pages() -> list[str]:
    """The names of all pages that somebody may ask for."""
    return [name for name, rule in RULES.items() if rule.allowed]
