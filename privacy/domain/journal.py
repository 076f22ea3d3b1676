"""The journal of erasures outside the database: what a restore must not bring back to life."""

import hashlib
import hmac
import json
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

FOLDER = "erasures"


def key_of(uid: UUID) -> str:
    """What stands for a person in the journal: it tells nothing by itself, and is found again from a restored row."""
    return keys_of(uid)[0]


def keys_of(uid: UUID) -> list[str]:
    """The key, and those that the person had under former secret keys of the platform."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(b"privacy.journal" + secret.encode(), uid.bytes, hashlib.sha256).hexdigest() for secret in secrets]


def note_outside(*, key: str, ground: str, at: str) -> None:
    """Write the line beside the database; written again, it stays as it was."""
    store, name = storages["journals"], f"{FOLDER}/{key}.json"
    if not store.exists(name):
        store.save(name, ContentFile(json.dumps({"key": key, "ground": ground, "at": at}).encode()))


def noted_outside() -> dict[str, str]:
    """The rule under which each key was erased."""
    store = storages["journals"]
    try:
        _folders, names = store.listdir(FOLDER)
    except FileNotFoundError:
        return {}
    found = {}
    for name in names:
        with store.open(f"{FOLDER}/{name}") as line:
            entry = json.loads(line.read())
        found[entry["key"]] = entry["ground"]
    return found
