import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from cms.models.pages import TEXT_FEATURES
from courses.models.library import PERCENT
from pathways.forms import StepSelect


class Sequence(Orderable, ClusterableModel):
    """A part of a pathway; ends with a summary sheet."""

    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    pathway = ParentalKey("pathways.PathwayPage", on_delete=models.CASCADE, related_name="sequences")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    summary_sheet = RichTextField(_("summary sheet"), features=TEXT_FEATURES, blank=True)
    summary_document = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("or a summary sheet as PDF")
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("introduction"),
        InlinePanel("steps", heading=_("Steps"), label=_("step")),
        FieldPanel("summary_sheet"),
        FieldPanel("summary_document"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("sequence")
        verbose_name_plural = _("sequences")

    def __str__(self) -> str:
        return self.title


class Step(Orderable, ClusterableModel):
    """One library object at one place in one pathway, with its rules there.

    opens_on_day: day of the session from which it opens, 1 being the first. weight counts in the mean score.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    sequence = ParentalKey("pathways.Sequence", on_delete=models.CASCADE, related_name="steps")
    activity = models.ForeignKey("courses.LibraryObject", models.PROTECT, related_name="steps", verbose_name=_("resource or activity"))
    required = models.BooleanField(_("required"), default=True)
    weight = models.PositiveSmallIntegerField(_("weight in the mean"), default=1, validators=[MaxValueValidator(100)])
    minimum_score = models.PositiveSmallIntegerField(_("minimum score to finish it, in percent"), null=True, blank=True, validators=PERCENT)
    opens_on_day = models.PositiveSmallIntegerField(_("opens on day"), null=True, blank=True, validators=[MinValueValidator(1)])

    panels = [
        FieldPanel("activity"),
        FieldRowPanel(
            [
                FieldPanel("required"),
                FieldPanel("minimum_score", heading=_("Finished with at least (%)")),
                FieldPanel("opens_on_day"),
                FieldPanel("weight"),
            ],
            classname="step-settings",
        ),
        InlinePanel(
            "prerequisites",
            heading=_("Opens after"),
            label=_("opening rule"),
            help_text=_("Without a rule, it opens when the required step before it is finished."),
            classname="step-needs",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return str(self.activity)


class Prerequisite(Orderable):
    """What must be done before a step opens: another object of the same pathway, finished and/or scored enough."""

    step = ParentalKey("pathways.Step", on_delete=models.CASCADE, related_name="prerequisites")
    activity = models.ForeignKey("courses.LibraryObject", models.PROTECT, related_name="+", verbose_name=_("step before"))
    completed = models.BooleanField(_("finished"), default=True)
    minimum_score = models.PositiveSmallIntegerField(_("with at least, in percent"), null=True, blank=True, validators=PERCENT)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("activity", widget=StepSelect),
                FieldPanel("completed"),
                FieldPanel("minimum_score", heading=_("With at least (%)")),
            ],
            classname="need-row",
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("opening rule")
        verbose_name_plural = _("opening rules")

    def __str__(self) -> str:
        return str(self.activity)
