from django.core.management.base import BaseCommand

from privacy.domain.erasing import replay


class Command(BaseCommand):
    help = "After a restore: erase again everybody who had been erased, from the journals inside and beside the database."

    def handle(self, *args, **options) -> None:
        again = replay()
        self.stdout.write(f"Erased again: {len(again)}")
