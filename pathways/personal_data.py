"""What pathways hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData("pathways.FaqEntry", "made_by", _("Who wrote a frequent question"), Basis.INTEREST, Retention.EDITORIAL, author_only=True)
)
