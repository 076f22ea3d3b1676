"""How many queries an answer takes, counted in this process on the same database, with the settings of production."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks.load.people import Learner
from benchmarks.load.scenes import HOME


class Counter:
    """Asks as `email` what a scene asks."""

    def __init__(self, email: str) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        self.client = Client(headers={"host": urlsplit(settings.SITE_ORIGIN).netloc})
        self.client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")

    def count(self, ask: Callable) -> int:
        """The queries of the second time: the first fills what is kept."""
        ask()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = ask()
        if answer.status_code not in {200, 302}:
            raise ValueError(f"{answer.status_code}: {answer.content[:300]!r}")
        self.last = [query["sql"] for query in captured.captured_queries]
        return len([sql for sql in self.last if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])

    def page(self, path: str) -> int:
        return self.count(lambda: self.client.get(path))


def count_for(one: Learner) -> dict[str, int]:
    counter = Counter(one.email)
    content = {"host": urlsplit(settings.CONTENT_ORIGIN).netloc, "origin": settings.CONTENT_ORIGIN}

    def send(address: str, value: dict):
        body = json.dumps(value)
        return counter.client.post(urlsplit(address).path, body, content_type="application/json", headers=content)

    return {
        "home": counter.page(HOME),
        "pathway": counter.page(one.pathway),
        "step": counter.page(one.page),
        "module page": counter.page(one.module.step),
        "player": counter.count(lambda: counter.client.get(urlsplit(one.module.player).path, headers=content)),
        "open part": counter.count(lambda: send(one.module.player + "ouvrir/", {"item": one.module.item})),
        "commit": counter.count(lambda: send(one.module.commit_address, one.module.next_commit(one.rng))),
        "forum": counter.page(one.forum),
        "thread": counter.page(one.thread),
    }
