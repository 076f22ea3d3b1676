# SPDX-License-Identifier: EUPL-1.2
"""The salt of a day: drawn by whoever is first to need it, shared by all processes, gone with the day.

It lies in the shared cache, which forgets it at midnight; without one, in a row that goes when the day is closed. While it is
there a key can be compared with an address that one knows; afterwards with nothing.
"""

import hashlib
import secrets
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache

from visits.domain.days import day_of, seconds_left
from visits.models import Day, Salt

KEY_BYTES = 16
# The salt as this process remembers it: the day, and the salt.
_remembered: dict[date, bytes] = {}


def visitor_key(*, address: str, agent: str, now: datetime) -> str | None:
    """The visitor of the day behind an address and a browser; None when the salt is out of reach, or the day over."""
    salt = _salt_of(now)
    if salt is None:
        return None
    return hashlib.blake2b(f"{address}\n{agent}".encode(), key=salt, digest_size=KEY_BYTES).hexdigest()


def forget_former(now: datetime) -> None:
    """No process remembers the salt of a day that is over."""
    today = day_of(now)
    for day in [day for day in list(_remembered) if day != today]:
        _remembered.pop(day, None)


def _salt_of(now: datetime) -> bytes | None:
    day = day_of(now)
    if day not in _remembered:
        salt = _in_cache(now) if settings.REDIS_URL else _in_row(day)
        if salt is None:
            return None
        _remembered.clear()
        _remembered[day] = salt
    return _remembered[day]


def cache_key(day: date) -> str:
    return f"visits:salt:{day}"


def _in_cache(now: datetime) -> bytes | None:
    key = cache_key(day_of(now))
    cache.add(key, secrets.token_bytes(32), timeout=seconds_left(now))
    return cache.get(key)


def _in_row(day: date) -> bytes | None:
    """Of two that draw at once the first is right; a day that is closed gets no salt any more."""
    if Day.objects.filter(day=day, closed_at__isnull=False).exists():
        return None
    row, _created = Salt.objects.get_or_create(day=day, defaults={"value": secrets.token_hex(32)})
    return bytes.fromhex(row.value)
