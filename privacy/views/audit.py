"""The audit log, searched and taken away by those whose role says so."""

import csv
from itertools import chain

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from files.domain.tables import delimiter
from privacy.domain.audit_words import lines_of
from privacy.forms import AuditForm
from privacy.models import AuditEntry
from privacy.views.charge import for_readers_of_audit
from privacy.views.tabs import charge_tabs

PAGE = 50
COLUMNS = ["at", "actor", "roles", "action", "model", "object_id", "person", "view", "before", "after", "address"]


def _found(form: AuditForm):
    rows = AuditEntry.objects.all()
    if not form.is_valid():
        return rows.none()
    wanted = form.cleaned_data
    if wanted["who"]:
        people = list(get_user_model().objects.search(wanted["who"]).values_list("pk", flat=True)[:200])
        rows = rows.filter(Q(actor__in=people) | Q(person__in=people))
    if wanted["action"]:
        rows = rows.filter(action=wanted["action"])
    if wanted["first"]:
        rows = rows.filter(at__date__gte=wanted["first"])
    return rows.filter(at__date__lte=wanted["last"]) if wanted["last"] else rows


@require_safe
@for_readers_of_audit
def audit(request):
    form = AuditForm(request.GET)
    page = Paginator(_found(form), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    tabs = charge_tabs(request.user, "audit")
    context = {"form": form, "page": page, "lines": lines_of(page.object_list), "tabs": tabs, "query": query.urlencode()}
    return render(request, "privacy/audit.html", context)


class _Echo:
    def write(self, text: str) -> str:
        return text


@require_safe
@for_readers_of_audit
def audit_csv(request):
    """The lines of the search, the oldest first, read from the database as they are sent."""
    rows = _found(AuditForm(request.GET)).order_by("pk").values_list(*COLUMNS).iterator(chunk_size=2000)
    writer = csv.writer(_Echo(), delimiter=delimiter())
    lines = chain(["\ufeff"], (writer.writerow(values) for values in chain([COLUMNS], rows)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response
