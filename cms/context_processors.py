from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cms.domain.brand import brand_of, lazy_brand
from cms.domain.display import sizes_in_words, text_size_of
from cms.domain.footer import footer_pages
from cms.domain.looks import look_version
from cms.domain.tours import offered_tour


def brand(request) -> dict:
    """`brand`: name, logo and colours of the site; `look`: the version of its stylesheet; `text_size`, in percent,
    and `text_sizes` with their words; `tour_offer`: the guided visit that begins on this page; `footer_pages`.
    """
    return {
        "brand": lazy_brand(request),
        "look": SimpleLazyObject(lambda: look_version(brand_of(request))),
        "text_size": text_size_of(request),
        "text_sizes": sizes_in_words(get_language()),
        "tour_offer": SimpleLazyObject(lambda: offered_tour(request)),
        "footer_pages": SimpleLazyObject(lambda: footer_pages(request)),
    }


def token(request) -> dict:
    """`csrf_token`, masked once for a page in place of once for each of its forms."""
    return {"csrf_token": SimpleLazyObject(lambda: get_token(request))}
