"""Give and take roles of one person, as a whole."""

from collections.abc import Collection

from django.db import transaction

from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import Region, RoleAssignment, User
from accounts.network import address_of


@transaction.atomic
def set_roles(*, user: User, national: Collection[str], regional: dict[str, Collection[Region]], by: User) -> None:
    """Make the roles of `user` exactly these: national ones, and by role the regions in which it is held.

    A role that stays keeps its row, with who gave it and when.
    """
    wanted: set[tuple[str, int | None]] = {(Role(role), None) for role in national}
    wanted |= {(Role(role), region.pk) for role, regions in regional.items() for region in regions}
    held = {(one.role, one.region_id): one for one in RoleAssignment.objects.filter(user=user)}
    for key, assignment in held.items():
        if key not in wanted:
            assignment.delete()
    for role, region_id in sorted(wanted - held.keys(), key=str):
        RoleAssignment.objects.create(user=user, role=role, region_id=region_id, granted_by=by)
    user.forget_roles()


def roles_of(user: User) -> dict[str, list[int]]:
    """Region ids by role; a national role has an empty list."""
    found: dict[str, list[int]] = {}
    for role, region_id in RoleAssignment.objects.filter(user=user).values_list("role", "region_id"):
        found.setdefault(role, [])
        if role not in NATIONAL_ROLES:
            found[role].append(region_id)
    return found


def in_words(codes: set[str]) -> dict[str, str]:
    """The roles that `origin_of` wrote, as people read them: with the region's name, in one query."""
    parts = {code: code.partition(":")[::2] for code in codes}
    regions = Region.objects.in_bulk({int(region) for _role, region in parts.values() if region})
    labels = dict(Role.choices)
    named = {code: (labels.get(role, role), regions.get(int(region), region) if region else "") for code, (role, region) in parts.items()}
    return {code: " · ".join(str(word) for word in words if word) for code, words in named.items()}


def origin_of(request) -> tuple[str, str | None]:
    """For the audit log: the roles of whoever asks, with the regions' numbers, and the network address."""
    user = getattr(request, "user", None)
    held = user._held if user is not None and user.is_authenticated else []
    return ", ".join(sorted(f"{role}:{region}" if region else role for role, region in held)), address_of(request)
