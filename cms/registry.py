"""What other apps add to the public site: blocks of the home page, and what the search finds. Filled in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class HomeBlock:
    """A part of the home page. `context(request)` feeds `template`, or says None to be left out; lower `order` first.

    stylesheet: a file of frontend/ that it needs.
    """

    name: str
    template: str
    context: Callable
    order: int = 100
    stylesheet: str = ""


@dataclass(frozen=True)
class FilledBlock:
    template: str
    stylesheet: str
    context: dict


@dataclass(frozen=True)
class Found:
    """One thing found by the site's search."""

    title: str
    url: str
    text: str = ""
    icon: str = "file-text"


@dataclass(frozen=True)
class SearchSource:
    """Finds things the person may see: `find(user, words, limit)` answers a list of Found."""

    name: str
    label: str | Promise
    find: Callable
    order: int = 100


@dataclass
class _Site:
    blocks: dict[str, HomeBlock] = field(default_factory=dict)
    sources: dict[str, SearchSource] = field(default_factory=dict)


_site = _Site()


def register_home_block(block: HomeBlock) -> None:
    _site.blocks[block.name] = block


def register_search_source(source: SearchSource) -> None:
    _site.sources[source.name] = source


def home_blocks(request) -> list[FilledBlock]:
    """The blocks that have something to show, in order."""
    filled = ((block, block.context(request)) for block in sorted(_site.blocks.values(), key=lambda b: b.order))
    return [FilledBlock(block.template, block.stylesheet, context) for block, context in filled if context is not None]


def home_block(name: str, request) -> FilledBlock | None:
    """One registered block, filled; nothing when there is no such block or it has nothing to show."""
    block = _site.blocks.get(name)
    context = block.context(request) if block else None
    return FilledBlock(block.template, block.stylesheet, context) if block and context is not None else None


def search_sources() -> list[SearchSource]:
    return sorted(_site.sources.values(), key=lambda source: source.order)
