from django.core.management.base import BaseCommand

from jobs.domain.run import reap


class Command(BaseCommand):
    help = "Put back the jobs whose worker died or whose call was lost."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{reap()} job(s) put back")
