"""The size of text a person reads with."""

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
