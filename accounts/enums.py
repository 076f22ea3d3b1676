from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    NATIONAL_MANAGER = "national_manager", _("National manager")
    EDITOR = "editor", _("Editor")
    REGIONAL_MANAGER = "regional_manager", _("Regional manager")
    TUTOR = "tutor", _("Tutor or trainer")
    LEARNER = "learner", _("Learner")
    AUDITOR = "auditor", _("Auditor")


NATIONAL_ROLES = frozenset({Role.NATIONAL_MANAGER, Role.EDITOR, Role.AUDITOR})


class RegionKind(models.TextChoices):
    NATIONAL = "national", _("National")
    REGION = "region", _("Region")
    SITE = "site", _("Site")


class Contrast(models.TextChoices):
    NORMAL = "normal", _("As usual")
    MORE = "more", _("Stronger: black on white, clear edges")
