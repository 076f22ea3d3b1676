"""The brand of mails and documents, made where no request is at hand."""

from django.conf import settings
from wagtail.models import Site

from cms.models import Brand


def site_brand() -> Brand:
    """The default site's brand; the defaults, under the platform's name, where nobody has set one."""
    site = Site.objects.filter(is_default_site=True).first()
    found = Brand.objects.select_related("logo").filter(site=site).first() if site else None
    return found or Brand(name=settings.WAGTAIL_SITE_NAME)
