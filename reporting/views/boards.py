"""The dashboards of a region and of the nation, as their readers arranged them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.domain.arranging import arranged
from reporting.boards import NATIONAL, REGION
from reporting.domain.board import Board
from reporting.domain.national import NationalBoard
from reporting.domain.scope import Period
from reporting.forms import ScopeForm
from reporting.views.door import for_managers, for_national
from sessions.views.manager_access import workspace


def _asked(request) -> dict:
    """What the address asks for; this year where it asks for nothing."""
    return request.GET if request.GET else {"periode": Period.THIS_YEAR}


@require_safe
@for_managers
def region(request):
    context = workspace(request, "dashboard")
    form = ScopeForm(_asked(request), user=request.user)
    context |= {"form": form, "board": Board(form.scope()), "layout": arranged(request.user, REGION)}
    return render(request, "reporting/region.html", context)


@require_safe
@for_national
def national(request):
    form = ScopeForm(_asked(request), user=request.user)
    context = {"form": form, "board": NationalBoard(form.scope()), "layout": arranged(request.user, NATIONAL)}
    return render(request, "reporting/national.html", context)
