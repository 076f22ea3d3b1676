# SPDX-License-Identifier: EUPL-1.2
"""Make, change and delete roles of one's own."""

from collections.abc import Collection
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.roles import RoleRefused, refuse_beyond
from accounts.enums import Scope
from accounts.models import DefinedRole, User
from accounts.permissions import closure, permissions_named

# How many holders a refusal names.
NAMED = 5


@transaction.atomic
def make_role(*, name: str, description: str, scope: str, permissions: Collection[str], by: User) -> DefinedRole:
    """Raises RoleRefused for permissions that make no sense there, or that `by` does not hold."""
    role = DefinedRole(code=f"own-{uuid4().hex[:12]}", scope=Scope(scope), created_by=by)
    return _write(role, name=name, description=description, permissions=permissions, by=by)


@transaction.atomic
def change_role(role: DefinedRole, *, name: str, description: str, permissions: Collection[str], by: User) -> DefinedRole:
    """Whoever holds it may do what it says from their next page on. Where it is held stays as it was made."""
    role = DefinedRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if role.is_shipped:
        raise RoleRefused(_("This role comes with the software: make another one from it."))
    return _write(role, name=name, description=description, permissions=permissions, by=by)


def _write(role: DefinedRole, *, name: str, description: str, permissions: Collection[str], by: User) -> DefinedRole:
    chosen = permissions_named(permissions)
    if not chosen:
        raise RoleRefused(_("Tick at least one right: a role without any would do nothing."))
    misplaced = next((one for one in chosen if not one.fits(role.scope)), None)
    if misplaced is not None:
        raise RoleRefused(
            _("“%(words)s” makes no sense in a role held in: %(scope)s.")
            % {"words": misplaced.words, "scope": Scope(role.scope).label.lower()}
        )
    names = closure(one.codename for one in chosen)
    refuse_beyond(by, names | role.allows(), name)
    role.name, role.description = name.strip(), description.strip()
    role.permissions = sorted(one.codename for one in chosen)
    if DefinedRole.objects.filter(is_shipped=False, name__iexact=role.name).exclude(pk=role.pk).exists():
        raise RoleRefused(_("Another role has this name already."))
    role.save()
    return role


@transaction.atomic
def delete_role(role: DefinedRole, *, by: User) -> None:
    """Raises RoleRefused, with names, while somebody holds it, and for a shipped one."""
    role = DefinedRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if role.is_shipped:
        raise RoleRefused(_("This role comes with the software: it cannot be deleted."))
    refuse_beyond(by, role.allows(), role)
    held = role.assignments.select_related("user").order_by("user__last_name", "user__first_name")
    holders = list(dict.fromkeys(one.user for one in held))
    if holders:
        names = ", ".join(str(one) for one in holders[:NAMED]) + (" …" if len(holders) > NAMED else "")
        raise RoleRefused(_("Take this role back first from whoever holds it: %(names)s.") % {"names": names})
    role.delete()
