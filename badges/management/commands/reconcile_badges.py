from django.core.management.base import BaseCommand

from badges.domain.awarding import reconcile_badges


class Command(BaseCommand):
    help = "Give every badge that the facts show as earned."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{reconcile_badges()} badge(s) given.")
