from django.conf import settings
from django.core.management.base import BaseCommand

from pathways.domain.beginning import begin_site


class Command(BaseCommand):
    help = "Make the home page, the catalogue and the library of a new site; harmless when they are there."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", default=settings.WAGTAIL_SITE_NAME, help="name of the site")

    def handle(self, *args, name: str, **options) -> None:
        home = begin_site(name=name)
        self.stdout.write(f"{settings.SITE_ORIGIN}/ → {home.title}")
