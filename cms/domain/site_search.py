"""The site's search: what the apps registered for the person who asks (pathways, news, pages)."""

from dataclasses import dataclass

from django.utils.text import Truncator

from cms.registry import Found, search_sources

PER_SOURCE = 20
MAX_WORDS = 80
SUMMARY = 180


@dataclass(frozen=True)
class Group:
    label: str
    found: list[Found]


def search_site(request, words: str) -> list[Group]:
    """What was found, by source; sources that found nothing are left out."""
    words = " ".join(words.split())[:MAX_WORDS]
    if not words:
        return []
    groups = [
        Group(str(source.label), [_short(one) for one in source.find(request.user, words, PER_SOURCE)]) for source in search_sources()
    ]
    return [group for group in groups if group.found]


def _short(found: Found) -> Found:
    return Found(found.title, found.url, Truncator(found.text).chars(SUMMARY), found.icon)
