"""Tables written to files as they are read, so that twenty thousand rows weigh no more than ten.

CSV opens by a double click in the spreadsheet of the reader's language: UTF-8 with its mark, and in French semicolons and
decimal commas. Workbooks hold real numbers, dates and durations.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from files.domain.tables import delimiter, harmless
from reporting.domain.cells import in_csv
from sessions.domain.column_words import yes_no
from sessions.report_columns import ReportColumn, ValueKind

Rows = Iterator[list[tuple[Any, ...]]]
# A workbook's sheet ends at 1,048,576 rows; the rest goes on in the next one.
SHEET_ROWS = 1_000_000
LONGEST_TEXT = 32_000
WIDTHS = {ValueKind.TEXT: 24, ValueKind.DATE: 12, ValueKind.MOMENT: 18}
NARROWEST = 10
FORMATS = {
    ValueKind.NUMBER: "0.00",
    ValueKind.COUNT: "0",
    ValueKind.SHARE: "0.0%",
    ValueKind.SECONDS: "[h]:mm:ss",
    ValueKind.DATE: "dd/mm/yyyy",
    ValueKind.MOMENT: "dd/mm/yyyy hh:mm",
}
SECONDS_PER_DAY = 86_400


def header(column: ReportColumn) -> str:
    """The words at the head of a column of a CSV file, with the unit that its figures leave out."""
    return f"{column.label} (%)" if column.kind == ValueKind.SHARE else str(column.label)


def write_csv(file: IO[bytes], columns: list[ReportColumn], chunks: Rows) -> Iterator[int]:
    """Writes chunk by chunk and tells how many rows are written so far."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=delimiter())
    writer.writerow([harmless(header(column)) for column in columns])
    kinds = [column.kind for column in columns]
    done = 0
    for chunk in chunks:
        writer.writerows([in_csv(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in chunk)
        done += len(chunk)
        yield done
    text.flush()
    text.detach()


def write_workbook(path: Path, title: str, columns: list[ReportColumn], chunks: Rows) -> Iterator[int]:
    """The same as a workbook at `path`; memory holds one row at a time."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(path.parent)}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": title[:255]})
    sheet = _Sheet(book, title, columns)
    done = 0
    for chunk in chunks:
        for row in chunk:
            sheet.write(row)
        done += len(chunk)
        yield done
    sheet.finish()
    book.close()


class _Sheet:
    """The sheets of one table, a new one begun when one is full."""

    def __init__(self, book, title: str, columns: list[ReportColumn]):
        self.book, self.columns = book, columns
        self.title = "".join(char for char in title if char not in "[]:*?/\\'")[:25].strip() or _("Report")
        self.styles = {kind: book.add_format({"num_format": pattern, "valign": "top"}) for kind, pattern in FORMATS.items()}
        self.plain = book.add_format({"valign": "top"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F2EDE2"})
        self.number = 0
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        self.row = 0
        self.sheet = self.book.add_worksheet(self.title if self.number == 1 else f"{self.title} ({self.number})")
        self.sheet.freeze_panes(1, 1)
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, max(WIDTHS.get(column.kind, NARROWEST), min(24, len(str(column.label)) + 2)))
        for at, column in enumerate(self.columns):
            self.sheet.write_string(0, at, str(column.label), self.head)
        self.writers = [self._writer(column.kind) for column in self.columns]

    def write(self, row: tuple[Any, ...]) -> None:
        if self.row >= SHEET_ROWS:
            self.finish()
            self._begin()
        self.row += 1
        for at, (value, write) in enumerate(zip(row, self.writers, strict=True)):
            if value is not None and value != "":
                write(self.row, at, value)

    def _writer(self, kind: ValueKind) -> Callable[[int, int, Any], Any]:
        """How the values of a column are written to the sheet of the moment."""
        sheet, plain, style = self.sheet, self.plain, self.styles.get(kind)
        match kind:
            case ValueKind.TEXT:
                return lambda row, at, value: sheet.write_string(row, at, str(value)[:LONGEST_TEXT], plain)
            case ValueKind.YES_NO:
                return lambda row, at, value: sheet.write_string(row, at, yes_no(value), plain)
            case ValueKind.DATE:
                return lambda row, at, value: sheet.write_datetime(row, at, value, style)
            case ValueKind.MOMENT:
                return lambda row, at, value: sheet.write_datetime(row, at, value.replace(tzinfo=None), style)
            case ValueKind.SECONDS:
                return lambda row, at, value: sheet.write_number(row, at, value / SECONDS_PER_DAY, style)
        return lambda row, at, value: sheet.write_number(row, at, float(value), style)

    def finish(self) -> None:
        if self.columns:
            self.sheet.autofilter(0, 0, self.row, len(self.columns) - 1)
