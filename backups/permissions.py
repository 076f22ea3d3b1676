# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about copies of everything."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import NATIONAL, Group, Permission, register_permissions

RUN_BACKUPS = Permission(
    "run_backups",
    _("See the backups, make one now, rehearse a restoration"),
    Group.FEATURES,
    Scope.NATIONAL,
    held_by=NATIONAL,
    in_back_office=True,
)

register_permissions(RUN_BACKUPS)
