"""What reports hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData(
        "reporting.Export",
        "asked_by",
        _("Who exported which data, and when"),
        Basis.INTEREST,
        Retention.EVIDENCE,
        cleared=("file",),
        hidden=("file",),
    ),
    PersonalData("reporting.SavedReport", "user", _("Reports that a manager or tutor saved"), Basis.CONTRACT, Retention.ACCOUNT),
)
