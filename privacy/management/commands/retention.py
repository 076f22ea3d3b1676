from django.core.management.base import BaseCommand

from privacy.domain.retention import apply_rules, due, people_due


class Command(BaseCommand):
    help = "Say what the rules of retention would remove today; with --apply, remove it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--apply", action="store_true")

    def handle(self, *args, apply: bool = False, **options) -> None:
        for one in due():
            self.stdout.write(f"{one.holding.slug}: {one.count} before {one.before:%Y-%m-%d} ({one.holding.entry.when_outlived})")
        self.stdout.write(f"accounts.User: {people_due().count()} to erase")
        if apply:
            run = apply_rules()
            self.stdout.write(f"Removed: {sum(line['rows'] for line in run.outcome) if run else 0} rows")
