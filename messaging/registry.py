"""Who shares something with whom: the apps above fill it in AppConfig.ready(). Nobody writes to someone they share nothing with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tie:
    """Something two people share.

    scope: its name for the app that knows it ("session:<id>"). is_open: may they write to each other about it now?
    in_charge: one of them accompanies the other, or both run it together: neither can be blocked away.
    """

    scope: str
    title: str
    region_id: int | None
    is_open: bool
    in_charge: bool


@dataclass(frozen=True)
class Contact:
    """Someone a person may write to now, with what they are for them."""

    person: Any
    note: str
    scope: str


@dataclass(frozen=True)
class Circle:
    """ties(one, other): what they share, the first to prefer first. contacts(user, words, limit): at most `limit` people."""

    name: str
    ties: Callable[[Any, Any], list[Tie]]
    contacts: Callable[[Any, str, int], list[Contact]]


_circles: dict[str, Circle] = {}


def register_circle(circle: Circle) -> None:
    _circles[circle.name] = circle


def ties_between(one, other) -> list[Tie]:
    """Open ones first."""
    found = [tie for circle in _circles.values() for tie in circle.ties(one, other)]
    return sorted(found, key=lambda tie: not tie.is_open)


def contacts_of(user, words: str, limit: int) -> list[Contact]:
    return [contact for circle in _circles.values() for contact in circle.contacts(user, words, limit)][:limit]
