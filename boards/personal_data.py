# SPDX-License-Identifier: EUPL-1.2
"""What arranged pages hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData("boards.Arrangement", "user", _("Pages as the person arranged them"), Basis.CONTRACT, Retention.ACCOUNT, swept=False),
)
