"""The size of text a person reads with."""

from functools import lru_cache

from django.utils.translation import gettext as _

TEXT_SIZES = (90, 100, 110, 125, 150, 200)
COOKIE = "text_size"


def text_size_of(request) -> int:
    """Percent of the normal size: the signed-in person's choice, else the cookie's, else 100."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return nearest_size(user.text_size)
    value = request.COOKIES.get(COOKIE, "")
    return nearest_size(int(value)) if value.isdigit() and len(value) < 4 else 100


def nearest_size(wanted: int) -> int:
    return min(TEXT_SIZES, key=lambda size: abs(size - wanted))


def save_text_size(*, user, size: int) -> None:
    user.text_size = nearest_size(size)
    user.save(update_fields=["text_size"])


@lru_cache(maxsize=16)
def sizes_in_words(_language: str | None) -> tuple[tuple[int, str, str], ...]:
    """Each size, as a form sends it, and in the words of the language that is active: every page of the site shows them all."""
    return tuple((size, str(size), _("%(size)d %%") % {"size": size}) for size in TEXT_SIZES)
