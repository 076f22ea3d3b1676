# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about the journal of learning."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import NATIONAL, Group, Permission, register_permissions

READ_JOURNAL = Permission(
    "read_journal",
    _("Read and export the journal of learning, statement by statement"),
    Group.DATA,
    Scope.NATIONAL,
    held_by=NATIONAL,
    in_back_office=True,
)
MANAGE_STORE = Permission(
    "manage_record_store",
    _("Give other tools access to the journal of learning, forward it elsewhere"),
    Group.FEATURES,
    Scope.NATIONAL,
    held_by=NATIONAL,
    in_back_office=True,
)

register_permissions(READ_JOURNAL, MANAGE_STORE)
