from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation


class Command(BaseCommand):
    help = "Print the page that a proxy shows while the site is stopped: plain HTML, in the site's language, without a name."

    def handle(self, *args, **options) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self.stdout.write(render_to_string("503.html"))
