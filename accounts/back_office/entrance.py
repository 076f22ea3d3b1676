# SPDX-License-Identifier: EUPL-1.2
"""Whoever enters the back office for something else than content sees nothing of the content there."""

from django.core.exceptions import PermissionDenied

ADMIN = "/admin/"
# What every page of the back office is made of, and its way in and out.
FRAME = frozenset({"wagtailadmin_home", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})
# Apps whose own pages of the back office ask for their permission themselves.
ASKING = frozenset({"accounts", "backups", "federation", "lrs", "messaging"})


class EntranceMiddleware:
    """The back office's own choosers and lists ask only whether somebody may enter: for those who write no content, that is not enough."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not request.path.startswith(ADMIN) or not user.is_authenticated or not user.is_staff or user.is_editor:
            return
        place = getattr(view, "view_class", view).__module__.partition(".")[0]
        if request.resolver_match.view_name not in FRAME and place not in ASKING:
            raise PermissionDenied
