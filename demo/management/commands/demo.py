from django.core.management.base import BaseCommand

from demo.build import NotEmpty, build, is_built, write_accounts


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration; harmless when it is there already."

    def handle(self, *args, **options) -> None:
        if not is_built():
            try:
                build()
            except NotEmpty:
                self.stderr.write("This database already holds people: the demonstration was not added.")
                return
        write_accounts()
