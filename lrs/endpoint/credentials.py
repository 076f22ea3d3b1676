"""Who asks: HTTP Basic as the standard tools send it, or a bearer token; guessing is limited."""

import base64
import binascii
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from accounts.network import address_of
from lrs.endpoint.refusals import Refused
from lrs.models import Client, Credential
from lrs.registry import origins_of_content
from lrs.validation.facts import key_of

# How long a process remembers a credential it checked: a revoked one works this much longer at most.
SECONDS = 5.0
USED_EVERY = 60.0
MISSES, WINDOW = 20, 300

_checked: dict[str, tuple[float, Credential]] = {}
_origins: tuple[float, frozenset[str]] = (0.0, frozenset())


def identify(request: HttpRequest, header: str) -> Credential:
    """The credential of an Authorization header; Refused (401, 429) when there is none that is good."""
    now = time.monotonic()
    remembered = _checked.get(header)
    if remembered and remembered[0] > now and remembered[1].is_usable:
        return remembered[1]
    _checked.pop(header, None)
    key, secret = _pair(header)
    # A classroom may share an address: what is counted closely is one key tried from one place.
    place = _place(request)
    counts = {f"{place}-{key_of(key).hex}": MISSES, place: MISSES * 20}
    if any(tries >= counts[name] for name, tries in cache.get_many(counts).items()):
        raise Refused(429, "too many wrong credentials from here; try again in five minutes", {"Retry-After": str(WINDOW)})
    found = Credential.objects.usable().select_related("client", "user").filter(key=key).first() if key else None
    if found is None or not found.accepts(secret):
        for name in counts if header else ():
            cache.add(name, 0, WINDOW)
            cache.incr(name)
        raise Refused(401, "credentials of this record store are needed", {"WWW-Authenticate": 'Basic realm="xAPI", charset="UTF-8"'})
    if len(_checked) > 1000:
        _checked.clear()
    _checked[header] = (now + SECONDS, found)
    _note_use(found)
    return found


def _pair(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(" ")
    if kind.lower() == "bearer":
        key, _, secret = rest.strip().partition(".")
        return key, secret
    if kind.lower() != "basic":
        return "", ""
    try:
        key, _, secret = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return key, secret


def _place(request: HttpRequest) -> str:
    """Where the request comes from, as the cache names it."""
    return f"xapi-misses-{key_of(address_of(request) or '').hex}"


def _note_use(credential: Credential) -> None:
    now = timezone.now()
    if credential.last_used_at is None or (now - credential.last_used_at).total_seconds() > USED_EVERY:
        Credential.objects.filter(pk=credential.pk).update(last_used_at=now)
        credential.last_used_at = now


def is_welcome(origin: str) -> bool:
    """May pages of this origin call the store? Those of our origins, of configured clients, and of content elsewhere that we launch."""
    global _origins  # noqa: PLW0603
    if origin in {settings.CONTENT_ORIGIN, settings.SITE_ORIGIN}:
        return True
    until, known = _origins
    if until < time.monotonic():
        lines = "\n".join(Client.objects.exclude(origins="").values_list("origins", flat=True)).split()
        known = frozenset(f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in lines) | origins_of_content()
        _origins = (time.monotonic() + SECONDS, known)
    return origin in known


def forget(**kwargs) -> None:
    """Nothing remembered outlives a change made by this process."""
    global _origins  # noqa: PLW0603
    _checked.clear()
    _origins = (0.0, frozenset())


for _signal in (post_save, post_delete):
    for _model in (Client, Credential):
        _signal.connect(forget, sender=_model, dispatch_uid=f"lrs.credentials.{_model.__name__}")


def may(credential: Credential, *scopes: str) -> bool:
    return bool(credential.scope_set.intersection((*scopes, "all")))


def require(credential: Credential, *scopes: str) -> None:
    if not may(credential, *scopes):
        raise Refused(403, f"this credential lacks the scope {' or '.join(scopes)}")


def require_same_person(credential: Credential, identifier: str | None) -> None:
    """A launch's pass speaks for its person alone."""
    if credential.user_id and identifier != f"account|{settings.SITE_ORIGIN}|{person_of(credential)}":
        raise Refused(403, "this pass speaks for one person only")


def person_of(credential: Credential) -> str:
    return str(credential.user.uid) if credential.user else ""
