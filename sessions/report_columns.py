"""The columns that a report on learners may have: apps add theirs in AppConfig.ready().

A row is an enrolment that comes with its user, session, region and pathway. A column reads a whole chunk of rows at once,
in a constant number of queries, so that a report of twenty thousand learners asks for no more per learner than one of ten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class ValueKind(StrEnum):
    """What a value is, which decides how it is written on screen, in CSV and in a workbook.

    SHARE: from 0 to 1. SECONDS: a duration. MOMENT: an aware datetime in the zone it is to be read in.
    """

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    SECONDS = "seconds"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


# The values of a column for the rows of a chunk, in their order; None where there is none.
Reader = Callable[[list[Any]], list[Any]]


@dataclass(frozen=True)
class ReportColumn:
    """name: kept in saved reports and addresses, so it never changes. group: the heading it is chosen under.

    order_by: the field of the row it is sorted by, "" where it cannot be. by_default: shown when nobody chose.
    """

    name: str
    label: str | Promise
    kind: ValueKind
    read: Reader
    group: str | Promise = ""
    order_by: str = ""
    by_default: bool = False
    order: int = 100


def each(read_one: Callable[[Any], Any]) -> Reader:
    """A reader from a function of one row."""

    def read(rows: list[Any]) -> list[Any]:
        return [read_one(row) for row in rows]

    return read


_columns: dict[str, ReportColumn] = {}


def register_learner_columns(*columns: ReportColumn) -> None:
    for column in columns:
        _columns[column.name] = column


def learner_columns() -> list[ReportColumn]:
    return sorted(_columns.values(), key=lambda column: column.order)
