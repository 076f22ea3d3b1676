"""Dates of the demonstration: a block of code that runs as if it were another moment."""

from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from unittest.mock import patch

from django.apps import apps
from django.db.models import Field
from django.utils import timezone

REAL_NOW = timezone.now


@contextmanager
def at(moment: datetime):
    """Everything that asks django.utils.timezone for the time within the block is told `moment`, the rows' own defaults too."""

    def told() -> datetime:
        return moment

    with ExitStack() as stack:
        stack.enter_context(patch("django.utils.timezone.now", told))
        for field in _dated_by_default():
            # A field holds the function itself, and keeps what it makes of it.
            stack.enter_context(patch.dict(field.__dict__, {"default": told, "_get_default": told}))
        yield


@cache
def _dated_by_default() -> list[Field]:
    return [field for model in apps.get_models() for field in model._meta.concrete_fields if field.default is REAL_NOW]
