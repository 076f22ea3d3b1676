"""States and profiles (xAPI 1.0.3, Communication 2.2, 2.3, 2.6, 2.7, 3.1; IEEE 9274.1.1, 4.1.4, 4.1.6.2, 4.1.6.5, 4.1.6.6)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse, HttpResponseBase
from django.utils.http import http_date

from lrs.domain import documents
from lrs.domain.documents import Place
from lrs.endpoint.asking import Asked
from lrs.endpoint.cmi5 import guard_place, guard_preferences
from lrs.endpoint.credentials import require, require_same_person
from lrs.endpoint.refusals import Refused
from lrs.models import Document
from lrs.models.document import DocumentKind
from lrs.validation.clauses import V1, Invalid
from lrs.validation.reading import read_json
from lrs.validation.scalars import iri

Method = Callable[[Asked], HttpResponseBase]


@dataclass(frozen=True)
class Resource:
    """One of the three: which parameters say where, which one names the document, what the specification calls it."""

    kind: DocumentKind
    name: str
    where: frozenset[str]
    optional: frozenset[str]
    rule: str
    scope: str

    def place(self, asked: Asked, *more: str) -> Place:
        asked.only(self.where | self.optional | {*more})
        guard_place(asked)
        for name in self.where:
            asked.required(name, self.rule)
        agent, activity = asked.agent(), asked.parameters.get("activityId", "")
        if activity:
            iri(activity, "activityId")
        if agent:
            require_same_person(asked.credential, agent[1])
            self._nameable("agent", agent[1])
        return Place(
            kind=self.kind,
            agent=agent[1] if agent else "",
            agent_json=json.dumps(agent[0]) if agent else "",
            activity=activity,
            registration=asked.uuid("registration"),
        )

    def document_id(self, asked: Asked) -> str:
        name = asked.required(self.name, self.rule)
        self._nameable(self.name, name)
        return name

    def _nameable(self, parameter: str, name: str) -> None:
        """Documents lie under names, and PostgreSQL keeps the character zero in none."""
        if "\0" in name:
            raise Invalid(parameter, self.rule, "the character U+0000 cannot be part of a name")

    def get(self, asked: Asked) -> HttpResponseBase:
        require(asked.credential, self.scope)
        place = self.place(asked, self.name, "since")
        if self.name not in asked.parameters:
            return _ids(documents.ids(place, asked.moment("since")))
        if "since" in asked.parameters and asked.version != V1:
            raise Invalid("since", self.rule, "this does not go with the name of a document")
        found = documents.read(place, self.document_id(asked))
        if found is None:
            raise Refused(404, "there is no such document")
        headers = {"ETag": f'"{found.etag}"', "Last-Modified": http_date(found.updated_at.timestamp())}
        return HttpResponse(bytes(found.content), content_type=found.content_type, headers=headers)

    def put(self, asked: Asked) -> HttpResponseBase:
        return self._write(asked, merge=False)

    def post(self, asked: Asked) -> HttpResponseBase:
        return self._write(asked, merge=True)

    def _write(self, asked: Asked, *, merge: bool) -> HttpResponseBase:
        require(asked.credential, self.scope)
        place, name = self.place(asked, self.name), self.document_id(asked)
        kind = asked.content_type or "application/octet-stream"
        if documents.is_json(kind):
            documents.as_object(asked.body) if merge else read_json(asked.body)
        careful = not merge and (asked.version != V1 or self.kind != DocumentKind.STATE)

        def allow(existing: Document | None) -> None:
            guard_preferences(asked, existing, merge=merge)
            _allow(asked, existing, careful=careful)

        documents.write(
            place,
            name,
            asked.body,
            kind,
            merge=merge,
            user=_user_of(place),
            allow=allow,
        )
        return HttpResponse(status=204)

    def delete(self, asked: Asked) -> HttpResponseBase:
        require(asked.credential, self.scope)
        place = self.place(asked, self.name)
        if self.kind == DocumentKind.STATE and self.name not in asked.parameters:
            documents.delete_all(place)
        else:
            documents.delete(place, self.document_id(asked), allow=lambda existing: _allow(asked, existing, careful=False))
        return HttpResponse(status=204)

    @property
    def methods(self) -> dict[str, Method]:
        return {"GET": self.get, "PUT": self.put, "POST": self.post, "DELETE": self.delete}


def _allow(asked: Asked, existing: Document | None, *, careful: bool) -> None:
    """If-Match and If-None-Match (RFC 9110, 13.1); careful: one of them is needed to overwrite."""
    wanted, unwanted = asked.headers.get("if-match"), asked.headers.get("if-none-match")
    if wanted is not None and not (existing and _has(wanted, existing.etag)):
        raise Refused(412, "the document is not, or no longer, the one that If-Match names")
    if unwanted is not None and existing and _has(unwanted, existing.etag):
        raise Refused(412, "the document is there already")
    if careful and existing and wanted is None and unwanted is None:
        raise Refused(409, "the document exists: look at its current state, then send its ETag in If-Match, or If-None-Match")


def _has(header: str, etag: str) -> bool:
    tags = [one.strip().removeprefix("W/").strip('"') for one in header.split(",")]
    return "*" in tags or etag in tags


def _ids(found: list[tuple[str, Any]]) -> HttpResponse:
    headers = {"Last-Modified": http_date(max(when for _, when in found).timestamp())} if found else {}
    return HttpResponse(json.dumps([name for name, _ in found]), content_type="application/json", headers=headers)


def _user_of(place: Place):
    """The person of ours whose document it is, when it is one's."""
    ours = f"account|{settings.SITE_ORIGIN}|"
    if not place.agent.startswith(ours):
        return None
    try:
        return get_user_model().objects.filter(uid=UUID(place.agent.removeprefix(ours))).first()
    except ValueError:
        return None


STATE = Resource(DocumentKind.STATE, "stateId", frozenset({"activityId", "agent"}), frozenset({"registration"}), "state", "state").methods
AGENT_PROFILE = Resource(DocumentKind.AGENT_PROFILE, "profileId", frozenset({"agent"}), frozenset(), "agent profile", "profile").methods
ACTIVITY_PROFILE = Resource(
    DocumentKind.ACTIVITY_PROFILE, "profileId", frozenset({"activityId"}), frozenset(), "activity profile", "profile"
).methods
