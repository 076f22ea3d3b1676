from django.core.management.base import BaseCommand

from jobs.registry import periodics


class Command(BaseCommand):
    help = "Run every periodic work now: what lost signals should have brought is reached from the facts."

    def handle(self, *args, **options) -> None:
        for periodic in periodics():
            self.stdout.write(f"{periodic.name}: {periodic.function()}")
