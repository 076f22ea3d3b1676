from cms.models.accessibility import AccessibilityPage, Conformity
from cms.models.brand import Brand
from cms.models.news import NewsIndexPage, NewsKind, NewsPage
from cms.models.pages import BasePage, ContentPage, HomePage, WrittenPage
from cms.models.tours import SeenTour

__all__ = [
    "AccessibilityPage",
    "BasePage",
    "Brand",
    "Conformity",
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsKind",
    "NewsPage",
    "SeenTour",
    "WrittenPage",
]
