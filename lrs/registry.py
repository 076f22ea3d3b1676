"""What an upper app tells the journal: which registrations are of the sessions that somebody looks for by words, and from
which web origins content of ours calls the store.
"""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

Search = Callable[[str], QuerySet]

_searches: list[Search] = []


def register_session_search(search: Search) -> None:
    """search(words): the registrations (one column of UUIDs) of all who are in the sessions that have each of the words."""
    if search not in _searches:
        _searches.append(search)


def registrations_of_sessions(words: str) -> list[QuerySet]:
    return [search(words) for search in _searches]


Origins = Callable[[], Iterable[str]]

_origins: list[Origins] = []


def register_origins(origins: Origins) -> None:
    """origins(): those whose pages may call the store besides the clients' own, such as https://contenu.example.fr."""
    if origins not in _origins:
        _origins.append(origins)


def origins_of_content() -> set[str]:
    return {origin for origins in _origins for origin in origins()}
