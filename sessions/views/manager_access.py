"""What the manager's pages share: the door, the regions, the tabs."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region
from sessions.registry import region_tabs
from sessions.rules import runs_sessions

PAGE = 20


def for_managers(view):
    """Signed in, and a manager: of a region or of all."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not runs_sessions(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def regions_of(request) -> list[Region]:
    return list(Region.objects.managed_by(request.user))


def chosen_region(request, regions: list[Region]) -> Region | None:
    """The region asked for in the address, among those managed; None for all of them."""
    code = request.GET.get("region", "")
    return next((region for region in regions if region.code == code), None)


def workspace(request, current: str) -> dict:
    """Context of every page of the workspace: its tabs, the regions to choose from and the one chosen."""
    regions = regions_of(request)
    region = chosen_region(request, regions)
    suffix = f"?region={region.code}" if region else ""
    entries = [("region", _("Today"), "sun"), ("sessions", _("Sessions"), "calendar-days"), ("people", _("People"), "users")]
    own = [(name, label, icon, f"training_sessions:{name}") for name, label, icon in entries]
    tabs = [
        {"label": label, "url": reverse(url_name) + suffix, "current": name == current, "icon": icon}
        for name, label, icon, url_name in [*own, *((tab.name, tab.label, tab.icon, tab.url_name) for tab in region_tabs())]
    ]
    return {"tabs": tabs, "regions": regions if len(regions) > 1 else [], "region": region, "all_regions": regions}


def page_of(request, rows, size: int = PAGE):
    """One page of a list; an absurd page number gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
