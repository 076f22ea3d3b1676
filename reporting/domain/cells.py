"""A value written in a CSV file. Pages have it in words (sessions.domain.column_words), workbooks the value itself."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats

from files.domain.tables import harmless
from sessions.domain.column_words import yes_no
from sessions.report_columns import ValueKind


def in_csv(value: Any, kind: ValueKind) -> str:
    """Plain text that a spreadsheet of the reader's language reads as what it is."""
    return "" if value in (None, "") else _CSV[kind](value)


def decimal_text(value: float | Decimal, places: int) -> str:
    """A number with the decimal sign of the language and no thousands separator."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}".replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def clock(seconds: int) -> str:
    """125:30:00, which spreadsheets read as a duration."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


_CSV: dict[ValueKind, Callable[[Any], str]] = {
    ValueKind.TEXT: lambda value: harmless(str(value)),
    ValueKind.COUNT: str,
    ValueKind.NUMBER: lambda value: decimal_text(value, 2),
    ValueKind.SHARE: lambda value: decimal_text(value * 100, 1),
    ValueKind.SECONDS: clock,
    ValueKind.DATE: lambda value: value.strftime("%d/%m/%Y"),
    ValueKind.MOMENT: lambda value: value.strftime("%d/%m/%Y %H:%M"),
    ValueKind.YES_NO: yes_no,
}
