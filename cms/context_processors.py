from django.utils.functional import SimpleLazyObject

from cms.domain.brand import brand_of, lazy_brand
from cms.domain.display import TEXT_SIZES, text_size_of
from cms.domain.footer import footer_pages
from cms.domain.looks import look_version
from cms.domain.tours import offered_tour


def brand(request) -> dict:
    """`brand`: name, logo and colours of the site; `look`: the version of its stylesheet; `text_size` and `text_sizes`, in
    percent; `tour_offer`: the guided visit that begins on this page; `footer_pages`.
    """
    return {
        "brand": lazy_brand(request),
        "look": SimpleLazyObject(lambda: look_version(brand_of(request))),
        "text_size": text_size_of(request),
        "text_sizes": TEXT_SIZES,
        "tour_offer": SimpleLazyObject(lambda: offered_tour(request)),
        "footer_pages": SimpleLazyObject(lambda: footer_pages(request)),
    }
