"""Ready tables, the tracking matrix, the list of all reports."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.domain.matrix import level_names, matrix_of
from reporting.domain.tables import tables_for
from reporting.forms import ScopeForm
from reporting.models import Export, SavedReport
from reporting.rules import reads_regions, sees_visits
from reporting.views.door import for_managers, for_readers, names_in, open_table, shown

LATEST = 5


@require_safe
@for_readers
def home(request):
    """What there is to read: one's own reports, ready tables, what one exported."""
    context = {
        "reports": SavedReport.objects.visible_to(request.user),
        "tables": tables_for(request.user),
        "follows": reads_regions(request.user),
        "visits": sees_visits(request.user),
        "exports": Export.objects.visible_to(request.user)[:LATEST],
    }
    return render(request, "reporting/home.html", context)


@require_safe
@for_readers
def table(request, name: str):
    found = open_table(request.user, name)
    form = ScopeForm(request.GET, user=request.user, filters=found.filters)
    return render(request, "reporting/table.html", shown(request, found, form, columns=names_in(request)))


@require_safe
@for_managers
def matrix(request):
    """The tracking matrix, each cell with its figure and the way to its table."""
    form = ScopeForm(request.GET, user=request.user)
    lines = matrix_of(form.scope())
    levels = level_names()
    rows = [(line, [(words, line.cells.get(level)) for level, words in levels]) for line in lines]
    return render(request, "reporting/matrix.html", {"form": form, "levels": levels, "rows": rows})
