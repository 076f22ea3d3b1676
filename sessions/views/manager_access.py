"""What the manager's pages share: the door, the regions, the tabs."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Region
from accounts.permissions import Permission
from sessions.permissions import EDIT_SESSIONS, SEE_SESSIONS
from sessions.registry import region_tabs
from sessions.rules import Powers, answers_requests, may_somewhere, sees_people, sees_regions, sees_sessions

PAGE = 20


def for_those_who_may(*permissions: Permission):
    """A view for those who are signed in, and whose roles allow one of these somewhere: what it shows asks again where."""

    def wrapped(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(may_somewhere(request.user, one) for one in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return wrapped


def regions_of(request, permission: Permission) -> list[Region]:
    return list(Region.objects.with_permission(request.user, permission))


def chosen_region(request, regions: list[Region]) -> Region | None:
    """The region asked for in the address, among those managed; None for all of them."""
    code = request.GET.get("region", "")
    return next((region for region in regions if region.code == code), None)


def workspace(request, current: str, permission: Permission = SEE_SESSIONS) -> dict:
    """Context of every page of the workspace: its tabs, the regions to choose from and the one chosen."""
    regions = regions_of(request, permission)
    region = chosen_region(request, regions)
    suffix = f"?region={region.code}" if region else ""
    entries = (
        ("region", _("Today"), "sun", sees_regions),
        ("sessions", _("Sessions"), "calendar-days", sees_sessions),
        ("interests", _("Requests"), "inbox", answers_requests),
        ("people", _("People"), "users", sees_people),
    )
    own = [(name, label, icon, f"training_sessions:{name}") for name, label, icon, shown_to in entries if shown_to(request.user)]
    tabs = [
        {"label": label, "url": reverse(url_name) + suffix, "current": name == current, "icon": icon}
        for name, label, icon, url_name in [
            *own,
            *((tab.name, tab.label, tab.icon, tab.url_name) for tab in region_tabs() if tab.shown_to(request.user)),
        ]
    ]
    fills = may_somewhere(request.user, EDIT_SESSIONS)
    sandboxes = [one for one in regions if fills and one.is_sandbox and region in (None, one)]
    # All regions at once are the real ones, unless there is nothing else.
    together = [one for one in regions if not one.is_sandbox] or regions
    return {
        "tabs": tabs,
        "regions": regions if len(regions) > 1 else [],
        "region": region,
        "all_regions": together,
        "sandboxes": sandboxes,
        "may": Powers(request.user),
    }


def page_of(request, rows, size: int = PAGE):
    """One page of a list; an absurd page number gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
