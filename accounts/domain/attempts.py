"""Wrong passwords in a row: after so many the way in is locked for a while, known address or not.

Before that, allauth's limits make whoever tries wait (ACCOUNT_RATE_LIMITS). The lock is of the password alone: a passkey
opens all the same, and the person unlocks the account by a link sent to their address.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.domain.events import note
from accounts.models import SignInAttempts, User
from accounts.models.event import EventKind
from accounts.models.identifier import read_identifier
from accounts.models.user import normalize_address
from accounts.signals import account_locked

SALT = "accounts.attempts"


def find_by_login(login: str) -> User | None:
    """The account whose address or identifier was typed."""
    address, identifier = normalize_address(login), read_identifier(login)
    found = User.objects.filter(email=address)
    return (found | User.objects.filter(identifier=identifier) if identifier else found).first()


def attempts_of(login: str) -> SignInAttempts:
    """What was tried on this way in; not saved when nothing was."""
    key = _key(find_by_login(login), login)
    return SignInAttempts.objects.filter(pk=key).first() or SignInAttempts(pk=key)


@transaction.atomic
def note_failure(login: str, request=None) -> None:
    """One more wrong password; the last one allowed locks, and the person gets a link to unlock."""
    user, now = find_by_login(login), timezone.now()
    row, _made = SignInAttempts.objects.select_for_update().get_or_create(pk=_key(user, login))
    forgotten = row.failed_at < now - timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES) or (row.locked_until and row.locked_until <= now)
    row.failures = 1 if forgotten else F("failures") + 1
    row.failed_at, row.locked_until = now, None
    row.save()
    row.refresh_from_db()
    if row.failures < settings.SIGN_IN_FAILURES:
        return
    row.locked_until = now + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    row.save()
    if user is not None and user.is_active:
        note(user=user, kind=EventKind.LOCKED, request=request)
        account_locked.send(sender=User, user=user, url=unlock_url(user, row))


def is_locked(user: User) -> bool:
    return any(row.is_locked for row in SignInAttempts.objects.filter(pk=_key(user, "")))


def unlock(*, user: User, by: User | None = None, request=None) -> None:
    """Forget the wrong passwords of the person."""
    locked = is_locked(user)
    forget_failures(user)
    if locked:
        note(user=user, kind=EventKind.UNLOCKED, by=by, request=request)


def forget_failures(user: User) -> None:
    SignInAttempts.objects.filter(pk=_key(user, "")).delete()


def unlock_url(user: User, row: SignInAttempts) -> str:
    """The absolute address that unlocks; it is good for this lock alone."""
    token = signing.dumps([str(user.uid), str(row.locked_until)], salt=SALT)
    return settings.SITE_ORIGIN + reverse("accounts:unlock", args=[token])


def locked_person(token: str) -> User | None:
    """Whom a link unlocks; None once the lock is over, or when the link was never ours."""
    try:
        uid, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.active().filter(uid=uid).first()
    row = SignInAttempts.objects.filter(pk=_key(user, "")).first() if user else None
    return user if row is not None and row.is_locked and str(row.locked_until) == until else None


@transaction.atomic
def count_try(what: str, value: str, *, most: int, minutes: int) -> bool:
    """One more try of something that may be done `most` times before a rest of so many minutes; False where it is too often.

    Nothing of the value can be read from what is kept, which goes after a day.
    """
    key = salted_hmac(SALT, f"{what}:{value}", algorithm="sha256").hexdigest()
    now = timezone.now()
    row, _made = SignInAttempts.objects.select_for_update().get_or_create(pk=key)
    if row.failed_at < now - timedelta(minutes=minutes):
        row.failures = 0
    if row.failures >= most:
        return False
    row.failures, row.failed_at = row.failures + 1, now
    row.save(update_fields=["failures", "failed_at"])
    return True


def forget_old_attempts() -> int:
    return SignInAttempts.objects.filter(failed_at__lt=timezone.now() - timedelta(days=1)).delete()[0]


def _key(user: User | None, login: str) -> str:
    """One key for a person, by whichever name they sign in."""
    return salted_hmac(SALT, str(user.uid) if user else normalize_address(login), algorithm="sha256").hexdigest()
