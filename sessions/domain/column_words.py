"""A value of a report's column in words, for a page."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.days import in_words
from sessions.report_columns import ValueKind


def on_screen(value: Any, kind: ValueKind) -> str:
    """Words for a page; "" where there is no value."""
    return "" if value in (None, "") else _SCREEN[kind](value)


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def duration_words(seconds: int) -> str:
    """3 h 05, 45 min; less than a minute is a minute: a moment is never told as nothing."""
    minutes = max(1, round(seconds / 60)) if seconds else 0
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d min", "%(count)d min", rest) % {"count": rest}
    whole = formats.number_format(hours, force_grouping=True)
    return _("%(hours)s h %(rest)02d") % {"hours": whole, "rest": rest} if rest else _("%(hours)s h") % {"hours": whole}


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
    ValueKind.DATE: lambda value: in_words(value, "SHORT_DATE_FORMAT"),
    ValueKind.MOMENT: lambda value: in_words(value, "j F Y, H:i"),
    ValueKind.YES_NO: yes_no,
}
