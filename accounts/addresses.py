# SPDX-License-Identifier: EUPL-1.2
"""Addresses of many rows, for which Django is asked once."""

from collections.abc import Callable

from django.urls import reverse


def addresses(name: str, *before: object) -> Callable[[int], str]:
    """reverse(name) as a function of its last argument, a number that stands between two slashes; `before`: the other arguments."""
    start, _sep, end = reverse(name, args=[*before, 0]).rpartition("/0/")
    return lambda number: f"{start}/{number}/{end}"
