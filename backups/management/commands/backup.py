from django.core.management.base import BaseCommand, CommandError

from backups.models import Backup
from jobs.domain.run import run_job
from jobs.models import JobState


class Command(BaseCommand):
    help = "Save the database and the files now, sealed, and read again what was written (the schedule does the same)."

    def handle(self, *args, **options) -> None:
        backup = Backup.objects.create()
        run_job.func(model="backups.Backup", pk=str(backup.pk))
        backup.refresh_from_db()
        if backup.state != JobState.DONE:
            raise CommandError(backup.error or "The backup could not be made: see the log.")
        self.stdout.write(f"{backup.name}: {backup.rows} rows, {backup.files} files, {backup.size} bytes, {backup.seconds} s")
