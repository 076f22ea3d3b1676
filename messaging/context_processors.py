from django.utils.functional import SimpleLazyObject

from messaging.domain.reading import has_news


def news(request) -> dict:
    """`has_news`: does something unread wait for the signed-in person? Asked only where the page shows it."""
    user = getattr(request, "user", None)
    return {"has_news": SimpleLazyObject(lambda: bool(user is not None and user.is_authenticated and has_news(user)))}
