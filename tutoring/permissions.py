# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow to who accompanies learners, beside the tutors that sessions name."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Scope
from accounts.permissions import Group, Permission, register_permissions
from sessions.permissions import FOLLOW_LEARNERS

GRADE = Permission(
    "grade",
    _("Grade the work handed in, excuse from a module or open it again"),
    Group.FEATURES,
    Scope.SESSION,
    (FOLLOW_LEARNERS,),
    frozenset({Role.TUTOR}),
)

register_permissions(GRADE)
