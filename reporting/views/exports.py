"""Exports: asked for, followed, fetched, listed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from courses.views.files import stored_file_response
from reporting.domain.exports import ask_export, file_name, note_fetched
from reporting.domain.tables import Table, table_named
from reporting.forms import ScopeForm
from reporting.models import Export, ExportFormat, SavedReport
from reporting.permissions import EXPORT_REPORTS, SEE_EXPORTS
from reporting.rules import reads_reports, reported_session
from reporting.views.door import for_readers
from sessions.models import Enrolment

PER_PAGE = 30
MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@for_readers
def exports(request):
    """One's own; whoever may know reads who exported what as well."""
    told = request.user.may(SEE_EXPORTS)
    everybody = told and request.GET.get("qui") == "tous"
    found = Export.objects.told_to(request.user) if everybody else Export.objects.visible_to(request.user)
    page = Paginator(found.select_related("asked_by"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/exports.html", {"page": page, "everybody": everybody, "told": told})


@require_POST
@login_required
def export_new(request):
    """Ask for the table of the page, with the filters, columns and order in force there."""
    table = table_named(request.POST.get("table", ""))
    file_format = request.POST.get("format", "")
    if table is None or file_format not in ExportFormat.values:
        raise Http404
    if not table.is_for(request.user):
        raise PermissionDenied
    form = ScopeForm(request.POST, user=request.user, filters=table.filters, permission=EXPORT_REPORTS)
    if not form.is_valid():
        messages.error(request, _("These filters do not hold: correct them, then export again."))
        return redirect("reporting:home" if reads_reports(request.user) else "training_sessions:home")
    export = ask_export(
        table=table,
        file_format=ExportFormat(file_format),
        by=request.user,
        title=_title(request, table, form),
        filters=form.kept,
        columns=request.POST.getlist("c")[:60],
        order=request.POST.get("tri", ""),
    )
    return redirect("reporting:export", export.pk)


def _title(request, table: Table, form: ScopeForm) -> str:
    """The name of one's own report, or the table's with its session. A session that is not the person's is refused here."""
    report = SavedReport.objects.visible_to(request.user).filter(pk=_identifier(request.POST.get("rapport", ""))).first()
    if report is not None:
        return report.name
    if "session" in form.kept:
        session = reported_session(request.user, form.cleaned_data["session"], EXPORT_REPORTS)
        return f"{session.name} – {table.title}" if table.icon else _("Report – %(session)s") % {"session": session.name}
    if not table.icon:
        raise Http404
    about = _about(request.user, form)
    return f"{about} – {table.title}" if about else str(table.title)


def _about(user, form: ScopeForm) -> str:
    """The person that the page is about; in one's own results, the session. Who may not be told of is refused here."""
    if "inscription" in form.kept:
        found = get_object_or_404(Enrolment.objects.visible_to(user).with_people(), pk=form.cleaned_data["inscription"])
        if found.user_id == user.pk:
            return found.session.name
        reported_session(user, found.session_id, EXPORT_REPORTS)
        return str(found.user)
    return str(get_object_or_404(User.objects.visible_to(user), uid=form.cleaned_data["personne"])) if "personne" in form.kept else ""


def _identifier(text: str):
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
@login_required
def export(request, export_id):
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=export_id)
    return render(request, "reporting/export.html", {"export": found, "reads": reads_reports(request.user)})


@require_safe
@login_required
def export_file(request, export_id):
    """The file, for the one person who asked for it."""
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=export_id)
    if not found.is_ready:
        raise Http404
    note_fetched(found)
    response = stored_file_response(
        found.file, name=file_name(found), media_type=MEDIA_TYPES[ExportFormat(found.format)], inline=False, request=request
    )
    response["Cache-Control"] = "private, no-store"
    return response
