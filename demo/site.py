"""The frame of the demonstration's site: brand, home page, and the roots of library and catalogue."""

from wagtail.models import Page, Site

from cms.models import Brand, HomePage
from courses.models import LibraryPage
from pathways.domain.beginning import begin_site
from pathways.models import PathwayIndexPage


def publish(parent: Page, page: Page) -> Page:
    """Add the page below `parent` and publish it, with a first revision as an editor's work has."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_site() -> HomePage:
    home = begin_site(name="Se former à son rythme, près de chez soi")
    home.introduction = (
        "<p>Des parcours courts pour les artisans : quelques heures à distance, un groupe, un tuteur, et une demi-journée ensemble.</p>"
    )
    catalogue = PathwayIndexPage.objects.get()
    catalogue.introduction = "Choisissez un parcours, puis une session dans votre région."
    for page in (home, catalogue, LibraryPage.objects.get()):
        page.save_revision().publish()
    _brand(Site.objects.get(root_page=home))
    return home


def _brand(site: Site) -> None:
    Brand.objects.update_or_create(
        site=site,
        defaults={
            "name": "L’Atelier des métiers",
            "tagline": "La formation des artisans, à votre rythme",
            "help_email": "assistance@demo.example",
            "help_phone": "09 70 00 00 00",
            "provider_name": "Réseau des chambres de métiers (démonstration)",
            "provider_details": "12 avenue Marceau, 75008 Paris\nDéclaration d’activité n° 11 75 00000 75",
        },
    )
