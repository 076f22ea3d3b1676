from django.core.management.base import BaseCommand, CommandError

from backups.models import Rehearsal
from jobs.domain.run import run_job
from jobs.models import JobState


class Command(BaseCommand):
    help = "Restore a backup (the latest one) to a database made for that, count its rows, open every file, report; nothing is changed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", nargs="?", default="", help="a backup's name")

    def handle(self, *args, **options) -> None:
        rehearsal = Rehearsal.objects.create(backup=options["name"])
        run_job.func(model="backups.Rehearsal", pk=str(rehearsal.pk))
        rehearsal.refresh_from_db()
        for fault in rehearsal.faults:
            self.stderr.write(fault)
        if rehearsal.state != JobState.DONE:
            raise CommandError(rehearsal.error or "The rehearsal could not be made: see the log.")
        self.stdout.write(f"{rehearsal.backup}: {rehearsal.rows} rows and {rehearsal.files} files as they were, {rehearsal.seconds} s")
