# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about what people write to each other."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import MANAGERS, NATIONAL, Group, Permission, register_permissions

ANSWER_REGION = Permission(
    "answer_region", _("Read and answer what people write to the region"), Group.DATA, Scope.REGION, held_by=MANAGERS - NATIONAL
)
WRITE_AS_REGION = Permission(
    "write_as_region",
    _("Write to a person in the name of the region"),
    Group.FEATURES,
    Scope.REGION,
    held_by=MANAGERS,
)
DECIDE_REPORTS = Permission(
    "decide_reports", _("Read the messages that were reported, and decide"), Group.FEATURES, Scope.REGION, held_by=MANAGERS
)
ANSWER_HELP = Permission(
    "answer_help", _("Read and answer what people write to the help of the platform"), Group.DATA, Scope.NATIONAL, held_by=NATIONAL
)
EDIT_NOTICES = Permission(
    "edit_notices", _("Change the words of the automatic messages"), Group.FEATURES, Scope.NATIONAL, held_by=NATIONAL, in_back_office=True
)

register_permissions(ANSWER_REGION, WRITE_AS_REGION, DECIDE_REPORTS, ANSWER_HELP, EDIT_NOTICES)
