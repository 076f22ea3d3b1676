# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about sign-in by an organisation. Changing it stays with national managers: it opens accounts."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope
from accounts.permissions import MANAGERS, Group, Permission, register_permissions

SEE_PROVIDERS = Permission(
    "see_providers", _("See how people of the region sign in through their organisation"), Group.VIEWS, Scope.REGION, held_by=MANAGERS
)

register_permissions(SEE_PROVIDERS)
