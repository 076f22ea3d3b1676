"""Every public page of the site: as a tree for readers, as a list for search engines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wagtail.models import Page, Site

MAX_PAGES = 500
MAX_DEPTH = 3
MAX_LISTED = 5000


@dataclass
class Node:
    title: str
    url: str
    children: list["Node"] = field(default_factory=list)


def site_tree(request) -> list[Node]:
    """The home page's descendants, three levels deep at most, in the editors' order."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    root = site.root_page
    pages = Page.objects.live().public().descendant_of(root).filter(depth__lte=root.depth + MAX_DEPTH).order_by("path")
    nodes: dict[str, Node] = {root.path: Node("", "")}
    for page in pages[:MAX_PAGES]:
        parent = nodes.get(page.path[: -Page.steplen])
        if parent is not None:
            nodes[page.path] = Node(page.title, page.get_url(request))
            parent.children.append(nodes[page.path])
    return nodes[root.path].children


def listed_pages(request) -> Iterator[dict]:
    """For each public page, as its type wants to be listed: `location`, `lastmod`."""
    site = Site.find_for_request(request)
    if site is None:
        return
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True).order_by("path")
    for page in pages[:MAX_LISTED].specific():
        yield from page.get_sitemap_urls(request)
