from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Codes of the roles that come with the software (accounts.models.DefinedRole has them all, and one's own)."""

    NATIONAL_MANAGER = "national_manager", _("National manager")
    EDITOR = "editor", _("Editor")
    REGIONAL_MANAGER = "regional_manager", _("Regional manager")
    TUTOR = "tutor", _("Tutor or trainer")
    LEARNER = "learner", _("Learner")
    AUDITOR = "auditor", _("Auditor")
    HOST = "host", _("Virtual-class host")


class Scope(models.TextChoices):
    """Where a role is held, and acts: everywhere, in a region and below, in sessions that name the person."""

    NATIONAL = "national", _("The whole platform")
    REGION = "region", _("A region and what lies below it")
    SESSION = "session", _("Sessions, one by one")


# The roles that come with the software, where each is held.
SHIPPED = {
    Role.NATIONAL_MANAGER: Scope.NATIONAL,
    Role.EDITOR: Scope.NATIONAL,
    Role.AUDITOR: Scope.NATIONAL,
    Role.REGIONAL_MANAGER: Scope.REGION,
    Role.TUTOR: Scope.SESSION,
    Role.LEARNER: Scope.SESSION,
    Role.HOST: Scope.SESSION,
}
# In whose place a session names the person itself: among its tutors, among its learners.
NAMED_BY_SESSIONS = frozenset({Role.TUTOR, Role.LEARNER})
# What a role counts as where only shipped ones are known (User.counts_as).
COUNTS_AS = {
    Scope.NATIONAL: Role.NATIONAL_MANAGER,
    Scope.REGION: Role.REGIONAL_MANAGER,
    Scope.SESSION: Role.TUTOR,
}


class RegionKind(models.TextChoices):
    NATIONAL = "national", _("National")
    REGION = "region", _("Region")
    SITE = "site", _("Site")


class Contrast(models.TextChoices):
    NORMAL = "normal", _("As usual")
    MORE = "more", _("Stronger: black on white, clear edges")
