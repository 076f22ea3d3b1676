"""What a launched unit asks of the content origin: its token, once, and a page to come back by (cmi5 8.2, 10)."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from courses.domain.unit_launch import launch_of_return
from lrs.api import FetchRefused, exchange_fetch_token

# The address is the secret, good once and without cookies: pages of any origin may ask, as units of other sites do.
FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Content-Type, Authorization",
    "Access-Control-Max-Age": "600",
}


def fetch(request, token: str) -> HttpResponse:
    """POST → {"auth-token": …} the first time, the error of the specification after; 200 in both cases (cmi5 8.2.2, 8.2.3)."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={**FROM_ANYWHERE, "Access-Control-Allow-Methods": "POST"})
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST", "OPTIONS"])
    try:
        answer = {"auth-token": exchange_fetch_token(token)}
    except FetchRefused as refused:
        answer = refused.answer
    return JsonResponse(answer, headers={**FROM_ANYWHERE, "Cross-Origin-Resource-Policy": "cross-origin"})


def come_back(request, token: str) -> HttpResponse:
    """Where a unit leads when it ends: tells the step's page around it, or leads back to it from a window of its own."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    launch = launch_of_return(token)
    if launch is None:
        raise Http404
    with translation.override(launch.attempt.user.language):
        values = {
            "launch": launch,
            "step_url": settings.SITE_ORIGIN + launch.return_url,
            "site_origin": settings.SITE_ORIGIN,
            "user": launch.attempt.user,
        }
        html = render_to_string("courses/content/return.html", values)
    response = HttpResponse(html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors 'self' {settings.SITE_ORIGIN}"
    )
    return response
