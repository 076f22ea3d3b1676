from django.core.management.base import BaseCommand, CommandError

from privacy.domain.audit_chain import problems
from privacy.models import AuditLink


class Command(BaseCommand):
    help = "Verify the chain of the audit log: fail when a line was changed, removed or slipped in."

    def handle(self, *args, **options) -> None:
        if found := problems():
            raise CommandError("\n".join(found[:100]))
        self.stdout.write(f"The audit log is whole: {AuditLink.objects.count()} lines.")
