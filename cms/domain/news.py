"""The latest news, for the home page and for readers of feeds; news found by the search."""

from wagtail.models import Site

from cms.models import ContentPage, NewsIndexPage, NewsPage
from cms.models.accessibility import AccessibilityPage
from cms.registry import Found

ON_HOME_PAGE = 3


def news_index(request) -> NewsIndexPage | None:
    site = Site.find_for_request(request)
    return NewsIndexPage.objects.descendant_of(site.root_page).live().public().first() if site else None


def latest_news(request) -> dict | None:
    """The last articles and their list; nothing before there is one."""
    index = news_index(request)
    articles = list(NewsPage.objects.child_of(index).published().newest_first().select_related("image")[:ON_HOME_PAGE]) if index else []
    return {"index": index, "articles": articles} if articles else None


def find_news(user, words: str, limit: int) -> list[Found]:
    found = NewsPage.objects.published().search_words(words).newest_first()[:limit]
    return [Found(page.title, page.url, page.introduction, icon="newspaper") for page in found if page.url]


def find_pages(user, words: str, limit: int) -> list[Found]:
    """Content pages and the accessibility statement."""
    found = ContentPage.objects.live().public().search_words(words).order_by("title")[:limit]
    pages = [Found(page.title, page.url, page.introduction) for page in found if page.url]
    return pages + [
        Found(page.title, page.url) for page in AccessibilityPage.objects.live().public() if _has(page.title, words) and page.url
    ]


def _has(text: str, words: str) -> bool:
    from accounts.models.user import fold

    return all(word in fold(text) for word in fold(words).split())
