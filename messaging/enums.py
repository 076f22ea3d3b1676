from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a person hears of something; it is on the platform in any case."""

    MAIL = "mail", _("By mail, at once")
    DIGEST = "digest", _("By mail, in a summary once a day")
    PLATFORM = "platform", _("On the platform only")


class Desk(models.TextChoices):
    """A place one writes to rather than a person: whoever keeps it reads and answers."""

    REGION = "region", _("Region")
    HELP = "help", _("Help desk")


class Decision(models.TextChoices):
    """What came of a report."""

    KEPT = "kept", _("Nothing to blame")
    REMOVED = "removed", _("Message removed")
