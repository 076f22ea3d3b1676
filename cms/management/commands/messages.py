from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.domain import catalogues

TRANSLATED = ["fr"]


class Command(BaseCommand):
    help = "Extract messages into locale/, compile them, or check that nothing is left untranslated."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, help="take translations from the JSON files of this folder")
        parser.add_argument("--compile", action="store_true", help="only compile")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a catalogue is not complete")

    def handle(self, *args, folder: Path | None = None, compile: bool = False, check: bool = False, **options) -> None:
        root = Path(settings.BASE_DIR)
        for language in TRANSLATED:
            if check:
                self._check(root, language)
            elif not compile:
                given = catalogues.given_translations(folder) if folder else {}
                catalogue = catalogues.updated(root, language, given)
                catalogues.write(root, language, catalogue)
                lacking = catalogues.missing(catalogue)
                self.stdout.write(f"{language}: {len(catalogue)} messages, {len(lacking)} without translation")
                for message in lacking:
                    self.stdout.write(f"  {message}")
            if not check:
                catalogues.compile_catalogue(root, language)

    def _check(self, root: Path, language: str) -> None:
        wanted = catalogues.updated(root, language)
        stored = {(str(m.id), m.context): m.string for m in catalogues.read(root, language) if m.id}
        new = [str(m.id) for m in wanted if m.id and stored.get((str(m.id), m.context), "") != m.string]
        lacking = catalogues.missing(wanted)
        if new or lacking:
            raise CommandError(f"{language}: run `manage.py messages` and translate: " + "; ".join([*new, *lacking][:20]))
