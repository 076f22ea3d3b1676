"""The accessibility statement that the RGAA asks of public sites, part by part, so that nothing in it is forgotten."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import SIMPLE_TEXT_FEATURES
from cms.models.pages import BasePage

PARTIAL_RATE = 50


class Conformity(models.TextChoices):
    """The three states of article 47 of the law of 11 February 2005: every criterion met, at least half of them, fewer or no audit."""

    TOTAL = "total", _("fully compliant")
    PARTIAL = "partial", _("partially compliant")
    NONE = "none", _("not compliant")


def text(label, help_text="") -> RichTextField:
    return RichTextField(label, features=SIMPLE_TEXT_FEATURES, blank=True, help_text=help_text)


class AccessibilityPage(BasePage):
    organisation = models.CharField(_("who makes the statement"), max_length=160)
    state = models.CharField(_("state"), max_length=8, choices=Conformity.choices, default=Conformity.NONE)
    rate = models.PositiveSmallIntegerField(
        _("criteria met, in percent"), null=True, blank=True, validators=[MaxValueValidator(100)], help_text=_("As the audit found.")
    )
    auditor = models.CharField(_("who did the audit"), max_length=160, blank=True)
    audited_on = models.DateField(_("date of the audit"), null=True, blank=True)
    not_conforming = text(_("what does not conform"), _("One line each: what, and for whom it is a difficulty."))
    burden = text(_("what would cost too much to change"), _("With the reason, and what is offered instead."))
    exempted = text(_("what the law does not cover"))
    technologies = models.CharField(_("techniques used"), max_length=200, blank=True, default="HTML5, CSS, JavaScript, SVG")
    tested_with = text(_("what it was tried with"), _("Browsers, screen readers, systems."))
    pages_checked = text(_("pages that were checked"))
    plan = text(_("three-year plan"), _("What is foreseen, year by year; a link to the plan, where there is one."))
    contact_email = models.EmailField(_("address to write to"))
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("answered within, in days"), default=10)
    established_on = models.DateField(_("date of the statement"), default=timezone.localdate)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldRowPanel([FieldPanel("state"), FieldPanel("rate")]), FieldPanel("established_on")],
            heading=_("State of conformity"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("not_conforming", "burden", "exempted")], heading=_("Content that is not accessible")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("auditor"), FieldPanel("audited_on")])]
            + [FieldPanel(name) for name in ("technologies", "tested_with", "pages_checked", "plan")],
            heading=_("Audit"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("contact_email", "contact_phone", "answer_days")], heading=_("To say what is wrong")
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("not_conforming")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "cms/accessibility_page.html"

    class Meta:
        verbose_name = _("accessibility statement")
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__isnull=True) | models.Q(rate__lte=100), name="accessibility_rate_range"),
        ]

    def clean(self) -> None:
        super().clean()
        if message := self._contradiction():
            raise ValidationError({"rate": message})

    def _contradiction(self) -> object | None:
        if self.state == Conformity.TOTAL and self.rate != 100:
            return _("“Fully compliant” means that 100 % of the criteria are met.")
        if self.state == Conformity.PARTIAL and (self.rate is None or not PARTIAL_RATE <= self.rate < 100):
            return _("“Partially compliant” means that from 50 % to 99 % of the criteria are met: write what the audit found.")
        if self.state == Conformity.NONE and self.rate is not None and self.rate >= PARTIAL_RATE:
            return _("With 50 % of the criteria or more, the state is “partially compliant”.")
        return None

    @property
    def state_words(self) -> str:
        return str(Conformity(self.state).label)
