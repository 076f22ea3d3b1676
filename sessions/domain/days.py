"""Days in words."""

from datetime import date

from django.utils import formats, translation


def in_words(day: date) -> str:
    """A day with its month and year; the first of the month is an ordinal in French."""
    words = formats.date_format(day, "j F Y")
    is_french = (translation.get_language() or "").startswith("fr")
    return words.replace("1 ", "1er ", 1) if is_french and day.day == 1 else words
