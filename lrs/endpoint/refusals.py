"""What the endpoint refuses, with the status that the specification gives it (Communication 3.2; 4.1.5)."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape


class Refused(Exception):
    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def refusal(request: HttpRequest, status: int, message: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """The answer: plain words, or JSON or HTML for a client that takes no plain words (4.1.5)."""
    accepted = request.headers.get("Accept", "")
    body, kind = message, "text/plain; charset=utf-8"
    if "text/plain" not in accepted:
        if "application/json" in accepted:
            body, kind = json.dumps({"error": message}), "application/json"
        elif "text/html" in accepted:
            body, kind = f"<!doctype html><title>{status}</title><p>{escape(message)}</p>", "text/html; charset=utf-8"
    return HttpResponse(body, status=status, content_type=kind, headers=headers)
