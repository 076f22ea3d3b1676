"""Who the visitor sees: the brand of the site that answers, even before anyone has set one."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from cms.domain.kept import kept
from cms.models import Brand


def brand_of(request) -> Brand:
    """The site's brand, or an unsaved one with the defaults; kept until content changes, and never written here."""
    if not hasattr(request, "_brand"):
        request._brand = kept(("brand", request.get_host()), lambda: _find(Site.find_for_request(request)))
    return request._brand


def _find(site: Site | None) -> Brand:
    found = Brand.objects.select_related("logo", "logo_dark", "icon").filter(site=site).first() if site else None
    return found or Brand(name=settings.WAGTAIL_SITE_NAME)


def lazy_brand(request) -> SimpleLazyObject:
    return SimpleLazyObject(lambda: brand_of(request))
