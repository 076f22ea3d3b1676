"""Credentials: made, shown once, revoked, and handed to content that a learner opens."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from lrs.models import Client, Credential
from lrs.models.credential import Scope

LAUNCH_SCOPES = (Scope.WRITE, Scope.READ_MINE, Scope.STATE, Scope.PROFILE)


def issue(*, client: Client, scopes: Iterable[str], label: str = "", expires_at: datetime | None = None) -> tuple[Credential, str]:
    """A new credential and its secret, which is kept hashed and can never be shown again."""
    secret = secrets.token_urlsafe(32)
    credential = Credential.objects.create(
        client=client,
        label=label,
        key=secrets.token_hex(10),
        secret_hash=Credential.hash_of(secret),
        scopes=" ".join(scopes),
        expires_at=expires_at,
    )
    return credential, secret


def issue_launch(*, user, registration: UUID | None, hours: float) -> tuple[Credential, str]:
    """A pass for content that `user` opens: it speaks for that person alone, in that registration, until it expires.

    It goes as `Bearer key.secret`, or as Basic with key and secret.
    """
    secret = secrets.token_urlsafe(32)
    credential = Credential.objects.create(
        user=user,
        registration=registration,
        key=secrets.token_hex(10),
        secret_hash=Credential.hash_of(secret),
        scopes=" ".join(LAUNCH_SCOPES),
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    return credential, f"{credential.key}.{secret}"


def revoke(credential: Credential) -> None:
    """It is refused from now on; what it wrote stays."""
    if credential.revoked_at is None:
        credential.revoked_at = timezone.now()
        credential.save(update_fields=["revoked_at"])


def forget_launches(now: datetime | None = None) -> int:
    """Drop the passes of launches that expired a day ago; returns how many."""
    limit = (now or timezone.now()) - timedelta(days=1)
    return Credential.objects.filter(user__isnull=False, expires_at__lt=limit).delete()[0]
