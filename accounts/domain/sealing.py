"""Secrets that must be read again, not only compared: they are kept sealed with the platform's own key."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models, transaction


def _box(purpose: str) -> MultiFernet:
    """Seals with the present key, and opens what former ones sealed (SECRET_KEY_FALLBACKS)."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(purpose.encode() + key.encode()).digest())) for key in keys])


def seal(secret: str, *, purpose: str) -> str:
    """What is sealed for one purpose opens for no other."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The secret; "" when the platform's key is not the one it was sealed with."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


@dataclass(frozen=True)
class Sealed:
    """A column of sealed secrets; where it holds an object, `key` names its member."""

    model: str
    column: str
    purpose: str
    key: str = ""


_sealed: dict[tuple[str, str, str], Sealed] = {}


def register_sealed(*columns: Sealed) -> None:
    """Columns that `reseal` goes through."""
    _sealed.update({(one.model, one.column, one.key): one for one in columns})


def reseal() -> tuple[int, int]:
    """Seal everything with the present key, row by row; returns how many secrets were, and how many no known key opens.

    May run while the platform does, and again after it was cut.
    """
    done = lost = 0
    for column in _sealed.values():
        rows: models.QuerySet = models.QuerySet(apps.get_model(column.model))
        for pk in list(rows.values_list("pk", flat=True)):
            answer = _reseal_one(rows, pk, column)
            done += answer is True
            lost += answer is False
    return done, lost


@transaction.atomic
def _reseal_one(rows: models.QuerySet, pk, column: Sealed) -> bool | None:
    """None: there is nothing sealed in this row."""
    held = rows.select_for_update().filter(pk=pk).values_list(column.column, flat=True).first()
    whole = held if isinstance(held, dict) else {}
    sealed = whole.get(column.key) if column.key else held
    if not sealed:
        return None
    try:
        fresh = _box(column.purpose).rotate(str(sealed).encode()).decode()
    except InvalidToken:
        return False
    rows.filter(pk=pk).update(**{column.column: {**whole, column.key: fresh} if column.key else fresh})
    return True
