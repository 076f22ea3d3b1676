"""Answers requests for the content origin: its own URLs, no session, no cookie, whatever happens."""

import logging

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, get_resolver
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def answer(request) -> HttpResponseBase:
    """The response of the content origin's URLs; a page of its own for what is not found and for what fails."""
    request.urlconf = settings.CONTENT_URLCONF
    with translation.override(settings.LANGUAGE_CODE):
        response = _refuse_worker(request) or _resolve(request)
    return _protect(response)


def _refuse_worker(request) -> HttpResponse | None:
    """No service worker: it would outlive the launch and stand between the origin and everyone."""
    return HttpResponse(status=403) if "Service-Worker" in request.headers else None


def _resolve(request) -> HttpResponseBase:
    try:
        match = get_resolver(settings.CONTENT_URLCONF).resolve(request.path_info)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404):
        return problem_page(404, _("This content is not here"), _("Go back to your pathway and open the module again."))
    except Exception:
        logger.exception("content origin: %s failed", request.path_info[-200:])
        return problem_page(500, _("Something went wrong"), _("Wait a moment, then open the module again."))


def problem_page(status: int, title: str, text: str) -> HttpResponse:
    html = render_to_string("courses/content/problem.html", {"title": title, "text": text})
    response = HttpResponse(html, status=status)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'self' {settings.SITE_ORIGIN}"
    )
    return response


def _protect(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    response.headers.setdefault("Cache-Control", "no-store")
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "same-origin"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # Old modules say their last word in `unload`, which browsers are about to fire only where it is allowed.
    response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), unload=(self)"
    return response
