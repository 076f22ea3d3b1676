"""Asking providers over the network: their own addresses alone, briefly, and no more than can be an answer."""

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import timezone

from federation.enums import Reason
from federation.refusals import SignInRefused

TIMEOUT = (4, 8)
LARGEST = 2 * 1024 * 1024


def is_fit(address: object) -> bool:
    """An address to be asked or led to: https; plain http only where the platform itself is (a developer's machine)."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    schemes = {"https"} if settings.SITE_ORIGIN.startswith("https:") else {"https", "http"}
    return parts.scheme in schemes and bool(parts.hostname) and not parts.username and not any(sign.isspace() for sign in address)


def fetch(
    address: object, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, auth=None
) -> requests.Response:
    """The answer of GET, or of POST with `data`, whatever its status; its content is read, and no redirect was followed.

    Raises SignInRefused (unreachable).
    """
    if not is_fit(address):
        raise SignInRefused(Reason.UNREACHABLE, f"address: {address}")
    try:
        with requests.Session() as session:
            answer = session.request(
                "GET" if data is None else "POST",
                str(address),
                data=data,
                headers={"Accept": "application/json", **(headers or {})},
                auth=auth,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            content = b""
            for piece in answer.iter_content(65536):
                content += piece
                if len(content) > LARGEST:
                    raise SignInRefused(Reason.UNREACHABLE, "the answer is too large")
            answer._content = content
            return answer
    except requests.RequestException as problem:
        raise SignInRefused(Reason.UNREACHABLE, type(problem).__name__) from problem


def json_of(answer: requests.Response) -> dict[str, Any]:
    """Raises SignInRefused unless the answer is a JSON object."""
    try:
        found = json.loads(answer.content)
    except ValueError as problem:
        raise SignInRefused(Reason.UNREACHABLE, f"{answer.status_code}, not JSON") from problem
    if not isinstance(found, dict):
        raise SignInRefused(Reason.UNREACHABLE, f"{answer.status_code}, not a JSON object")
    return found


def fetch_json(address: object, **options) -> dict[str, Any]:
    answer = fetch(address, **options)
    if answer.status_code != 200:
        raise SignInRefused(Reason.UNREACHABLE, f"status {answer.status_code}")
    return json_of(answer)


def clock_difference(answer: requests.Response) -> float | None:
    """By how many seconds the provider's clock is ahead of ours, from its Date header; None where it has none."""
    try:
        return (parsedate_to_datetime(answer.headers["Date"]) - timezone.now()).total_seconds()
    except (KeyError, TypeError, ValueError):
        return None
