# SPDX-License-Identifier: EUPL-1.2
"""What a role may allow: the registry of permissions, filled by the apps, and those that belong to no app above.

A permission is enforced where its app says so (rules.py, visible_to); a role is a set of them (accounts.models.DefinedRole).
docs/decisions/0087-roles-made-of-permissions.md
"""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Scope
from privacy.enums import Charge

# Where a role is held, from the widest: a permission may be given as far down as its own place.
WIDTH = {Scope.NATIONAL: 0, Scope.REGION: 1, Scope.SESSION: 2}


class Group(models.TextChoices):
    """Under which heading a permission stands in the form of a role (DCL-11)."""

    DATA = "data", _("Data on people")
    VIEWS = "views", _("Pages to look at")
    REPORTS = "reports", _("Reports and exports")
    FEATURES = "features", _("Things to do")


@dataclass(frozen=True)
class Permission:
    """words: what it lets one do, as a sentence. narrowest: the smallest place in which it makes sense.

    includes: those that come with it. held_by: the shipped roles that have it, beside auditors, who read everything that the
    national manager does. in_back_office: done in the back office, which opens to whoever holds it.
    """

    codename: str
    words: str | Promise
    group: Group
    narrowest: Scope
    includes: tuple["Permission", ...] = ()
    held_by: frozenset[Role] = field(default_factory=frozenset)
    in_back_office: bool = False

    def fits(self, scope: str) -> bool:
        """Does it make sense in a role held at this scope?"""
        return WIDTH[Scope(scope)] <= WIDTH[self.narrowest]

    def whole(self) -> set["Permission"]:
        """It, and all that comes with it."""
        return {self, *(more for one in self.includes for more in one.whole())}


_permissions: dict[str, Permission] = {}


def register_permissions(*permissions: Permission) -> None:
    """A name stands for one permission: another app that took it would give what its roles hold to the rules of the first."""
    for permission in permissions:
        if _permissions.setdefault(permission.codename, permission) is not permission:
            raise ValueError(f"Two permissions are called {permission.codename}.")


def registered_permissions() -> list[Permission]:
    """By group, then as the apps told them."""
    places = list(Group)
    return sorted(_permissions.values(), key=lambda one: places.index(one.group))


def permissions_named(codenames) -> set[Permission]:
    """Those of these names; one that no app knows any more allows nothing."""
    return {_permissions[name] for name in codenames if name in _permissions}


def closure(codenames) -> frozenset[str]:
    """These and what comes with them, by name."""
    return frozenset(one.codename for chosen in permissions_named(codenames) for one in chosen.whole())


def shipped(role: str) -> frozenset[str]:
    """What a shipped role allows."""
    holder = Role.NATIONAL_MANAGER if role == Role.AUDITOR else role
    return closure(name for name, one in _permissions.items() if holder in one.held_by)


NATIONAL = frozenset({Role.NATIONAL_MANAGER})
EDITORS = NATIONAL | {Role.EDITOR}
MANAGERS = NATIONAL | {Role.REGIONAL_MANAGER}
TEAM = MANAGERS | {Role.TUTOR}

SEE_PEOPLE = Permission(
    "see_people", _("See the people: names, addresses, roles, sessions they belong to"), Group.DATA, Scope.REGION, held_by=MANAGERS
)
HELP_SIGN_IN = Permission(
    "help_sign_in",
    _("Help learners and tutors to sign in: unlock, have a new password chosen, take away a lost second step"),
    Group.FEATURES,
    Scope.REGION,
    (SEE_PEOPLE,),
    MANAGERS,
)
SEE_AS = Permission("see_as", _("Look at the pages as a learner or a tutor sees them"), Group.VIEWS, Scope.REGION, (SEE_PEOPLE,), MANAGERS)
EDIT_CONTENT = Permission(
    "edit_content",
    _("Write the library, the pathways and the pages of the site"),
    Group.FEATURES,
    Scope.NATIONAL,
    held_by=EDITORS,
    in_back_office=True,
)
SEE_REQUESTS = Permission(
    Charge.SEE_REQUESTS,
    _("Read the requests that people make about their personal data"),
    Group.DATA,
    Scope.REGION,
    (SEE_PEOPLE,),
    MANAGERS,
)
ANSWER_REQUESTS = Permission(
    Charge.ANSWER_REQUESTS,
    _("Answer requests about personal data, erase a person, read the journal of erasures"),
    Group.FEATURES,
    Scope.NATIONAL,
    (SEE_REQUESTS,),
    NATIONAL,
)
READ_AUDIT = Permission(
    Charge.READ_AUDIT, _("Read the audit log: who did what, when, from where"), Group.VIEWS, Scope.NATIONAL, held_by=NATIONAL
)

register_permissions(SEE_PEOPLE, HELP_SIGN_IN, SEE_AS, EDIT_CONTENT, SEE_REQUESTS, ANSWER_REQUESTS, READ_AUDIT)
