"""The sessions of a person: seen and ended by their owner, ended by silence, by age, by a new password.

What decides lies in the session itself, so that a request costs no query more: when it was opened and last used, and how
long each may last for the roles held. The row (accounts.models.OpenSession) is what its owner sees of it.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.cache import cache
from django.utils import timezone

from accounts.models import OpenSession, User
from accounts.network import address_of

# A session is noted as used at most once in so many seconds.
SEEN_EVERY = 60
DAY = 24 * 3600


class Ending(StrEnum):
    IDLE = "idle"
    AGE = "age"
    ELSEWHERE = "elsewhere"


def begin(request, user: User) -> int:
    """The person signed in: write down the session and how long it may last.

    With SESSION_SINGLE, their others end, and the devices that had them are told; returns how many there were.
    """
    now = int(timezone.now().timestamp())
    request.session["opened_at"] = request.session["seen_at"] = now
    set_limits(request, user)
    if not request.session.session_key:
        request.session.create()
    ended = _end_for_another(user, keep=request.session.session_key) if settings.SESSION_SINGLE else 0
    _write_row(request, user)
    return ended


def set_limits(request, user: User) -> None:
    """How long the session may be left alone and may last, in seconds, by the strictest of the roles held (0: no limit)."""
    roles = user.careful_roles
    days = min(settings.SESSION_REMEMBER_DAYS[role] for role in roles)
    if request.session.get("remembered") and days:
        request.session.set_expiry(days * DAY)
        limits = {"idle": 0, "age": days * DAY}
    else:
        minutes = [settings.SESSION_IDLE_MINUTES[role] for role in roles]
        limits = {"idle": min(filter(None, minutes), default=0) * 60, "age": settings.SESSION_COOKIE_AGE}
    request.session["limits"] = limits


def outlived(session) -> Ending | None:
    """Why the session is over, if it is."""
    now, limits = timezone.now().timestamp(), session.get("limits", {})
    if limits.get("age") and now - session["opened_at"] >= limits["age"]:
        return Ending.AGE
    if limits.get("idle") and now - session["seen_at"] >= limits["idle"]:
        return Ending.IDLE
    return None


def touch(request) -> None:
    """The session is in use. Roles may have changed: limits are looked up again."""
    now = int(timezone.now().timestamp())
    if "opened_at" not in request.session:
        begin(request, request.user)
        return None
    if now - request.session["seen_at"] < SEEN_EVERY:
        return None
    request.session["seen_at"] = now
    set_limits(request, request.user)
    return _write_row(request, request.user)


def renew(request, user: User) -> None:
    """After a change of password: all the person's sessions end, and this one goes on under another key."""
    end_all(user)
    update_session_auth_hash(request, user)
    begin(request, user)


def end(sessions) -> int:
    """End these sessions (rows of OpenSession); returns how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = list(sessions)
    for row in rows:
        store.delete(row.key)
    OpenSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def end_all(user: User, keep: str = "") -> int:
    """End every session of the person but the one of key `keep`."""
    return end(OpenSession.objects.filter(user=user).exclude(key=keep))


def _end_for_another(user: User, keep: str) -> int:
    """End the person's other sessions, and remember for a while that it was for this one."""
    others = list(OpenSession.objects.filter(user=user).exclude(key=keep))
    for one in others:
        cache.set(_ended_mark(one.key), value=True, timeout=settings.SESSION_COOKIE_AGE)
    return end(others)


def ended_for_another(key: str) -> bool:
    """Did the session of this key end because its owner signed in elsewhere? Told once."""
    return settings.SESSION_SINGLE and cache.delete(_ended_mark(key))


def _ended_mark(key: str) -> str:
    return f"accounts.session_ended.{hashlib.sha256(key.encode()).hexdigest()}"


def forget_ended() -> int:
    """Delete the rows of sessions that ended by themselves, and the sessions of visitors that expired."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return OpenSession.objects.filter(ends_at__lt=timezone.now() - timedelta(days=1)).delete()[0]


def _write_row(request, user: User) -> None:
    session = request.session
    limits = session["limits"]
    ends = [session["opened_at"] + limits["age"]]
    if limits["idle"]:
        ends.append(session["seen_at"] + limits["idle"])
    values = {
        "user": user,
        "opened_at": datetime.fromtimestamp(session["opened_at"], UTC),
        "seen_at": datetime.fromtimestamp(session["seen_at"], UTC),
        "ends_at": datetime.fromtimestamp(min(ends), UTC),
        "address": address_of(request),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:300],
    }
    OpenSession.objects.update_or_create(key=session.session_key, defaults=values)
