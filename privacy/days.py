"""Days and moments in words, as people write them: in French the first of a month is an ordinal, and the clock says 9 h 05."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils import formats, translation

_DAY_BEFORE_MONTH = re.compile(r"(?<!\\)j (?=[FMNbE])")
_FIRST = re.compile(r"(?<!\d)1 (?=[^\W\d])")
_BEFORE_HOUR = re.compile(r"(?<=[FMNbEYjl]),? (?=H:i(?!:))")
# With seconds it is the clock of a machine, and stays as it is.
_HOUR = re.compile(r"\bH:i(?!:)")


def in_words(day: date | datetime, pattern: str = "j F Y") -> str:
    """A day, or a moment in the time zone it is in, by a format of Django."""
    return with_ordinal(formats.date_format(day, said(pattern, day)), day, pattern)


def hour_in_words(moment: datetime | time) -> str:
    """09:05, in French 9 h 05, on the clock of the zone that the moment is in."""
    return formats.time_format(moment, said("H:i", moment))


def said(pattern: str | None, moment: Any, usual: str = "DATE_FORMAT") -> str:
    """A format of Django as the active language writes a moment: “3 mars 2026 à 9 h 05”, a full hour without its minutes.

    usual: the format meant by None.
    """
    full = getattr(moment, "minute", None) == 0
    return _said(pattern or usual, translation.get_language() or "", full=full)


@lru_cache(maxsize=256)
def _said(pattern: str, language: str, *, full: bool) -> str:
    written = formats.get_format(pattern, lang=language or None)
    if not language.startswith("fr"):
        return written
    written = _BEFORE_HOUR.sub(" à ", written)
    hour = "G\u00a0\\h" if full else "G\u00a0\\h\u00a0i"
    return _HOUR.sub(lambda _found: hour, written)


def with_ordinal(words: str, day: Any, pattern: str | None) -> str:
    """What Django made of a day and a format (None: the language's own), with the first of the month as it is said."""
    if getattr(day, "day", None) != 1 or not (translation.get_language() or "").startswith("fr"):
        return words
    format_used = formats.get_format(pattern or "DATE_FORMAT")
    return _FIRST.sub("1er ", words, count=1) if _DAY_BEFORE_MONTH.search(format_used) else words
