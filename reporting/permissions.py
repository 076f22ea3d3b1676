# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about reports."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import NATIONAL, TEAM, Group, Permission, register_permissions

SEE_REPORTS = Permission(
    "see_reports",
    _("Read the reports and dashboards of the sessions, learner by learner"),
    Group.REPORTS,
    Scope.SESSION,
    held_by=TEAM,
)
EXPORT_REPORTS = Permission("export_reports", _("Export the reports to a spreadsheet"), Group.REPORTS, Scope.SESSION, (SEE_REPORTS,), TEAM)
SEE_NATIONAL = Permission(
    "see_national", _("Read the national dashboard, region by region"), Group.REPORTS, Scope.NATIONAL, (SEE_REPORTS,), NATIONAL
)
SEE_EXPORTS = Permission(
    "see_exports", _("See who exported what, without the files"), Group.REPORTS, Scope.NATIONAL, (SEE_REPORTS,), NATIONAL
)

register_permissions(SEE_REPORTS, EXPORT_REPORTS, SEE_NATIONAL, SEE_EXPORTS)
