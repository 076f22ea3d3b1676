"""Uploaded content lives on its own origin (docs/architecture.md)."""

from urllib.parse import urlsplit

from django.conf import settings


class ContentOriginMiddleware:
    """Requests for the content origin's host get its URLs only, and never a session.

    It stands before the session middleware, and answers by itself: no cookie is read or set on that origin.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.get_host() != urlsplit(settings.CONTENT_ORIGIN).netloc:
            return self.get_response(request)
        from courses.content_origin import answer

        return answer(request)
