"""Is the process alive, and can it serve."""

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request):
    """200 when the database and the cache answer, else 503 with what does not."""
    checks = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
    return JsonResponse({name: "ok" if fine else "down" for name, fine in checks.items()}, status=200 if all(checks.values()) else 503)


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("readyz", "1", 10)
    if cache.get("readyz") != "1":
        raise OSError("the cache does not keep what it is given")


def _answers(ask) -> bool:
    try:
        ask()
    except (DatabaseError, OSError):
        logger.exception("not ready")
        return False
    return True
