"""A value written for a reader: on screen, and in a CSV file. Workbooks get the value itself (reporting.domain.workbooks)."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from files.domain.tables import harmless
from sessions.report_columns import ValueKind


def on_screen(value: Any, kind: ValueKind) -> str:
    """Words for a page; "" where there is no value."""
    return "" if value in (None, "") else _SCREEN[kind](value)


def in_csv(value: Any, kind: ValueKind) -> str:
    """Plain text that a spreadsheet of the reader's language reads as what it is."""
    return "" if value in (None, "") else _CSV[kind](value)


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def decimal_text(value: float | Decimal, places: int) -> str:
    """A number with the decimal sign of the language and no thousands separator."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:f}".replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def duration_words(seconds: int) -> str:
    """3 h 05, 45 min; less than a minute is a minute: a moment is never told as nothing."""
    minutes = max(1, round(seconds / 60)) if seconds else 0
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d min", "%(count)d min", rest) % {"count": rest}
    whole = formats.number_format(hours, force_grouping=True)
    return _("%(hours)s h %(rest)02d") % {"hours": whole, "rest": rest} if rest else _("%(hours)s h") % {"hours": whole}


def clock(seconds: int) -> str:
    """125:30:00, which spreadsheets read as a duration."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def share_words(share: float | Decimal) -> str:
    return _("%(value)s %%") % {"value": formats.number_format(int(Decimal(str(share)) * 100 + Decimal("0.5")), use_l10n=True)}


def count_words(value: int) -> str:
    return formats.number_format(value, force_grouping=True)


_SCREEN: dict[ValueKind, Callable[[Any], str]] = {
    ValueKind.TEXT: str,
    ValueKind.COUNT: count_words,
    ValueKind.NUMBER: lambda value: formats.number_format(value, 1, force_grouping=True),
    ValueKind.SHARE: share_words,
    ValueKind.SECONDS: duration_words,
    ValueKind.DATE: lambda value: formats.date_format(value, "SHORT_DATE_FORMAT"),
    ValueKind.MOMENT: lambda value: formats.date_format(value, "SHORT_DATETIME_FORMAT"),
    ValueKind.YES_NO: yes_no,
}
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
