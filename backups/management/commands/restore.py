from django.core.management.base import BaseCommand, CommandError

from backups.domain.restoring import restore
from backups.domain.selecting import Plan, bring_back, planned
from backups.store import SNAPSHOTS, listed
from jobs.domain.run import JobRefused


class Command(BaseCommand):
    help = "Put everything back as it was in a backup, or bring back one thing that was deleted. Without --yes: say what would be done."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", nargs="?", help="a backup's name; without it the backups are listed")
        parser.add_argument("--only", metavar="KIND:WHAT", help="session:12, person:monique@example.org, page:vendre-en-ligne")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args, **options) -> None:
        names = listed(SNAPSHOTS)
        if not options["name"]:
            self.stdout.write("\n".join(reversed(names)) or "There is no backup.")
            return
        name = names[-1] if options["name"] == "latest" and names else options["name"]
        try:
            if options["only"]:
                self._one(name, options["only"], do=options["yes"])
            else:
                self._all(name, do=options["yes"])
        except JobRefused as refusal:
            raise CommandError(str(refusal)) from None

    def _one(self, name: str, wanted: str, *, do: bool) -> None:
        with planned(name, wanted) as plan:
            self._tell(plan)
            if do:
                bring_back(plan)
        self.stdout.write("Brought back." if do else "Nothing was changed. Add --yes to do it.")

    def _tell(self, plan: Plan) -> None:
        self.stdout.write(f"{plan.root}")
        for words, number in plan.counted():
            self.stdout.write(f"  to write: {number} × {words}")
        self.stdout.write(f"  already there, left as they are: {plan.present}")
        for fk, pairs in plan.links:
            self.stdout.write(f"  to link again: {len(pairs)} × {fk.model._meta.verbose_name} · {fk.verbose_name}")
        for words in sorted(set(plan.emptied)):
            self.stdout.write(f"  left empty, what it named is gone: {words}")
        self.stdout.write(f"  files to put back if they are missing: {len(plan.files)}")

    def _all(self, name: str, *, do: bool) -> None:
        if not do:
            self.stdout.write(f"Everything would be as it was in {name}; what came since would be set aside.")
            self.stdout.write("Nothing was changed. Stop the platform, then add --yes to do it.")
            return
        restored = restore(name)
        self.stdout.write(f"Restored {name}; {restored.files} files brought back. The former database is kept as {restored.aside}.")
        for path in restored.unreadable:
            self.stderr.write(f"could not be read: {path}")
