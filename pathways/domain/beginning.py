"""The pages a new site needs before anyone can work: home, catalogue, library."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.models import HomePage
from courses.models import LibraryPage
from pathways.models import PathwayIndexPage

WELCOME_SLUG = "home"


@transaction.atomic
def begin_site(*, name: str) -> HomePage:
    """Make what is missing of home, catalogue, library and site; what is there stays as it is."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first()
    if home is None:
        # The page that Wagtail makes for every new database.
        Page.objects.filter(depth=2, slug=WELCOME_SLUG, content_type__model="page").delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(title=name, slug="accueil"))
    if not PathwayIndexPage.objects.exists():
        home.add_child(instance=PathwayIndexPage(title="Nos parcours", slug="formations", show_in_menus=True))
    if not LibraryPage.objects.exists():
        root.refresh_from_db()
        root.add_child(instance=LibraryPage(title="Bibliothèque", slug="bibliotheque"))
    if not Site.objects.filter(root_page=home).exists():
        parts = urlsplit(settings.SITE_ORIGIN)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        Site.objects.create(hostname=parts.hostname or "localhost", port=port, root_page=home, is_default_site=True, site_name=name)
    return home
