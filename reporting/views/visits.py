# SPDX-License-Identifier: EUPL-1.2
"""Visits: all by a national role, the totals of its regions by a regional one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.domain.scope import Period
from reporting.domain.visits import board_of
from reporting.forms import ScopeForm
from reporting.tables.visits import BY_KIND, DAYS, is_whole
from reporting.views.door import for_readers_of_visits
from visits.models import FEWEST, Kind
from visits.permissions import SEE_VISITS


@require_safe
@for_readers_of_visits
def visits(request):
    form = ScopeForm(request.GET or {"periode": Period.LAST_30_DAYS}, user=request.user, filters=DAYS.filters, permission=SEE_VISITS)
    scope = form.scope()
    context = {
        "form": form,
        "board": board_of(scope),
        "whole": is_whole(scope),
        "everywhere": request.user.reach(SEE_VISITS).everywhere,
        "days": DAYS,
        "pages": BY_KIND[Kind.PAGE],
        "fewest": FEWEST,
    }
    return render(request, "reporting/visits.html", context)
