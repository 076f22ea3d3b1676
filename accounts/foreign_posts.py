"""The few views to which another site's page may send a form, as a SAML provider does.

The browser sends no cookie of ours along (SameSite=Lax): such a view knows nobody, and believes only what is signed.
"""

from collections.abc import Callable

from django.http import Http404, HttpResponseBase
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

MARK = "takes_foreign_posts"


def foreign_posts_welcome(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    marked = csrf_exempt(view)
    setattr(marked, MARK, True)
    return marked


def takes_foreign_posts(request) -> bool:
    """Is the request a form that a person's browser sends to one of these views?"""
    if (
        request.method != "POST"
        or request.headers.get("Sec-Fetch-Mode") != "navigate"
        or request.headers.get("Sec-Fetch-Dest") != "document"
    ):
        return False
    try:
        return getattr(resolve(request.path_info).func, MARK, False)
    except Http404:
        return False
