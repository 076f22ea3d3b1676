"""Days in words, as people write them: in French the first of a month is an ordinal."""

import re
from datetime import date, datetime
from typing import Any

from django.utils import formats, translation

_DAY_BEFORE_MONTH = re.compile(r"(?<!\\)j (?=[FMNbE])")
_FIRST = re.compile(r"(?<!\d)1 (?=[^\W\d])")


def in_words(day: date | datetime, pattern: str = "j F Y") -> str:
    """A day, or a moment in the time zone it is in, by a format of Django."""
    return with_ordinal(formats.date_format(day, pattern), day, pattern)


def with_ordinal(words: str, day: Any, pattern: str | None) -> str:
    """What Django made of a day and a format (None: the language's own), with the first of the month as it is said."""
    if getattr(day, "day", None) != 1 or not (translation.get_language() or "").startswith("fr"):
        return words
    format_used = formats.get_format(pattern or "DATE_FORMAT")
    return _FIRST.sub("1er ", words, count=1) if _DAY_BEFORE_MONTH.search(format_used) else words
