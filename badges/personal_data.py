"""What badges hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(PersonalData("badges.Award", "user", _("Badges earned, shown to the learner"), Basis.CONTRACT, Retention.EVIDENCE))
