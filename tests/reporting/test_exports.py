"""Files taken away: what is in them, how they are made, how long they stay."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from files.domain.tables import harmless
from jobs.domain.run import run_job
from messaging.models import Notice
from reporting.domain.cells import clock, in_csv
from reporting.domain.exports import ask_export, forget_expired
from reporting.domain.files import write_workbook
from reporting.domain.tables import table_named, tables_for
from reporting.models import Export, ExportFormat
from sessions.report_columns import ReportColumn, ValueKind, each

pytestmark = [pytest.mark.requirement("CMA-I10"), pytest.mark.requirement("CMA-1.1")]
COLUMNS = ["last_name", "email", "percent", "mean_score", "seconds", "last_visit", "starts_on", "succeeded", "attendance"]


def taken(reported, commits, file_format, *, table="apprenants", columns=COLUMNS, filters=None, order="last_name") -> Export:
    with commits():
        export = ask_export(
            table=table_named(table),
            file_format=file_format,
            by=reported.cast.manager,
            title="Apprenants",
            filters=filters or {},
            columns=columns,
            order=order,
        )
    export.refresh_from_db()
    assert (export.state, export.error) == ("done", "")
    return export


def read_csv(export: Export) -> list[list[str]]:
    content = export.file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_csv_opens_in_a_french_spreadsheet(reported, commits):
    head, yann, monique = read_csv(taken(reported, commits, ExportFormat.CSV))
    session = reported.cast.session
    assert head == [
        "Nom",
        "Adresse électronique",
        "Avancement (%)",
        "Score moyen (%)",
        "Temps sur le parcours",
        "Dernière visite",
        "Premier jour",
        "Réussite",
        "Présence (%)",
    ]
    reported.cast.enrolment.refresh_from_db()
    assert monique[0] == "Le Goff"
    assert monique[2:5] == [f"{reported.cast.enrolment.percent},0", "82,5", "2:00:00"]
    assert monique[5] == reported.cast.enrolment.last_visit_at.astimezone(session.zone).strftime("%d/%m/%Y %H:%M")
    assert monique[6:] == [session.starts_on.strftime("%d/%m/%Y"), "Oui", "100,0"]
    assert yann[2:] == ["0,0", "", "0:00:00", "", session.starts_on.strftime("%d/%m/%Y"), "Non", "0,0"]


def test_the_workbook_holds_real_numbers_dates_and_durations(reported, commits):
    export = taken(reported, commits, ExportFormat.XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(export.file.read())).active
    rows = list(sheet.iter_rows(values_only=True))
    monique = dict(zip(COLUMNS, rows[2], strict=True))
    assert monique["mean_score"] == pytest.approx(0.825)
    assert monique["seconds"] == timedelta(hours=2)
    assert isinstance(monique["starts_on"], datetime)
    assert isinstance(monique["last_visit"], datetime)
    assert (sheet["D3"].number_format, sheet["E3"].number_format) == ("0.0%", "[h]:mm:ss")
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:I3"
    assert sheet.column_dimensions["A"].width >= 20
    assert export.rows == 2


def test_no_cell_is_taken_for_a_formula(reported, commits):
    User.objects.filter(pk=reported.cast.owner.pk).update(last_name='=HYPERLINK("http://x")', first_name="@SUM(A1)")
    columns = ["last_name", "first_name"]
    cells = {cell for row in read_csv(taken(reported, commits, ExportFormat.CSV, columns=columns)) for cell in row}
    assert {'\'=HYPERLINK("http://x")', "'@SUM(A1)"} <= cells
    sheet = openpyxl.load_workbook(io.BytesIO(taken(reported, commits, ExportFormat.XLSX, columns=columns).file.read())).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\tx", "\rx", "＝1"])
def test_each_sign_that_begins_a_formula_is_made_text(text):
    assert harmless(text) == "'" + text
    assert in_csv(-3, ValueKind.COUNT) == "-3"


def test_durations_beyond_a_day_stay_durations():
    assert clock(125 * 3600 + 61) == "125:01:01"


def test_a_full_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("reporting.domain.files.SHEET_ROWS", 2)
    column = ReportColumn("n", "N", ValueKind.COUNT, each(int))
    assert list(write_workbook(tmp_path / "a.xlsx", "Trop", [column], iter([[(1,), (2,)], [(3,)]]))) == [2, 3]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [[row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in book] == [[1, 2], [3]]


def test_the_report_of_a_session_has_each_step_and_condition(reported, as_user, commits):
    data = {"table": "session", "format": "csv", "session": str(reported.cast.session.pk)}
    with commits():
        as_user(reported.cast.tutor).post(reverse("reporting:export_new"), data)
    export = Export.objects.get()
    rows = read_csv(export)
    head = rows[0]
    monique = dict(zip(head, next(row for row in rows if row[0] == "Le Goff"), strict=True))
    assert monique["2. Quiz – score (%)"] == "82,5"
    assert monique["2. Quiz – temps"] == "0:30:00"
    assert monique["1. Les bases – état"] == "Terminé"
    assert [monique[name] for name in head if name.startswith("Condition")] == ["Oui"]
    assert export.title.startswith("Rapport – ")


def test_an_export_runs_twice_without_harm(reported, commits):
    export = taken(reported, commits, ExportFormat.CSV)
    first = export.file.name
    Export.objects.filter(pk=export.pk).update(state="waiting")
    run_job.enqueue(model="reporting.Export", pk=str(export.pk))
    export.refresh_from_db()
    assert export.state == "done"
    assert export.file.name != first
    assert not export.file.storage.exists(first)


def test_asking_again_while_it_is_made_gives_the_same_export(reported):
    first, second = (
        ask_export(
            table=table_named("sessions"),
            file_format=ExportFormat.CSV,
            by=reported.cast.manager,
            title="S",
            filters={},
            columns=[],
            order="",
        )
        for _ in range(2)
    )
    assert first.pk == second.pk


def test_the_file_goes_and_who_made_it_stays_written(reported, as_user, commits):
    export = taken(reported, commits, ExportFormat.CSV)
    browser = as_user(reported.cast.manager)
    answer = browser.get(reverse("reporting:export_file", args=[export.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"Le Goff" in b"".join(answer.streaming_content)
    assert Export.objects.get().fetched_at is not None
    name = export.file.name
    assert forget_expired(timezone.now() + timedelta(days=8)) == 1
    assert not export.file.storage.exists(name)
    Export.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert browser.get(reverse("reporting:export_file", args=[export.pk])).status_code == 404
    assert "Le fichier a été supprimé" in browser.get(reverse("reporting:export", args=[export.pk])).content.decode()
    told = as_user(reported.cast.national).get(reverse("reporting:exports") + "?qui=tous").content.decode()
    assert "René Tanguy" in told


def test_every_table_exports(reported, commits):
    for table in tables_for(reported.cast.national):
        with commits():
            export = ask_export(
                table=table, file_format=ExportFormat.XLSX, by=reported.cast.national, title=str(table.title), filters={}, columns=[]
            )
        export.refresh_from_db()
        assert (table.name, export.state) == (table.name, "done")
        if table.name != "connexions":
            assert export.rows > 0, table.name


def test_who_waited_is_told_that_the_file_is_ready(reported, commits, as_user):
    export = Export.objects.create(asked_by=reported.cast.manager, table="sessions", title="Sessions", format="csv")
    for begun in (timezone.now(), timezone.now() - timedelta(minutes=2), timezone.now() - timedelta(minutes=2)):
        Export.objects.update(state="waiting", created_at=begun)
        with commits():
            run_job.enqueue(model="reporting.Export", pk=str(export.pk))
    notice = Notice.objects.get(kind="export_ready")
    assert (notice.user, notice.link) == (reported.cast.manager, reverse("reporting:export", args=[export.pk]))
    assert notice.subject.startswith("Votre export est prêt")
