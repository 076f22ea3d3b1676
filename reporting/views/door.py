"""What the pages of reports share: the door, and a table put on a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404

from reporting.domain.tables import Table, table_named, values_of
from reporting.forms import ScopeForm
from reporting.rules import exports_reports, is_national, reads_regions, reads_reports, sees_visits
from sessions.domain.column_words import on_screen


def _door(allowed: Callable[[Any], bool]):
    def for_those(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return for_those


for_readers = _door(reads_reports)
for_managers = _door(reads_regions)
for_national = _door(is_national)
for_readers_of_visits = _door(sees_visits)


def open_table(user, name: str) -> Table:
    """A table by its name: 404 for none, 403 for one that is not the person's."""
    table = table_named(name)
    if table is None or not table.icon:
        raise Http404
    if not table.shown_to(user):
        raise PermissionDenied
    return table


def names_in(request) -> list[str]:
    """Columns asked for in the address, in their order."""
    return request.GET.getlist("c")[:60]


def shown(request, table: Table, form: ScopeForm, *, columns: list[str], order: str = "") -> dict[str, Any]:
    """Context of templates/reporting/parts/table.html: one page of the table as words, with what its export needs."""
    scope = form.scope()
    chosen = table.chosen(scope, columns)
    order = request.GET.get("tri", order)
    page = Paginator(table.ordered(scope, chosen, order), table.page_size).get_page(request.GET.get("page"))
    rows = table.finish(list(page.object_list), scope)
    return {
        "table": table,
        "form": form,
        "columns": chosen,
        "column_names": columns,
        "exports": exports_reports(request.user),
        "order": order,
        "page": page,
        "rows": list(zip([table.link(row, request.user) for row in rows], _words(rows, chosen), strict=True)),
    }


def _words(rows: list[Any], columns) -> list[list[tuple[Any, str]]]:
    return [
        [(column, on_screen(value, column.kind)) for column, value in zip(columns, values, strict=True)]
        for values in values_of(rows, columns)
    ]
