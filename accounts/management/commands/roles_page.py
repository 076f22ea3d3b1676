# SPDX-License-Identifier: EUPL-1.2
"""docs/roles.md: which shipped role holds which right, from the declarations of the apps."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.domain.role_words import grouped
from accounts.enums import Role, Scope
from accounts.permissions import Permission, registered_permissions, shipped

PAGE = Path(settings.BASE_DIR) / "docs" / "roles.md"
HEAD = """# Rôles et droits

Page écrite par `manage.py roles_page` à partir de ce que le logiciel vérifie : ne pas la modifier à la main.

Un rôle est un ensemble de droits, donné à une personne sur toute la plateforme, dans une région (et ce qui en dépend) ou dans
des sessions. Les rôles ci-dessous sont livrés avec le logiciel ; d’autres se créent dans le back-office, menu « Rôles et
droits ». L’auditeur lit et exporte : toute modification lui est refusée, quels que soient ses autres rôles. Le tuteur et
l’apprenant n’agissent que dans les sessions dont ils font partie, l’animateur de classe virtuelle que dans celles qui le
désignent. La colonne « où » dit le plus petit endroit où un droit peut être donné.

Réservé aux responsables nationaux, et donné par aucun droit : créer et fermer des comptes, donner et retirer des rôles, créer
des rôles, tenir la revue annuelle, modifier les régions, l’identité du site, les textes à accepter et les connexions par une
organisation.
"""
# Learners hold none of these: what is theirs goes with their enrolment.
COLUMNS = [role for role in Role if role != Role.LEARNER]


def page_text() -> str:
    with translation.override("fr"):
        head = " | ".join(str(role.label) for role in COLUMNS)
        lines = [HEAD]
        for heading, permissions in grouped(registered_permissions()):
            lines += [f"## {heading}", "", f"| droit | où | {head} |", "| --- | --- |" + " --- |" * len(COLUMNS)]
            lines += [_line(one) for one in permissions]
            lines.append("")
        return "\n".join(lines)


def _line(permission: Permission) -> str:
    cells = ["oui" if permission.codename in shipped(role) else "" for role in COLUMNS]
    return f"| {permission.words} | {Scope(permission.narrowest).label} | " + " | ".join(cells) + " |"


class Command(BaseCommand):
    help = "Write docs/roles.md, or check that it is up to date."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check: bool = False, **options) -> None:
        text = page_text()
        if not check:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/roles.md is out of date: run `manage.py roles_page`.")
