from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation

PAGES = {"maintenance.html": "503.html", "too-large.html": "413.html"}


class Command(BaseCommand):
    help = "Write into a folder the pages that the proxy answers with by itself (stopped, too large), in the site's language."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder: Path, **options) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with translation.override(settings.LANGUAGE_CODE):
            for name, template in PAGES.items():
                (folder / name).write_text(render_to_string(template), encoding="utf-8")
