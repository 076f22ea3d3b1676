"""What every page reads and few changes touch, kept in each process until content changes anywhere.

One token in the cache that all processes share stands for the state of the content; each change of a watched model
makes a new one, at once and again when its transaction is committed. What a process kept under a former token is made
anew. Without a shared cache (Redis away) nothing is kept. Values are shared between threads: nobody may change them.
docs/decisions/0062-kept-content.md tells why this never shows a learner, nor writes, anything stale.
"""

import threading
import time
import uuid
from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

KEY = "content-token"
MOST_KEPT = 2000

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

# While this thread answers a request that only reads: the token it read first. One answer shows one state of the content.
_answering = threading.local()
# By name: the token under which it was made, when it is forgotten anyway (monotonic seconds), and the value.
_kept: dict[Hashable, tuple[str, float, Any]] = {}


def kept(name: Hashable, make: Callable[[], Value]) -> Value:
    """The value of `name` as `make()` gave it since content last changed."""
    return kept_each("one", [name], lambda _missing: {name: make()})[name]


def kept_each(family: str, keys: Iterable[Key], make: Callable[[Collection[Key]], dict[Key, Value]]) -> dict[Key, Value]:
    """The same for several at once: `make` is asked for those that are missing, all together."""
    wanted = list(keys)
    token = _token()
    if token is None:
        return make(wanted)
    now = time.monotonic()
    found: dict[Key, Value] = {}
    for key in wanted:
        entry = _kept.get((family, key))
        if entry is not None and entry[0] == token and entry[1] > now:
            found[key] = entry[2]
    missing = [key for key in wanted if key not in found]
    if missing:
        made = make(missing)
        _keep(family, made, token, now + settings.CONTENT_KEPT_SECONDS)
        found |= made
    return found


def _keep(family: str, made: dict, token: str, until: float) -> None:
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    for key, value in made.items():
        _kept[family, key] = (token, until, value)


def _token() -> str | None:
    """The state of the content; None when nothing may be kept."""
    if not settings.CONTENT_KEPT_SECONDS:
        return None
    token = getattr(_answering, "token", None) or cache.get(KEY)
    if token is None:
        cache.add(KEY, uuid.uuid4().hex, None)
        token = cache.get(KEY)
    if getattr(_answering, "only_reads", False):
        _answering.token = token
    return token


@receiver(request_started, dispatch_uid="kept.request_started")
def begin_answer(environ=None, **_signal) -> None:
    _answering.token, _answering.only_reads = None, bool(environ) and environ["REQUEST_METHOD"] in {"GET", "HEAD"}


@receiver(request_finished, dispatch_uid="kept.request_finished")
def end_answer(**_signal) -> None:
    _answering.token, _answering.only_reads = None, False


def content_changed(**_signal) -> None:
    """Whatever was kept is made anew: from now on, and again once this transaction is seen by others."""
    if settings.CONTENT_KEPT_SECONDS:
        _new_token()
        transaction.on_commit(_new_token)


def _new_token() -> None:
    _answering.token = None
    cache.set(KEY, uuid.uuid4().hex, None)


def watch(*watched: type[models.Model]) -> None:
    """Content changes whenever a row of these models is saved or deleted (rows changed in bulk: call content_changed)."""
    for model in watched:
        post_save.connect(content_changed, sender=model, dispatch_uid=f"kept.{model._meta.label}.saved")
        post_delete.connect(content_changed, sender=model, dispatch_uid=f"kept.{model._meta.label}.deleted")
