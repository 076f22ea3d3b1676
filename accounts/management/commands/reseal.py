from django.core.management.base import BaseCommand, CommandError

from accounts.domain.sealing import reseal


class Command(BaseCommand):
    help = "Seal the secrets of second steps and connections with the present SECRET_KEY; former keys are in SECRET_KEY_FALLBACKS."

    def handle(self, *args, **options) -> None:
        done, lost = reseal()
        self.stdout.write(f"Sealed with the present key: {done}")
        if lost:
            raise CommandError(f"No known key opens {lost} of them: bring their key back in SECRET_KEY_FALLBACKS, or enter them again.")
