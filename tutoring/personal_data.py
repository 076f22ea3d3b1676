"""What tutoring holds on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData("tutoring.Contact", "enrolment__user", _("Log of the assistance given"), Basis.OBLIGATION, Retention.EVIDENCE),
    PersonalData("tutoring.CommentBankEntry", "user", _("Comments kept to use again"), Basis.CONTRACT, Retention.ACCOUNT),
)
