from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from privacy.domain.register import misdeclared, register_file, register_text, undeclared


class Command(BaseCommand):
    help = "Write docs/privacy-register.md; with --check, fail when it is out of date or a model is not declared."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check: bool = False, **options) -> None:
        problems = [f"{label}: not declared" for label in undeclared()] + misdeclared()
        if problems:
            raise CommandError("Personal data is not declared as it is held:\n" + "\n".join(problems))
        # The register is kept in the language of the code; the screens show the same entries in the reader's.
        with translation.override("en"):
            text = register_text()
        path = register_file()
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {path.name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/privacy-register.md is out of date: run `manage.py privacy_register`.")
