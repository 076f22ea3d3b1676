"""The library: resources and activities, used by reference in any number of pathways (CMA-S1)."""

from functools import cache

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from accounts.models.user import fold
from cms.models import BasePage
from cms.models.pages import SIMPLE_TEXT_FEATURES
from courses.enums import MODALITY_ICONS, Modality
from courses.forms import LibraryForm
from courses.panels import UsagePanel

# Text for people, translated when it is shown.
Words = str | Promise

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class LibraryPage(BasePage):
    """The folder that holds the library; never shown to visitors."""

    parent_page_types = ["wagtailcore.Page", "cms.HomePage"]
    max_count = 1
    content_panels = [FieldPanel("title", classname="title")]
    promote_panels: list = []

    class Meta:
        verbose_name = _("library")

    def serve(self, request, *args, **kwargs):
        raise Http404

    def get_sitemap_urls(self, request=None) -> list:
        return []


class LibraryQuerySet(PageQuerySet):
    def search_words(self, words: str) -> "LibraryQuerySet":
        """Objects whose title or tags have every word, accents and case aside; at once, without waiting for the search index."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class LibraryTag(TaggedItemBase):
    content_object = ParentalKey("courses.LibraryObject", on_delete=models.CASCADE, related_name="tagged_items")


def library_tabs(*content, settings=()) -> TabbedInterface:
    """The edit screen of a kind: what is particular to it on the first tab, its settings with what all share on the second."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    UsagePanel(),
                    FieldPanel("title", classname="title"),
                    FieldRowPanel([FieldPanel("duration_minutes"), FieldPanel("modality")], heading=_("Duration and modality")),
                    *content,
                    FieldPanel("instruction"),
                ],
                heading=_("Content"),
            ),
            ObjectList([*settings, FieldPanel("objectives"), FieldPanel("tags"), CommentPanel()], heading=_("Settings")),
        ],
        base_form_class=LibraryForm,
    )


def is_blank(rich_text: str) -> bool:
    """Whether a rich text says nothing: the editor keeps an empty paragraph."""
    return not strip_tags(rich_text).strip()


class LibraryObject(BasePage):
    """What a step of a pathway points to. Each kind says how it is played; `kind` is its short name.

    pass_mark is in percent of the maximum; empty when the object is not scored.
    """

    modality = models.CharField(
        _("modality"),
        max_length=20,
        choices=Modality.choices,
        default=Modality.REMOTE_ASYNCHRONOUS,
        help_text=_("Shown to learners on every step."),
    )
    duration_minutes = models.PositiveIntegerField(
        _("planned duration, in minutes"),
        default=15,
        validators=[MinValueValidator(1)],
        help_text=_("The time a learner needs, pauses left out. Pathways add these durations up."),
    )
    objectives = RichTextField(
        _("objectives"), features=SIMPLE_TEXT_FEATURES, blank=True, help_text=_("What the learner will be able to do afterwards.")
    )
    instruction = RichTextField(
        _("instruction to the learner"),
        features=SIMPLE_TEXT_FEATURES,
        blank=True,
        help_text=_("What to do, said as to somebody beside you."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, in percent"),
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("Under it the step is to be done again. Leave empty when finishing is enough."),
    )
    tags = ClusterTaggableManager(
        through=LibraryTag, blank=True, verbose_name=_("tags"), help_text=_("Words to find it again in the library, separated by commas.")
    )

    search_text = models.TextField(blank=True, editable=False)

    objects = PageManager.from_queryset(LibraryQuerySet)()

    kind = ""
    # What a player reads along with the object, so that it is one query.
    played_with: tuple[str, ...] = ()
    kind_icon = "file-text"
    kind_words: Words = ""
    is_scored = False
    default_modality = Modality.REMOTE_ASYNCHRONOUS
    parent_page_types = ["courses.LibraryPage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("objectives"),
        index.SearchField("instruction"),
        index.FilterField("modality"),
    ]
    edit_handler = library_tabs()
    is_creatable = False

    class Meta:
        verbose_name = _("library object")
        verbose_name_plural = _("library objects")

    def __init__(self, *args, **kwargs) -> None:
        if not args:
            kwargs.setdefault("modality", self.default_modality)
        super().__init__(*args, **kwargs)

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(" ".join([self.title, self.draft_title or "", *(tag.name for tag in self.tags.all())]))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def modality_icon(self) -> str:
        return MODALITY_ICONS[Modality(self.modality)]

    @property
    def kind_name(self) -> str:
        return str(self.specific_class._meta.verbose_name)

    def content_errors(self, *, publishing: bool) -> dict[str, Words]:
        """Messages by field name for what makes the content unusable; `publishing`: also what a draft may still lack."""
        return {}

    def weaknesses(self) -> list[str]:
        """What works and yet should be better before learners meet it, in words, for the editors' home."""
        return []

    def serve(self, request, *args, **kwargs):
        """Content is met in a session only; editors are led to the preview."""
        if request.user.is_authenticated and request.user.is_editor:
            return HttpResponseRedirect(reverse("courses:preview", args=[self.pk]))
        raise Http404

    def get_sitemap_urls(self, request=None) -> list:
        return []

    @property
    def preview_modes(self) -> list:
        """None beside the form: "See as a learner" plays the object whole, on a page of its own."""
        return []


@cache
def _model_of(kind: str) -> type[LibraryObject]:
    return next(model for model in apps.get_models() if issubclass(model, LibraryObject) and model.kind == kind)


def object_of(pk: int, kind: str) -> LibraryObject:
    """The object as its own class, in one query, where its kind is known."""
    model = _model_of(kind)
    return model.objects.select_related(*model.played_with).get(pk=pk)
