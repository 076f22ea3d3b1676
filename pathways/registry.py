"""What the apps above tell about pathways: where one is used, and the sessions to come that its public page announces."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from courses.registry import UsageRegistry

pathway_usage = UsageRegistry()


@dataclass(frozen=True)
class ComingSession:
    """A session that visitors may join; email and phone of the contact may be empty. key: its number, for addresses."""

    region: str
    starts_on: date
    ends_on: date
    email: str = ""
    phone: str = ""
    key: str = ""


@dataclass(frozen=True)
class RegionOffer:
    """The pathways of which a region announces a session to come. code: of the region, for addresses."""

    code: str
    name: str
    pathway_ids: frozenset[int]


@dataclass(frozen=True)
class Figures:
    """Results of the last twelve months. learners: how many ended a session; shares from 0 to 1."""

    learners: int
    finished: float
    succeeded: float


SessionProvider = Callable[[Collection[int]], dict[int, list[ComingSession]]]
_providers: list[SessionProvider] = []


def register_coming_sessions(provider: SessionProvider) -> None:
    """provider: sessions to come by pathway id, for the ids asked, soonest first, in a constant number of queries."""
    if provider not in _providers:
        _providers.append(provider)


def coming_sessions(pathway_ids: Collection[int]) -> dict[int, list[ComingSession]]:
    found: dict[int, list[ComingSession]] = {pk: [] for pk in pathway_ids}
    for provider in _providers:
        for pk, sessions in provider(pathway_ids).items():
            found[pk].extend(sessions)
    return found


_soonest: list[Callable[[int], list[tuple[int, ComingSession]]]] = []
_regions: list[Callable[[], list[RegionOffer]]] = []
_figures: list[Callable[[int], Figures | None]] = []


def register_soonest(provider: Callable[[int], list[tuple[int, ComingSession]]]) -> None:
    """provider: at most so many sessions to come of published pathways, soonest first, each with its pathway's id."""
    if provider not in _soonest:
        _soonest.append(provider)


def soonest_sessions(limit: int) -> list[tuple[int, ComingSession]]:
    return [found for provider in _soonest for found in provider(limit)]


def register_regions(provider: Callable[[], list[RegionOffer]]) -> None:
    """provider: the regions with sessions to come, by name, in one query."""
    if provider not in _regions:
        _regions.append(provider)


def region_offers() -> list[RegionOffer]:
    return [offer for provider in _regions for offer in provider()]


def register_figures(provider: Callable[[int], Figures | None]) -> None:
    """provider: results of the pathway with that id; none while too few people ended it to be told apart."""
    if provider not in _figures:
        _figures.append(provider)


def figures_of(pathway_id: int) -> Figures | None:
    return next((found for provider in _figures if (found := provider(pathway_id)) is not None), None)


_interest: list[Callable[[int], str]] = []


def register_interest(provider: Callable[[int], str]) -> None:
    """provider: where a visitor says that the pathway with that id interests them, "" where nobody takes it; sessions add ?session=key."""
    if provider not in _interest:
        _interest.append(provider)


def interest_url(pathway_id: int) -> str:
    return next((url for provider in _interest if (url := provider(pathway_id))), "")
