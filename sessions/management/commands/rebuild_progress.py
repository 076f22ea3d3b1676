from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from sessions.domain.progress import rebuild
from sessions.models import Enrolment, TrainingSession


class Command(BaseCommand):
    help = "Compute stored progress again from the facts: all of it, or that of one session."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--session", type=UUID, help="identifier of the session")

    def handle(self, *args, session: UUID | None = None, **options) -> None:
        enrolments = Enrolment.objects.only("pk")
        if session is not None:
            if not TrainingSession.objects.filter(pk=session).exists():
                raise CommandError(f"There is no session {session}.")
            enrolments = enrolments.filter(session=session)
        self.stdout.write(f"{rebuild(enrolments)} enrolment(s) computed again")
