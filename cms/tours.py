"""Guided visits: each app declares the visit of its own first page in AppConfig.ready(); frontend/js/core/tour.js shows it.

A step is tied to a place of the page by a CSS selector. A step whose place is not on the page (an empty list, a menu
folded on a phone) is passed over; the same words make a plain page, for those without scripts and for later.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.addresses import fixed_address

Words = str | Promise


@dataclass(frozen=True)
class TourStep:
    target: str
    title: Words
    text: Words


@dataclass(frozen=True)
class Tour:
    """`shown_to(user)` decides whose it is; it begins at `url_name`; `guides`: the procedure sheets of the same people (docs/guides/)."""

    name: str
    title: Words
    url_name: str
    shown_to: Callable
    steps: tuple[TourStep, ...]
    guides: tuple[str, ...]
    order: int = 100

    @property
    def url(self) -> str:
        return fixed_address(self.url_name)

    @property
    def replay_url(self) -> str:
        return f"{self.url}?visite={self.name}"


_tours: dict[str, Tour] = {}

TEXT_SIZE = "[data-tour=text-size]"
ACCOUNT = "[data-tour=account]"


def register_tour(tour: Tour) -> None:
    _tours[tour.name] = tour


def registered_tours() -> list[Tour]:
    return sorted(_tours.values(), key=lambda tour: tour.order)


def tours_of(user) -> list[Tour]:
    """The visits of the person's roles, in order; none for a visitor."""
    return [tour for tour in registered_tours() if tour.shown_to(user)] if user.is_authenticated else []
