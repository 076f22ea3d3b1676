from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from accounts.models.user import fold
from cms.blocks import FILLED, SIMPLE_TEXT_FEATURES, TEXT_FEATURES, WRITTEN, HeroBlock
from cms.models.preview import preview_sizes
from cms.models.revisions import without_deleted
from cms.registry import home_blocks

__all__ = ["SIMPLE_TEXT_FEATURES", "TEXT_FEATURES", "BasePage", "ContentPage", "HomePage", "WrittenPage"]


class BasePage(Page):
    """What every page of the site shares; concrete page types never subclass wagtail's Page directly."""

    preview_sizes = preview_sizes

    class Meta:
        abstract = True

    def with_content_json(self, content) -> "BasePage":
        """The page as a revision has it, without what was deleted since the revision was written."""
        return super().with_content_json(without_deleted(type(self), content))


class WrittenQuerySet(PageQuerySet):
    def search_words(self, words: str) -> "WrittenQuerySet":
        """Pages that have every word, accents and case aside (on PostgreSQL and SQLite alike)."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class WrittenPage(BasePage):
    """A page that editors write for the public, found by its words."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Two sentences: shown under the title, in lists and in search.")
    )
    body = StreamField(WRITTEN, verbose_name=_("content"), blank=True)
    search_text = models.TextField(blank=True, editable=False)

    objects = PageManager.from_queryset(WrittenQuerySet)()

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        abstract = True

    def words(self) -> list[str]:
        """What the page says, for the search."""
        return [self.title, self.introduction, *self.body.stream_block.get_searchable_content(self.body)]

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(" ".join(strip_tags(words) for words in self.words()))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)


class HomePage(BasePage):
    """The public home of the site: of blocks where an editor made some, else the usual parts."""

    introduction = RichTextField(_("introduction"), features=SIMPLE_TEXT_FEATURES, blank=True)
    image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"))
    body = StreamField(
        [("hero", HeroBlock()), *WRITTEN, *FILLED],
        verbose_name=_("content"),
        blank=True,
        block_counts={"hero": {"max_num": 1}},
        help_text=_("Left empty, the page shows how it goes, the latest pathways, the next sessions and the news."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("image"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    max_count = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs) -> dict:
        sections = self.get_children().live().public().not_type(WrittenPage)
        usual = [] if self.body else home_blocks(request)
        has_hero = any(block.block_type == "hero" for block in self.body)
        return {**super().get_context(request, *args, **kwargs), "home_blocks": usual, "sections": sections, "has_hero": has_hero}


class ContentPage(WrittenPage):
    """A page of text and pictures: legal pages, help."""

    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/content_page.html"

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
