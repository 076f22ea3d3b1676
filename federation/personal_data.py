from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData(
        "federation.FederatedIdentity",
        "user",
        _("By which identity of their organisation the person signs in"),
        Basis.CONTRACT,
        Retention.ACCOUNT,
    ),
)
