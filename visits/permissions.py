# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about visits."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import MANAGERS, Group, Permission, register_permissions

SEE_VISITS = Permission("see_visits", _("See how much the site is visited, without names"), Group.REPORTS, Scope.REGION, held_by=MANAGERS)

register_permissions(SEE_VISITS)
