"""State and profile documents: written under a lock, with the preconditions that were asked for."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from lrs.domain.agents import actor_of, identifier_of
from lrs.models import Document
from lrs.models.document import DocumentKind
from lrs.validation.clauses import Invalid
from lrs.validation.facts import key_of
from lrs.validation.reading import read_json, write_json


@dataclass(frozen=True)
class Place:
    """Where documents are: of a kind, of somebody (identifier and JSON), of an activity, in a registration."""

    kind: DocumentKind
    agent: str = ""
    agent_json: str = ""
    activity: str = ""
    registration: str | None = None

    @property
    def context_key(self) -> UUID:
        return key_of(json.dumps([int(self.kind), self.agent, self.activity]))

    def key(self, document_id: str) -> UUID:
        return key_of(json.dumps([int(self.kind), self.agent, self.activity, self.registration, document_id]))


def read(place: Place, document_id: str) -> Document | None:
    return Document.objects.filter(pk=place.key(document_id)).first()


def ids(place: Place, since: datetime | None) -> list[tuple[str, datetime]]:
    """Names and moments of the documents there, those of every registration when none is given."""
    found = _listed(place)
    if since:
        found = found.filter(updated_at__gt=since)
    return list(found.order_by("document_id").values_list("document_id", "updated_at"))


def _listed(place: Place):
    found = Document.objects.filter(context_key=place.context_key)
    return found.filter(registration=place.registration) if place.registration else found


def write(
    place: Place,
    document_id: str,
    content: bytes,
    content_type: str,
    *,
    merge: bool,
    user,
    allow: Callable[[Document | None], None],
) -> None:
    """Put a document there, or merge it into the one that is. `allow` raises when a precondition fails, under the lock."""
    try:
        with transaction.atomic():
            _write(place, document_id, content, content_type, merge=merge, user=user, allow=allow)
    except IntegrityError:
        # Somebody made the same document meanwhile: now it is there to be looked at.
        with transaction.atomic():
            _write(place, document_id, content, content_type, merge=merge, user=user, allow=allow)


def _write(place: Place, document_id: str, content: bytes, content_type: str, *, merge: bool, user, allow) -> None:
    key = place.key(document_id)
    existing = Document.objects.select_for_update().filter(pk=key).first()
    allow(existing)
    if merge and existing is not None:
        content = merged(existing, content, content_type)
        content_type = existing.content_type
    fields = {
        "content": content,
        "content_type": content_type[:300],
        "etag": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "updated_at": timezone.now(),
    }
    if existing is not None:
        Document.objects.filter(pk=key).update(**fields)
        return
    Document.objects.create(
        key=key,
        context_key=place.context_key,
        kind=place.kind,
        user=user,
        agent=place.agent_json,
        activity=place.activity,
        registration=place.registration,
        document_id=document_id,
        **fields,
    )


def merged(existing: Document, content: bytes, content_type: str) -> bytes:
    """The properties of the new object over those of the old (Communication 2.2; 4.1.6.2)."""
    if not (is_json(existing.content_type) and is_json(content_type)):
        raise Invalid("Content-Type", "documents", "only JSON documents are merged")
    old, new = as_object(bytes(existing.content)), as_object(content)
    return write_json({**old, **new}).encode()


def is_json(content_type: str) -> bool:
    return content_type.split(";", 1)[0].strip().lower() == "application/json"


def as_object(content: bytes) -> dict:
    value = read_json(content)
    if not isinstance(value, dict):
        raise Invalid("", "documents", "a JSON object is expected here")
    return value


@transaction.atomic
def delete(place: Place, document_id: str, *, allow: Callable[[Document | None], None]) -> None:
    existing = Document.objects.select_for_update().filter(pk=place.key(document_id)).first()
    allow(existing)
    if existing is not None:
        existing.delete()


def delete_all(place: Place) -> int:
    return _listed(place).delete()[0]


def write_state(*, user, activity: str, registration: UUID | None, state_id: str, content: dict) -> None:
    """A state document that the platform itself keeps of `user`, put over the one there was (cmi5, 10; SCORM profile)."""
    place = Place(
        DocumentKind.STATE, identifier_of(user), json.dumps(actor_of(user)), activity, str(registration) if registration else None
    )
    write(place, state_id, write_json(content).encode(), "application/json", merge=False, user=user, allow=lambda existing: None)


def give_agent_profile(*, user, profile_id: str, content: dict) -> None:
    """A profile document of `user` where they have none of that name yet (cmi5, 11): what content wrote there stays."""
    place = Place(DocumentKind.AGENT_PROFILE, identifier_of(user), json.dumps(actor_of(user)))
    if read(place, profile_id) is None:
        write(place, profile_id, write_json(content).encode(), "application/json", merge=True, user=user, allow=lambda existing: None)
