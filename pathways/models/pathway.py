from django import forms
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from accounts.models.user import fold
from cms.models import BasePage
from cms.models.pages import SIMPLE_TEXT_FEATURES
from pathways.enums import Progression
from pathways.forms import PathwayForm
from pathways.models.identity import keep_row_ids, move_rows
from pathways.panels import OutlinePanel


class PathwayQuerySet(PageQuerySet):
    def search_words(self, words: str) -> "PathwayQuerySet":
        """Pathways that have every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def newest_first(self) -> "PathwayQuerySet":
        return self.order_by(F("first_published_at").desc(nulls_last=True), "title")


class PathwayIndexPage(BasePage):
    """The public catalogue of pathways."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["pathways.PathwayPage"]
    max_count = 1
    template = "pathways/catalogue.html"

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request, *args, **kwargs):
        from pathways.domain.catalogue import catalogue_page

        return {**super().get_context(request, *args, **kwargs), "catalogue": catalogue_page(self, request.GET)}


class PathwayPage(BasePage):
    """An offer of training: ordered sequences of steps, a planned duration, rules of progression and of success."""

    summary = models.TextField(
        _("in two sentences"), blank=True, max_length=400, help_text=_("Shown in the catalogue. For whom, and what changes for them.")
    )
    objectives = RichTextField(
        _("objectives"), features=SIMPLE_TEXT_FEATURES, blank=True, help_text=_("What people will be able to do at the end: one line each.")
    )
    audience = models.TextField(_("for whom"), blank=True)
    requirements = models.TextField(_("what is needed before"), blank=True, help_text=_("Knowledge and equipment. Empty: nothing is."))
    progression = models.CharField(_("progression"), max_length=15, choices=Progression.choices, default=Progression.GUIDED)
    session_days = models.PositiveSmallIntegerField(
        _("length of a session, in days"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Access closes by itself at the end. Each session may change it."),
    )
    image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"))
    themes = ParentalManyToManyField("pathways.Theme", blank=True, verbose_name=_("themes"), related_name="pathways")
    search_text = models.TextField(blank=True, editable=False)

    objects = PageManager.from_queryset(PathwayQuerySet)()

    presentation_panels = [
        OutlinePanel(),
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("audience"),
        FieldPanel("requirements"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("image"),
    ]
    step_panels = [
        FieldRowPanel([FieldPanel("progression"), FieldPanel("session_days")], heading=_("Rules")),
        InlinePanel("sequences", heading=_("Sequences and steps"), label=_("sequence")),
    ]
    success_panels = [
        InlinePanel(
            "conditions",
            heading=_("Conditions of success"),
            label=_("condition"),
            help_text=_("All of them must hold. Without any, finishing every required step is enough."),
        ),
    ]
    publication_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("search_description")], heading=_("For search engines")),
        PublishingPanel(),
        CommentPanel(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(presentation_panels, heading=_("Presentation")),
            ObjectList(step_panels, heading=_("Sequences and steps")),
            ObjectList(success_panels, heading=_("Success")),
            ObjectList(publication_panels, heading=_("Publication")),
        ],
        base_form_class=PathwayForm,
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("objectives"),
        index.SearchField("audience"),
    ]
    parent_page_types = ["pathways.PathwayIndexPage"]
    subpage_types: list[str] = []
    template = "pathways/pathway_page.html"

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(" ".join([self.title, self.summary, self.audience, strip_tags(self.objectives)]))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        with transaction.atomic():
            move_rows(self)
            super().save(*args, **kwargs)

    def with_content_json(self, content) -> "PathwayPage":
        """The page as a revision has it, its rows keeping the ids they have in the database."""
        page = super().with_content_json(content)
        keep_row_ids(page)
        return page

    @property
    def preview_modes(self) -> list:
        return [("", _("Public page")), ("learner", _("As a learner"))]

    def get_preview_context(self, request, mode_name) -> dict:
        if mode_name != "learner":
            return super().get_preview_context(request, mode_name)
        from pathways.domain.learner_preview import seen_by_a_learner

        return {"page": self, "self": self, "request": request, **seen_by_a_learner(self)}

    def get_preview_template(self, request, mode_name) -> str:
        return "pathways/preview.html" if mode_name == "learner" else super().get_preview_template(request, mode_name)

    def get_context(self, request, *args, **kwargs):
        """The programme in words; a preview shows the draft, visitors what is published."""
        from pathways.domain.catalogue import programme_of

        programme = programme_of(self, draft=getattr(request, "is_preview", False))
        return {**super().get_context(request, *args, **kwargs), "programme": programme}
