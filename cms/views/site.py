"""Pages of the public site that no editor writes."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_GET
from wagtail.models import Site
from wagtail.views import serve

from cms.domain.brand import brand_of
from cms.domain.news import news_index
from cms.domain.site_map import listed_pages, site_tree
from cms.domain.site_search import search_site
from cms.models import HomePage, NewsIndexPage, NewsPage

PRIVATE_PATHS = ("/admin/", "/compte/", "/espace/", "/tutorat/", "/region/", "/forum/", "/bibliotheque/", "/recherche/", "/components/")


def home(request):
    """The home page an editor wrote; before there is one, a plain door to the site."""
    site = Site.find_for_request(request)
    if site and HomePage.objects.live().filter(pk=site.root_page_id).exists():
        return serve(request, "")
    return render(request, "cms/no_home.html")


@require_GET
def search(request):
    words = request.GET.get("q", "").strip()
    return render(request, "cms/search.html", {"words": words, "groups": search_site(request, words)})


@require_GET
def site_map(request):
    return render(request, "cms/site_map.html", {"nodes": site_tree(request)})


@require_GET
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def sitemap(request):
    """The list for search engines (sitemaps.org, protocol 0.9)."""
    return render(request, "cms/sitemap.xml", {"pages": listed_pages(request)}, content_type="application/xml; charset=utf-8")


@require_GET
def software(request):
    """Licence and source of the software that makes the site, as its licence asks: in words, without its name."""
    return render(request, "cms/software.html", {"source_url": settings.SOURCE_URL})


@dataclass(frozen=True)
class Followed:
    """The list of news that a reader follows, as it answers on one site."""

    index: NewsIndexPage
    request: HttpRequest


class NewsFeed(Feed):
    """The twenty latest news, for feed readers (Atom)."""

    feed_type = Atom1Feed
    LENGTH = 20

    def get_object(self, request) -> Followed:
        index = news_index(request)
        if index is None:
            raise Http404
        return Followed(index, request)

    def title(self, followed: Followed) -> str:
        return f"{followed.index.title} · {brand_of(followed.request).name}"

    def link(self, followed: Followed) -> str:
        return followed.index.url or "/"

    def subtitle(self, followed: Followed) -> str:
        return followed.index.introduction

    def items(self, followed: Followed):
        return NewsPage.objects.child_of(followed.index).published().newest_first()[: self.LENGTH]

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.introduction

    def item_link(self, item: NewsPage) -> str:
        return item.url or "/"

    def item_pubdate(self, item: NewsPage):
        return item.first_published_at

    def item_updateddate(self, item: NewsPage):
        return item.last_published_at
