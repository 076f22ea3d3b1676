"""Pages travel compressed; Wagtail's own screens get what no page of ours is allowed."""

from csp.constants import UNSAFE_INLINE
from django.core.exceptions import PermissionDenied
from django.middleware.gzip import GZipMiddleware
from django.views.defaults import permission_denied

COMPRESSED_TYPES = ("text/", "application/json", "application/javascript", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Compress text only: films and archives gain nothing, and parts of them are asked for by range.

    Django's own middleware adds random padding to each answer, against guesses at its secrets by length (BREACH).
    """

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "")
        if response.status_code != 200 or not kind.startswith(COMPRESSED_TYPES):
            return response
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """The back office is for those who may enter it; its content security policy is relaxed.

    Wagtail's editor carries inline scripts and styles. Wagtail itself would send somebody without access back to the
    sign-in page, which sends a signed-in person on again, for ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        inside = request.path.startswith("/admin/")
        if inside and request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            return permission_denied(request, PermissionDenied())
        response = self.get_response(request)
        if inside:
            response._csp_update = {
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
        return response
