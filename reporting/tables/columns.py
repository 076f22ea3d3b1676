"""Short ways of writing the columns of tables whose rows already hold their figures."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.report_columns import ReportColumn, ValueKind, each

LABELS: dict[str, Any] = {
    "learners": _("Learners"),
    "started": _("Have begun"),
    "finished": _("Have finished"),
    "succeeded": _("Have succeeded"),
    "percent": _("Mean completion"),
    "success": _("Success rate"),
    "score": _("Mean score"),
    "seconds": _("Time on the pathway"),
    "attendance": _("Attendance"),
}


def column(name: str, label: Any, kind: ValueKind, *, order_by: str = "", by_default: bool = True) -> ReportColumn:
    """A column that reads the attribute `name` of each row."""
    return ReportColumn(name, label, kind, each(attrgetter(name)), order_by=order_by, by_default=by_default)


def of(name: str, label: Any, kind: ValueKind, read: Callable[[Any], Any], order_by: str = "") -> ReportColumn:
    """A column shown by default, that reads each row."""
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=True)


def local(moment: datetime | None) -> datetime | None:
    """In the time zone of who reads."""
    return timezone.localtime(moment) if moment else None


def figures(*names: str, order_by: dict[str, str] | None = None) -> list[ReportColumn]:
    """Columns of the usual figures, by name. order_by: the field each is sorted by, its own name where none is given."""
    fields = order_by or {}
    return [column(name, LABELS[name], KINDS[name], order_by=fields.get(name, name)) for name in names]


KINDS = {
    "learners": ValueKind.COUNT,
    "started": ValueKind.COUNT,
    "finished": ValueKind.COUNT,
    "succeeded": ValueKind.COUNT,
    "percent": ValueKind.SHARE,
    "success": ValueKind.SHARE,
    "score": ValueKind.SHARE,
    "seconds": ValueKind.SECONDS,
    "attendance": ValueKind.SHARE,
}


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
