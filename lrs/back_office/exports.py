"""Exports of the journal: asked for with a filter, made in the background, fetched when they are ready."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.widgets import AdminDateInput

from accounts.rules import needs
from files.serving import stored_file_response
from jobs.domain.run import enqueue
from jobs.models import JobState
from lrs.domain.filtering import NAMES
from lrs.domain.sentences import WORDS
from lrs.domain.vocabulary import Verb
from lrs.models import StatementExport
from lrs.models.export import ExportFormat
from lrs.permissions import READ_JOURNAL

SHOWN = 30
TYPES = {ExportFormat.CSV: "text/csv", ExportFormat.JSONL: "application/jsonl"}


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Form"), choices=ExportFormat.choices)
    person = forms.CharField(label=gettext_lazy("Person"), required=False)
    verb = forms.ChoiceField(
        label=gettext_lazy("Did"), required=False, choices=[("", gettext_lazy("anything")), *((verb.iri, WORDS[verb]) for verb in Verb)]
    )
    activity = forms.CharField(label=gettext_lazy("Activity"), required=False)
    session = forms.CharField(label=gettext_lazy("Session"), required=False)
    registration = forms.UUIDField(label=gettext_lazy("Registration"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=AdminDateInput)


@needs(READ_JOURNAL)
@require_http_methods(["GET", "POST"])
def exports(request):
    form = ExportForm(request.POST or None, initial={name: request.GET.get(name, "") for name in NAMES})
    if request.method == "POST" and form.is_valid():
        filters = {name: str(form.cleaned_data[name]) for name in NAMES if form.cleaned_data[name]}
        export = StatementExport.objects.create(asked_by=request.user, format=form.cleaned_data["format"], filters=filters)
        enqueue(export)
        return redirect("lrs_exports")
    listed = StatementExport.objects.filter(asked_by=request.user)[:SHOWN]
    return render(request, "lrs/exports.html", {"form": form, "exports": listed, "days": settings.EXPORT_KEEP_DAYS})


@needs(READ_JOURNAL)
@require_safe
def export_file(request, pk: int):
    export = get_object_or_404(StatementExport, pk=pk, asked_by=request.user)
    if export.state != JobState.DONE or not export.file:
        raise Http404
    return stored_file_response(
        export.file,
        name=f"journal-{export.pk}.{export.format}",
        media_type=TYPES[ExportFormat(export.format)],
        inline=False,
        request=request,
    )
