# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.visits`: what counting visits costs: the middleware by itself, writing, counting, closing a day.

Processor time of this process, the best of batches, so that other work on the same cores does not matter much. Uses an
empty SQLite of its own, or the empty DATABASE_URL it is given (and REDIS_URL for the salt).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

BATCH = 500
BATCHES = 20
VISITORS, PAGES = 20_000, 5
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


def best(work: Callable[[], object], times: int = BATCH) -> float:
    """Milliseconds of processor for one call."""
    found = []
    for _batch in range(BATCHES):
        begun = time.process_time()
        for _time in range(times):
            work()
        found.append(time.process_time() - begun)
    return 1000 * min(found) / times


def once(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="compagnon-visits-"))
    os.environ.setdefault("VAR_DIR", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    os.environ["DEBUG"] = "0"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _middleware()
    _days()
    return 0


def _middleware() -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import resolve

    from visits.domain import buffer
    from visits.middleware import VisitsMiddleware

    buffer._writers.append(buffer.Writer())  # stands for one that runs: nothing is written while this is measured
    page = HttpResponse("<!doctype html>")
    plain, counting = (lambda request: page), VisitsMiddleware(lambda request: page)

    def asked(agent: str):
        headers = {"User-Agent": agent, "Accept-Language": "fr-FR,fr;q=0.9"}
        request = RequestFactory().get("/plan-du-site/", headers=headers, REMOTE_ADDR="90.1.2.3")
        request.user, request.resolver_match = AnonymousUser(), resolve("/plan-du-site/")
        return request

    for name, agent in (("counted", BROWSER), ("a robot", "Googlebot/2.1")):
        request = asked(agent)
        cost = best(partial(counting, request)) - best(partial(plain, request))
        tell(f"middleware, {name}", f"{cost:.4f} ms a request")
    buffer._waiting.clear()


def _days() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from visits.domain import buffer
    from visits.domain.closing import close_days
    from visits.domain.counting import count_waiting
    from visits.domain.days import day_of
    from visits.models import Count, WaitingView

    wrote: list[float] = []
    now = timezone.now().replace(hour=11)
    total = VISITORS * PAGES
    told = {"origin": "direct", "host": "", "device": "phone", "country": "FR", "language": "fr", "region": ["1"]}
    for number in range(total):
        at = now - timedelta(hours=8) + timedelta(milliseconds=200 * number)
        view = WaitingView(at=at, day=day_of(now), visitor=f"{number % VISITORS:032x}", told={"page": f"page{number % 150}", **told})
        buffer._waiting.append(view)
        if len(buffer._waiting) == 2000:
            wrote.append(once(buffer.flush))
    tell(f"writing, {total:,} views", f"{sum(wrote) / total:.4f} ms a view")
    tell("counting them", f"{once(partial(count_waiting, now + timedelta(hours=1))) / total:.4f} ms a view")
    tell(f"closing a day of {VISITORS:,} visitors", f"{once(partial(close_days, now + timedelta(days=1))):.0f} ms")
    tell("rows that stay of it", f"{Count.objects.count()}")


def tell(what: str, figure: str) -> None:
    print(f"{what:<36}{figure:>24}")


if __name__ == "__main__":
    sys.exit(main())
