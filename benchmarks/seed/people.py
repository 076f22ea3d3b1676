"""Regions, staff and learners. Everyone has the same password, hashed once."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.enums import SHIPPED, RegionKind, Role
from accounts.models import Region, RoleAssignment, User
from accounts.models.user import fold
from benchmarks.seed.size import Size
from benchmarks.seed.writing import Writer

PASSWORD = "Mesurer-avant-de-couper-26"
DOMAIN = "bench.example"
TUTORS_PER_REGION = 6
REGIONS = (
    "Auvergne-Rhône-Alpes, Bourgogne-Franche-Comté, Bretagne, Centre-Val de Loire, Corse, Grand Est, Guadeloupe, Guyane, Hauts-de-France, "
    "Île-de-France, La Réunion, Martinique, Mayotte, Normandie, Nouvelle-Aquitaine, Nouvelle-Calédonie, Occitanie, Pays de la Loire, "
    "Polynésie française, Provence-Alpes-Côte d’Azur, Saint-Pierre-et-Miquelon"
).split(", ")
ZONES = {
    "Guadeloupe": "America/Guadeloupe",
    "Guyane": "America/Cayenne",
    "La Réunion": "Indian/Reunion",
    "Martinique": "America/Martinique",
    "Mayotte": "Indian/Mayotte",
    "Nouvelle-Calédonie": "Pacific/Noumea",
    "Polynésie française": "Pacific/Tahiti",
    "Saint-Pierre-et-Miquelon": "America/Miquelon",
}
FIRST = (
    "Monique René Fabienne Karim Yann Soizic Mamadou Hélène Julien Anne Thierry Claire Nadia Aude Jordan Gwenaël Inès Paul Awa Luc Chloé "
    "Émile Zoé Hugo Léa Noé Sarah Bruno Odile Malik Jeanne Loïc Samira Denis Élodie Théo Manon Farid Agnès Rémi"
).split()
LAST = (
    "Le Goff|Tanguy|Morvan|Haddad|Kervella|Le Roux|Diallo|Prigent|Cadiou|Guillou|Quéméner|Dubois|Benali|Payet|Hoarau|Le Bihan|Martin|"
    "Bernard|Petit|Robert|Richard|Durand|Moreau|Simon|Laurent|Lefèvre|Garcia|Roux|Fontaine|Chevalier|Masson|Noël|Girard|Lambert|Faure|"
    "Mercier|Blanc|Guérin|Boyer|Garnier|Legrand|Gauthier|Perrin|Robin|Clément|Morin|Nicolas|Henry|Roussel|Mathieu"
).split("|")


@dataclass
class Staff:
    """By region: the manager, and the tutors."""

    managers: dict[int, User]
    tutors: dict[int, list[User]]
    editor: User
    national: User


def make_regions(size: Size) -> list[Region]:
    national, _made = Region.objects.get_or_create(code="national", defaults={"name": "Réseau national", "kind": RegionKind.NATIONAL})
    found = []
    for number in range(size.regions):
        name = REGIONS[number % len(REGIONS)]
        fields = {"name": f"Chambre de métiers {name}", "time_zone": ZONES.get(name, "Europe/Paris"), "parent": national}
        region, _made = Region.objects.get_or_create(code=f"bench-{number + 1:02d}", defaults=fields)
        found.append(region)
    return found


class People:
    """Makes users by number: the address of learner 7 is learner00007@bench.example."""

    def __init__(self, writer: Writer, rng: random.Random, joined: datetime) -> None:
        self.writer, self.rng, self.joined = writer, rng, joined
        self.hash = make_password(PASSWORD)
        # Lately: who was away for as long as accounts are kept is erased by the first night's job, in the middle of a measure.
        self.last_visit = timezone.now() - timedelta(days=1)

    def make(self, name: str, role: Role, region: Region | None, **fields) -> User:
        first, last = self.rng.choice(FIRST), self.rng.choice(LAST)
        email = f"{name}@{DOMAIN}"
        user = User(
            email=email,
            password=self.hash,
            first_name=first,
            last_name=last,
            search_text=fold(f"{first} {last} {email}"),
            date_joined=self.joined,
            last_login=self.last_visit,
            **fields,
        )
        self.writer.add(user)
        self.hold(user, role, region)
        return user

    def hold(self, user: User, role: Role, region: Region | None) -> None:
        self.writer.add(RoleAssignment(user=user, role_id=role, scope=SHIPPED[role], region=region, granted_at=self.joined))


def make_staff(people: People, regions: list[Region]) -> Staff:
    return Staff(
        managers={one.pk: people.make(f"manager{n:02d}", Role.REGIONAL_MANAGER, one) for n, one in enumerate(regions, 1)},
        tutors={
            one.pk: [people.make(f"tutor{n:02d}{letter}", Role.TUTOR, one) for letter in "abcdef"[:TUTORS_PER_REGION]]
            for n, one in enumerate(regions, 1)
        },
        editor=people.make("editor", Role.EDITOR, None),
        national=people.make("national", Role.NATIONAL_MANAGER, None),
    )


def learner_address(number: int) -> str:
    return f"learner{number:05d}@{DOMAIN}"


def make_learners(people: People, regions: list[Region], size: Size) -> dict[int, list[User]]:
    """Learners by region, in turn."""
    found: dict[int, list[User]] = {region.pk: [] for region in regions}
    for number in range(1, size.learners + 1):
        region = regions[number % len(regions)]
        found[region.pk].append(people.make(f"learner{number:05d}", Role.LEARNER, region))
    return found
