# SPDX-License-Identifier: EUPL-1.2
"""What tests that ask for every page leave out, because it is the same each time and has tests of its own."""

from django.conf import settings
from django.http import HttpResponse

from cms.domain import kept
from config import urls


def turned_away(request, exception=None, reason="") -> HttpResponse:
    return HttpResponse(status=403)


def not_there(request, exception=None) -> HttpResponse:
    return HttpResponse(status=404)


def forget_frame() -> None:
    """What was kept of the content may be of a change that a test has undone."""
    kept._kept.clear()
    kept.content_changed()


def keep_frame(monkeypatch) -> None:
    monkeypatch.setattr(settings, "CONTENT_KEPT_SECONDS", 3600)
    forget_frame()


def refuse_in_short(monkeypatch) -> None:
    for name, handler in (("handler403", turned_away), ("handler404", not_there)):
        monkeypatch.setattr(urls, name, handler, raising=False)
    monkeypatch.setattr(settings, "CSRF_FAILURE_VIEW", "tests.walking.turned_away")
