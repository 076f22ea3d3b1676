"""What editors announce: news, opportunities, calls for applications."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager
from wagtail.search import index

from cms.models.pages import BasePage, WrittenPage, WrittenQuerySet

PER_PAGE = 10


class NewsKind(models.TextChoices):
    NEWS = "news", _("News")
    OPPORTUNITY = "opportunity", _("Opportunity")
    CALL = "call", _("Call for applications")


# Words of the addresses, for readers of French.
SLUGS = {"actualites": NewsKind.NEWS, "opportunites": NewsKind.OPPORTUNITY, "appels": NewsKind.CALL}


class NewsQuerySet(WrittenQuerySet):
    def newest_first(self) -> "NewsQuerySet":
        return self.order_by("-day", "-pk")

    def published(self) -> "NewsQuerySet":
        return self.live().public()


class NewsIndexPage(BasePage):
    """All the news, newest first, by kind."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1
    template = "cms/news_index.html"

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request, *args, **kwargs) -> dict:
        articles = NewsPage.objects.child_of(self).published()
        counts = dict(articles.values_list("kind").annotate(count=Count("pk")))
        kind = SLUGS.get(request.GET.get("nature", ""))
        found = articles.filter(kind=kind) if kind else articles
        pages = Paginator(found.newest_first().select_related("image"), PER_PAGE).get_page(request.GET.get("page"))
        kinds = [(slug, one.label, counts[one], one == kind) for slug, one in SLUGS.items() if counts.get(one)]
        return {**super().get_context(request, *args, **kwargs), "articles": pages, "kinds": kinds, "kind": kind}


class NewsPage(WrittenPage):
    kind = models.CharField(_("nature"), max_length=12, choices=NewsKind.choices, default=NewsKind.NEWS)
    day = models.DateField(_("date"), default=timezone.localdate)
    open_until = models.DateField(
        _("open until"),
        null=True,
        blank=True,
        help_text=_("Last day to answer an opportunity or a call. Afterwards the page says that it is over."),
    )
    image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("day"), FieldPanel("open_until")]),
        FieldPanel("introduction"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    search_fields = [*WrittenPage.search_fields, index.FilterField("day")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "cms/news_page.html"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["-day"])]

    @property
    def is_over(self) -> bool:
        return self.open_until is not None and self.open_until < timezone.localdate()
