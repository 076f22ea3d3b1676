"""The audit log, searched by those whose role says so; they take it away as a table of the reports."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.domain.audit_words import lines_of
from privacy.forms import AuditForm
from privacy.models import AuditEntry
from privacy.views.charge import for_readers_of_audit
from privacy.views.tabs import charge_tabs

PAGE = 50


@require_safe
@for_readers_of_audit
def audit(request):
    form = AuditForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else None
    found = AuditEntry.objects.none() if wanted is None else AuditEntry.objects.search(**wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_of(page.object_list), "tabs": charge_tabs(request.user, "audit")}
    return render(request, "privacy/audit.html", context | {"wanted": wanted})
