from django.db import models
from django.utils.translation import gettext_lazy as _


class Progression(models.TextChoices):
    """How the steps of a pathway open (CMA-S2)."""

    FREE = "free", _("Free: every step is open")
    GUIDED = "guided", _("Guided: an order is suggested")
    CONSTRAINED = "constrained", _("Constrained: steps open by their rules")


class ConditionKind(models.TextChoices):
    """What a success condition looks at (CMA-S3). Thresholds are exceeded, not reached: “more than 70 %”."""

    REQUIRED_COMPLETED = "required_completed", _("Every required step is finished")
    COMPLETED = "completed", _("A step is finished")
    SCORE = "score", _("The score of a step is more than…")
    MEAN_SCORE = "mean_score", _("The weighted mean of the scores is more than…")
    ATTENDED = "attended", _("Present at a virtual class or half-day")
    EVERY_SCORE = "every_score", _("Every scored module has more than…")


class FaqState(models.TextChoices):
    """Who reads an entry of the frequent questions."""

    EVERYWHERE = "everywhere", _("In every session")
    GROUP = "group", _("Only in the session where it was written")
    WITHDRAWN = "withdrawn", _("Withdrawn: nobody reads it")
