"""Regions and people of the demonstration."""

from accounts.domain.invitations import grant
from accounts.enums import RegionKind, Role
from accounts.models import Region, User

PASSWORD = "Levain-et-patience-26"

REGIONS = {
    "bretagne": ("Chambre de métiers de Bretagne", "Europe/Paris", "Contour Antoine-de-Saint-Exupéry\n35170 Bruz"),
    "reunion": ("Chambre de métiers de La Réunion", "Indian/Reunion", "42 rue Jean-Cocteau\n97490 Sainte-Clotilde"),
}

# key: first name, last name, role, region
STAFF = {
    "nadia": ("Nadia", "Benali", Role.NATIONAL_MANAGER, None),
    "claire": ("Claire", "Dubois", Role.EDITOR, None),
    "rene": ("René", "Tanguy", Role.REGIONAL_MANAGER, "bretagne"),
    "fabienne": ("Fabienne", "Morvan", Role.TUTOR, "bretagne"),
    "karim": ("Karim", "Haddad", Role.TUTOR, "bretagne"),
    "gwenael": ("Gwenaël", "Le Bihan", Role.TUTOR, "bretagne"),
    "aude": ("Aude", "Payet", Role.REGIONAL_MANAGER, "reunion"),
    "jordan": ("Jordan", "Hoarau", Role.TUTOR, "reunion"),
}

MONIQUE = ("Monique", "Le Goff")
# The group of the session under way; what each has done is told in demo.story.
GROUP = [
    ("Yann", "Kervella"),
    ("Soizic", "Le Roux"),
    ("Mamadou", "Diallo"),
    ("Hélène", "Prigent"),
    ("Julien", "Cadiou"),
    ("Anne-Sophie", "Guillou"),
    ("Thierry", "Quéméner"),
]
# Those of the session that is over.
FINISHED_GROUP = [
    ("Nolwenn", "Le Bris"),
    ("Fatou", "Sow"),
    ("Marc", "Derrien"),
    ("Isabelle", "Le Meur"),
    ("Ronan", "Guéguen"),
    ("Paul", "Rio"),
]
OTHER_GROUP = [("Marie-Laure", "Grondin"), ("Dominique", "Técher"), ("Emmanuelle", "Rivière")]


def address(first_name: str, last_name: str) -> str:
    from accounts.models.user import fold

    plain = fold(f"{first_name}.{last_name}").replace(" ", "").replace("-", "").replace("’", "")
    return f"{plain}@demo.example"


def make_regions() -> dict[str, Region]:
    national, _created = Region.objects.get_or_create(code="national", defaults={"name": "Réseau national", "kind": RegionKind.NATIONAL})
    found = {}
    for code, (name, zone, postal) in REGIONS.items():
        fields = {"name": name, "time_zone": zone, "address": postal, "parent": national, "email": f"formation@{code}.demo.example"}
        found[code], _created = Region.objects.get_or_create(code=code, defaults={**fields, "phone": "02 00 00 00 00"})
    return found


def make_staff(regions: dict[str, Region]) -> dict[str, User]:
    found = {}
    for key, (first_name, last_name, role, region) in STAFF.items():
        user = User.objects.create_user(address(first_name, last_name), PASSWORD, first_name=first_name, last_name=last_name)
        grant(user=user, role=role, region=regions.get(region or ""), by=None)
        found[key] = user
    return found
