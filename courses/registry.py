"""Who uses what: the apps above tell where an object is used, so that nobody breaks a pathway or a session unknowingly.

They add providers in AppConfig.ready(). `library_usage` is about library objects; an app above may keep another registry
of the same class for things of its own.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """One place of use: its name as people know it, an address where there is a page to open, a detail ("from … to …")."""

    title: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class UseGroup:
    """All uses of one object in one kind of place; words: "3 pathways"."""

    name: str
    words: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class UsageProvider:
    """name: of the kind of place. find: uses by id, for the ids asked, in a constant number of queries. say: "3 pathways" from 3."""

    name: str
    find: Callable[[Collection[int]], dict[int, list[Use]]]
    say: Callable[[int], str]
    order: int = 50


class UsageRegistry:
    def __init__(self) -> None:
        self._providers: dict[str, UsageProvider] = {}

    def register(self, provider: UsageProvider) -> None:
        self._providers[provider.name] = provider

    def of_many(self, ids: Collection[int]) -> dict[int, list[UseGroup]]:
        """Groups of uses by id; an unused id has an empty list."""
        found: dict[int, list[UseGroup]] = {one: [] for one in ids}
        for provider in sorted(self._providers.values(), key=lambda one: one.order):
            for pk, uses in provider.find(ids).items():
                if uses:
                    found[pk].append(UseGroup(provider.name, provider.say(len(uses)), tuple(uses)))
        return found

    def of(self, pk: int) -> list[UseGroup]:
        return self.of_many([pk])[pk]


library_usage = UsageRegistry()
