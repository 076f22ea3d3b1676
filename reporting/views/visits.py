# SPDX-License-Identifier: EUPL-1.2
"""Visits: all for a national manager, the totals of their regions for a regional manager."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.domain.scope import Period
from reporting.domain.visits import board_of
from reporting.forms import ScopeForm
from reporting.tables.visits import BY_KIND, DAYS, is_whole
from reporting.views.door import for_managers
from visits.models import FEWEST, Kind


@require_safe
@for_managers
def visits(request):
    form = ScopeForm(request.GET or {"periode": Period.LAST_30_DAYS}, user=request.user, filters=DAYS.filters)
    scope = form.scope()
    context = {
        "form": form,
        "board": board_of(scope),
        "whole": is_whole(scope),
        "days": DAYS,
        "pages": BY_KIND[Kind.PAGE],
        "fewest": FEWEST,
    }
    return render(request, "reporting/visits.html", context)
