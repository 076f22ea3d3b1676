"""Build the whole demonstration, once."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.clock import at
from demo.content.short import HYGIENE
from demo.library import make_library
from demo.pathways import make_pathways
from demo.people import PASSWORD, STAFF, address, make_regions, make_staff
from demo.public import make_public_pages
from demo.registration import make_interests, open_registration
from demo.short_pathways import make_shared, make_short_pathways, make_themes
from demo.site import make_site
from demo.visits import make_visits
from pathways.domain.back_office import ensure_back_office

# Content was made two months before the story's present day.
AUTHORED = timedelta(days=60)
SHOWN = ("nadia", "claire", "rene", "fabienne", "karim")


class NotEmpty(Exception):
    """There are people in this database: the demonstration is for an empty one."""


def is_built() -> bool:
    return User.objects.filter(email=address(*STAFF["rene"][:2])).exists()


@transaction.atomic
def build() -> None:
    """Make regions, people, site, library, pathways and the story. Raises NotEmpty."""
    if User.objects.exists():
        raise NotEmpty
    from demo.calendar import announce, tell_finished
    from demo.story import tell

    with at(timezone.now() - AUTHORED):
        regions = make_regions()
        staff = make_staff(regions)
        home = make_site()
        ensure_back_office()
        objects = make_library(staff["claire"])
        shared = make_shared()
        pathways = make_pathways(objects)
        short, own = make_short_pathways(make_themes(pathways), shared)
    make_public_pages(home)
    tell(regions, staff, objects, pathways)
    tell_finished(regions["bretagne"], staff, short[HYGIENE.slug], {**own[HYGIENE.slug], **shared})
    announce(regions, staff, short)
    make_visits(regions)
    open_registration(staff["nadia"])
    make_interests(regions["bretagne"], staff["rene"], short[HYGIENE.slug])


def accounts_text() -> str:
    """What `make run` shows: addresses and one account per role."""
    site = settings.SITE_ORIGIN
    roles = {
        "nadia": "Responsable nationale",
        "claire": "Éditrice",
        "rene": "Responsable régional",
        "fabienne": "Tutrice contenu",
        "karim": "Tuteur motivationnel",
    }
    rows = [(f"{roles[key]} ({STAFF[key][0]})", address(*STAFF[key][:2])) for key in SHOWN]
    rows.append(("Apprenante (Monique)", address("Monique", "Le Goff")))
    lines = [f"  {words:<34}{mail}" for words, mail in rows]
    return "\n".join(
        [
            "",
            f"  Le site          {site}/",
            f"  Se connecter     {site}/compte/login/",
            f"  Les e-mails      {site}/dev/mails/",
            "",
            "  Comptes de démonstration",
            *lines,
            f"  Mot de passe pour tous            {PASSWORD}",
            "",
            "  Ctrl+C pour arrêter.",
            "",
        ]
    )


def write_accounts() -> None:
    """Keep the accounts' text beside the data, for the start script to show."""
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    (Path(settings.VAR_DIR) / "demo-accounts.txt").write_text(accounts_text())
