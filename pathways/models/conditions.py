from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from courses.models.library import PERCENT
from pathways.enums import ConditionKind
from pathways.forms import StepSelect

WITH_ACTIVITY = [ConditionKind.COMPLETED, ConditionKind.SCORE, ConditionKind.ATTENDED]
WITH_THRESHOLD = [ConditionKind.SCORE, ConditionKind.MEAN_SCORE, ConditionKind.EVERY_SCORE]


class SuccessCondition(Orderable):
    """One condition of success; a pathway is succeeded when all hold, within the session's dates (CMA-S3)."""

    pathway = ParentalKey("pathways.PathwayPage", on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(_("condition"), max_length=20, choices=ConditionKind.choices)
    activity = models.ForeignKey(
        "courses.LibraryObject", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("step concerned")
    )
    threshold = models.PositiveSmallIntegerField(_("more than, in percent"), null=True, blank=True, validators=PERCENT)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("activity", widget=StepSelect), FieldPanel("threshold")], classname="condition-row")
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("condition of success")
        verbose_name_plural = _("conditions of success")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in WITH_ACTIVITY]) | Q(activity__isnull=False),
                name="condition_has_activity",
                violation_error_message=_("Choose the step this condition is about."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in WITH_THRESHOLD]) | Q(threshold__isnull=False),
                name="condition_has_threshold",
                violation_error_message=_("Write the threshold, in percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
