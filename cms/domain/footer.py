"""What every page links to: pages directly below the home page that an editor shows in menus, and the accessibility statement.

What a column of the brand already links to is not said twice; the statement is, for its state.
"""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.domain.brand import brand_of
from cms.domain.kept import kept
from cms.models import AccessibilityPage, Conformity, ContentPage

MAX_FOOTER_PAGES = 8


@dataclass(frozen=True)
class FooterLink:
    title: str
    url: str


def footer_pages(request) -> list[FooterLink]:
    """The statement's link says its state on every page, as the RGAA asks. Kept until content changes."""
    return kept(("footer", request.get_host(), get_language()), lambda: _find(request))


def _find(request) -> list[FooterLink]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    statement = Q(accessibilitypage__isnull=False)
    shown = Page.objects.child_of(site.root_page).live().public().type(ContentPage, AccessibilityPage)
    wanted = statement | Q(show_in_menus=True) & ~Q(pk__in=_linked_in_columns(request))
    pages = shown.filter(wanted).annotate(conformity=F("accessibilitypage__state")).order_by("path")
    return [FooterLink(_title(page), page.url) for page in pages[:MAX_FOOTER_PAGES]]


def _linked_in_columns(request) -> set[int]:
    links = [link for column in brand_of(request).footer for link in column.value["links"]]
    return {link["page"].pk for link in links if link["page"]}


def _title(page) -> str:
    return _("Accessibility: %(state)s") % {"state": Conformity(page.conformity).label} if page.conformity else page.title
