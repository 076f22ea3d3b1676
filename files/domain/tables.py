"""Texts in tables that people open in a spreadsheet."""

from django.utils import formats

# What spreadsheets take for the beginning of a formula, the full-width forms and what they skip before one included.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading apostrophe makes it text."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def delimiter() -> str:
    """Between two values of a CSV that a spreadsheet of the reader's language opens as it is."""
    return ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","
