"""Reports of one's own: made, run again, changed, removed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.domain.tables import Table, tables_for
from reporting.forms import SavedReportForm, ScopeForm
from reporting.models import SavedReport
from reporting.views.door import for_readers, open_table, shown

PREVIEWED = 10


@require_safe
@for_readers
def report(request, report_id):
    """Run a report of one's own on today's data."""
    found = _own(request, report_id)
    table = open_table(request.user, found.table)
    form = ScopeForm(found.filters, user=request.user, filters=table.filters)
    context = shown(request, table, form, columns=found.columns, order=found.order)
    return render(request, "reporting/report.html", context | {"report": found})


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def report_new(request):
    """First what each row is about, then the columns and filters."""
    name = request.GET.get("sujet", "")
    if not name:
        choices = [table for table in tables_for(request.user) if table.configurable]
        return render(request, "reporting/report_subject.html", {"tables": choices})
    table = _configurable(request.user, name)
    filters = {key: value for key, value in request.GET.items() if key in ScopeForm.base_fields}
    return _edit(request, SavedReport(columns=request.GET.getlist("c"), filters=filters), table)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def report_edit(request, report_id):
    found = _own(request, report_id)
    return _edit(request, found, _configurable(request.user, found.table))


@require_POST
@for_readers
def report_remove(request, report_id):
    found = _own(request, report_id)
    found.delete()
    messages.success(request, _("“%(name)s” is removed; your exports stay.") % {"name": found.name})
    return redirect("reporting:home")


def _edit(request, report: SavedReport, table: Table):
    posted = request.POST if request.method == "POST" else None
    initial = {"columns": report.columns or [column.name for column in table.columns(_nothing(request)) if column.by_default]}
    form = SavedReportForm(posted, instance=report, initial=initial, user=request.user, table=table)
    scope_form = ScopeForm(posted if posted is not None else report.filters, user=request.user, filters=_offered(table))
    context = {"form": form, "scope_form": scope_form, "table": table, "report": report, "groups": _groups(form, table, request)}
    report.order = (posted.get("tri", "") if posted is not None else request.GET.get("tri", report.order))[:60]
    if posted is None:
        return render(request, "reporting/report_form.html", context)
    good = scope_form.is_valid()
    if "preview" in posted:
        if good:
            context["preview"] = _preview(request, table, scope_form, posted.getlist("columns"))
        return render(request, "reporting/report_form.html", context)
    if not (form.is_valid() and good):
        return render(request, "reporting/report_form.html", context)
    form.instance.filters = scope_form.kept
    saved = form.save()
    messages.success(request, _("“%(name)s” is saved among your reports.") % {"name": saved.name})
    return redirect("reporting:report", saved.pk)


def _nothing(request):
    return ScopeForm({}, user=request.user).scope()


def _offered(table: Table) -> list[str]:
    """A saved report is about sessions by their dates and place, not about one of them."""
    return [name for name in table.filters if name != "session"]


def _groups(form: SavedReportForm, table: Table, request) -> list[tuple[str, list]]:
    """The tick boxes of the columns under the heading of each group."""
    columns = {column.name: column for column in table.columns(_nothing(request))}
    grouped: dict[str, list] = {}
    for box in form["columns"].subwidgets:
        group = str(columns[box.data["value"]].group or table.title)
        grouped.setdefault(group, []).append(box)
    return list(grouped.items())


def _preview(request, table: Table, form: ScopeForm, columns: list[str]) -> dict:
    found = shown(request, table, form, columns=columns)
    found["rows"] = found["rows"][:PREVIEWED]
    return found


def _own(request, report_id) -> SavedReport:
    return get_object_or_404(SavedReport.objects.visible_to(request.user), pk=report_id)


def _configurable(user, name: str) -> Table:
    table = open_table(user, name)
    if not table.configurable:
        raise PermissionDenied
    return table
