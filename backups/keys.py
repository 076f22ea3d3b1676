"""Keys of backups: age identities (age-encryption.org/v1). The first seals, all of them open: a new one is put first."""

import hashlib
import hmac
from functools import cache
from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CannotOpen(Exception):
    """What was read is not whole, or was sealed with a key that this platform does not have."""


def _parse(text: str):
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise ImproperlyConfigured("BACKUP_KEYS holds a text that is no key: write AGE-SECRET-KEY-1…, several with commas.") from None


@cache
def _identities(texts: tuple[str, ...]) -> list:
    return [_parse(text) for text in texts]


def _texts() -> tuple[str, ...]:
    """Those of the settings; without any, one that is made once and kept beside the local data."""
    if settings.BACKUP_KEYS:
        return tuple(settings.BACKUP_KEYS)
    path = Path(settings.VAR_DIR) / "backup-key.txt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    return (path.read_text().strip(),)


def seal(source: IO[bytes], target: IO[bytes]) -> None:
    pyrage.encrypt_io(source, target, [_identities(_texts())[0].to_public()])


def unseal(source: IO[bytes], target: IO[bytes]) -> None:
    """Raises CannotOpen."""
    try:
        pyrage.decrypt_io(source, target, _identities(_texts()))
    except (pyrage.DecryptError, OSError) as error:
        raise CannotOpen(str(error)) from error


def name_of(digest: str) -> str:
    """The name under which the content with this SHA-256 is kept: the same for the same content, and telling nobody what it is."""
    return hmac.new(_texts()[0].encode(), digest.encode(), hashlib.sha256).hexdigest()
