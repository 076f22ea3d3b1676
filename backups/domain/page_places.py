"""Where pages that come back stand in today's tree: where they were, or beside it when the place is taken."""

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Page

from jobs.domain.run import JobRefused


def place_pages(rows: list[models.Model], alias: str) -> None:
    """Give the rows of pages paths, addresses and names that fit today's tree. Raises JobRefused without a page to hang them on."""
    pages = {row.pk: row for row in rows if isinstance(row, Page) and type(row) is Page}
    paths = [page.path[: -Page.steplen] for page in pages.values()]
    above = dict(Page.objects.using(alias).filter(path__in=paths).values_list("path", "pk"))
    parents = {page.pk: above.get(page.path[: -Page.steplen]) for page in pages.values()}
    for page in sorted(pages.values(), key=lambda page: page.depth):
        if parents[page.pk] not in pages:
            _place(page, parents[page.pk], pages)


def _place(page: Page, above: int | None, coming: dict[int, Page]) -> None:
    parent = Page.objects.filter(pk=above).first()
    if parent is None:
        raise JobRefused(_("The page above “%(title)s” is gone too: bring that one back.") % {"title": page.title})
    taken = set(parent.get_children().values_list("slug", flat=True))
    old = (page.path, page.url_path, page.depth)
    last = parent.get_last_child()
    page.path = last._inc_path() if last else Page._get_path(parent.path, parent.depth + 1, 1)
    page.slug = next(slug for slug in _slugs(page.slug) if slug not in taken)
    page.depth, page.url_path = parent.depth + 1, f"{parent.url_path}{page.slug}/"
    for below in coming.values():
        if below is not page and below.path.startswith(old[0]):
            below.path = page.path + below.path[len(old[0]) :]
            below.url_path = page.url_path + below.url_path[len(old[1]) :]
            below.depth += page.depth - old[2]
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + 1)


def _slugs(slug: str):
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
