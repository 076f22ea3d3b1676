"""The dashboards of a region and of the nation."""

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import DefinedRole, RoleAssignment
from reporting.domain.board import board_of
from reporting.domain.figures import Grid
from reporting.domain.library import library_use
from reporting.domain.national import region_plots
from reporting.domain.scope import Period
from reporting.forms import ScopeForm
from reporting.tables import regions, resources
from reporting.views.door import for_managers, for_national
from sessions.views.manager_access import workspace

MOST_USED = 8


def _asked(request) -> dict:
    """What the address asks for; this year where it asks for nothing."""
    return request.GET if request.GET else {"periode": Period.THIS_YEAR}


@require_safe
@for_managers
def region(request):
    context = workspace(request, "dashboard")
    form = ScopeForm(_asked(request), user=request.user)
    context |= {"form": form, "board": board_of(form.scope())}
    return render(request, "reporting/region.html", context)


@require_safe
@for_national
def national(request):
    form = ScopeForm(_asked(request), user=request.user)
    scope = form.scope()
    grid = Grid.of(scope.enrolments())
    by_region = regions.rows(scope, grid)
    used = sorted(resources.rows(scope), key=lambda row: -row.seconds)
    held = dict(
        RoleAssignment.objects.exclude(region__is_sandbox=True)
        .order_by()
        .values("role")
        .annotate(n=Count("user", distinct=True))
        .values_list("role", "n")
    )
    context = {
        "form": form,
        "board": board_of(scope, grid=grid),
        "regions": by_region,
        "plots": region_plots(by_region),
        "used": used[:MOST_USED],
        "library": library_use(),
        "roles": [(str(role), held.get(role.code, 0)) for role in DefinedRole.objects.all()],
    }
    return render(request, "reporting/national.html", context)
