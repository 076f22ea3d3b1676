"""Give and take roles of one person, as a whole; what they are in words."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import DefinedRole, Region, RoleAssignment, User
from accounts.network import address_of


class RoleRefused(Exception):
    """The message is for whoever gives or makes the role."""


@transaction.atomic
def set_roles(*, user: User, national: Collection[str], regional: dict[str, Collection[Region]], by: User) -> None:
    """Make the roles of `user` exactly these: national ones, and by role the regions in which it is held.

    A role that stays keeps its row, with who gave it and when. Raises RoleRefused for a role that gives more than `by` holds.
    """
    wanted: set[tuple[str, int | None]] = {(str(role), None) for role in national}
    wanted |= {(str(role), region.pk) for role, regions in regional.items() for region in regions}
    held = {(one.role_id, one.region_id): one for one in RoleAssignment.objects.filter(user=user)}
    changed = {role for role, _region in wanted.symmetric_difference(held)}
    for role in DefinedRole.objects.filter(code__in=changed):
        refuse_beyond(by, role.allows(), role)
    for key, assignment in held.items():
        if key not in wanted:
            assignment.delete()
    for role_code, region_id in sorted(wanted - held.keys(), key=str):
        RoleAssignment.objects.create(user=user, role_id=role_code, region_id=region_id, granted_by=by)
    user.forget_roles()


def refuse_beyond(by: User | None, codenames: Collection[str], what: object) -> None:
    """RoleRefused where this gives more than `by` may do everywhere. A national manager gives whatever there is; None is a command."""
    if by is None or by.is_superuser or by.has_role(Role.NATIONAL_MANAGER):
        return
    if any(not by.reach(name).everywhere for name in codenames):
        raise RoleRefused(_("“%(role)s” gives more than you may do yourself.") % {"role": what})


def roles_of(user: User) -> dict[str, list[int]]:
    """Region ids by role; a national role has an empty list."""
    found: dict[str, list[int]] = {}
    for role, region_id in RoleAssignment.objects.filter(user=user).values_list("role__code", "region_id"):
        found.setdefault(role, [])
        if region_id is not None:
            found[role].append(region_id)
    return found


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Roles as people read them; a code that names none any more as it is."""
    names = {one.code: str(one) for one in DefinedRole.objects.filter(code__in=codes)}
    return {code: names.get(code, code) for code in codes}


def in_words(codes: set[str]) -> dict[str, str]:
    """The roles that `origin_of` wrote, as people read them: with the region's name, in two queries."""
    parts = {code: code.partition(":")[::2] for code in codes}
    regions = Region.objects.in_bulk({int(region) for _role, region in parts.values() if region})
    labels = names_of({role for role, _region in parts.values()})
    named = {code: (labels[role], regions.get(int(region), region) if region else "") for code, (role, region) in parts.items()}
    return {code: " · ".join(str(word) for word in words if word) for code, words in named.items()}


def origin_of(request) -> tuple[str, str | None]:
    """For the audit log: the roles of whoever asks, with the regions' numbers, and the network address."""
    user = getattr(request, "user", None)
    held = user.held_places if user is not None and user.is_authenticated else []
    return ", ".join(sorted(f"{role}:{region}" if region else role for role, region in held)), address_of(request)
