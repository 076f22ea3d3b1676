"""What backups hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Retention
from privacy.registry import PersonalData, declare

declare(
    PersonalData("backups.Backup", "asked_by", _("Who asked for a backup"), Basis.OBLIGATION, Retention.TECHNICAL, author_only=True),
    PersonalData("backups.Rehearsal", "asked_by", _("Who asked for a rehearsal"), Basis.OBLIGATION, Retention.TECHNICAL, author_only=True),
)
