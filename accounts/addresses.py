# SPDX-License-Identifier: EUPL-1.2
"""Addresses of many rows and of the menu, for which Django is asked once."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_urlconf, reverse


def fixed_address(name: str) -> str:
    """reverse(name) of a page without arguments, worked out once per process."""
    return _fixed(name, get_urlconf())


@lru_cache(maxsize=512)
def _fixed(name: str, _urlconf: str | None) -> str:
    return reverse(name)


def addresses(name: str, *before: object) -> Callable[[int], str]:
    """reverse(name) as a function of its last argument, a number that stands between two slashes; `before`: the other arguments."""
    start, _sep, end = reverse(name, args=[*before, 0]).rpartition("/0/")
    return lambda number: f"{start}/{number}/{end}"
