"""One request as the resources see it, whichever way it was written."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest

from lrs.endpoint.refusals import Refused
from lrs.models import Cmi5Session, Credential
from lrs.validation.actors import actor
from lrs.validation.clauses import V1, V2, Invalid
from lrs.validation.reading import read_json
from lrs.validation.scalars import iri, moment, uuid

VERSION = re.compile(r"[12]\.0(?:\.\d+)?", re.ASCII)
FORM = "application/x-www-form-urlencoded"
# What anybody may ask, without credentials and in any version.
PUBLIC = frozenset({"about", "openapi.json"})
# Headers that the alternate syntax of 1.0.3 sends as fields of a form (Communication 1.3).
AS_FIELDS = (
    "Authorization",
    "X-Experience-API-Version",
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
    "Accept",
    "Accept-Language",
)
# Two of a header that is none of a list arrive as one, with a comma between them (RFC 9110, 5.3).
DOUBLED = {
    "authorization": (re.compile(r"(?i)(?:basic|bearer)\b.*,"), "authentication"),
    "content-type": (re.compile(r"[^\"]*,\s*[\w.+\-]+/[\w.+\-]+"), "content type"),
}
METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})


@dataclass
class Asked:
    """method, resource ("activities/state"), version (V1, V2), parameters of the query, headers (lower case), body.

    session: the one of cmi5 that the credential was given for.
    """

    method: str
    resource: str
    version: str
    parameters: dict[str, str]
    headers: dict[str, str]
    body: bytes
    credential: Credential = field(default_factory=Credential)
    session: Cmi5Session | None = None

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    def only(self, allowed: frozenset[str]) -> None:
        """No parameter that the resource does not know (Communication 3.2; 4.1.5)."""
        for name in self.parameters:
            if name not in allowed:
                raise Invalid(name, "parameters", "this resource knows no such parameter")

    def required(self, name: str, rule: str) -> str:
        if not self.parameters.get(name):
            raise Invalid(name, rule, "this parameter is required")
        return self.parameters[name]

    def uuid(self, name: str) -> str | None:
        return uuid(self.parameters[name], name).lower() if name in self.parameters else None

    def iri(self, name: str) -> str | None:
        return iri(self.parameters[name], name) if name in self.parameters else None

    def moment(self, name: str) -> datetime | None:
        return moment(self.parameters[name], name, V1) if name in self.parameters else None

    def flag(self, name: str) -> bool:
        value = self.parameters.get(name, "false")
        if value not in {"true", "false"}:
            raise Invalid(name, "parameters", "true or false is expected here")
        return value == "true"

    def agent(self, name: str = "agent") -> tuple[dict, str] | None:
        """The agent or identified group in a parameter, and its identifier."""
        if name not in self.parameters:
            return None
        value = read_json(self.parameters[name])
        found = list(actor(value, name))
        if value.get("objectType") == "Group" and not {"mbox", "mbox_sha1sum", "openid", "account"} & value.keys():
            raise Invalid(name, "ifi", "a group without identifier cannot be asked for")
        return value, found[0]


def read(request: HttpRequest, resource: str) -> Asked:
    """The request in its plain form; Refused or Invalid when it is none."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    for name, (pattern, rule) in DOUBLED.items():
        if name in headers and pattern.match(headers[name]):
            raise Invalid(name, rule, "this header is there twice")
    parameters = _pairs(request.META.get("QUERY_STRING", ""))
    asked = Asked(str(request.method), resource, V2, parameters, headers, _body(request))
    given = headers.get("x-experience-api-version")
    if "method" in parameters and asked.method == "POST" and not (given or "").startswith("2"):
        _alternate(asked)
        given = asked.headers.get("x-experience-api-version")
    asked.version = version_of(given, resource)
    return asked


def version_of(given: str | None, resource: str) -> str:
    """V1 or V2 by the request's header (Communication 3.3; 4.1.7)."""
    if resource in PUBLIC:
        return V1 if (given or settings.LRS_DEFAULT_VERSION).startswith("1") else V2
    if given is None:
        raise Invalid("X-Experience-API-Version", "versioning", "every request has this header")
    if not VERSION.fullmatch(given.strip()):
        raise Invalid("X-Experience-API-Version", "versioning", "this store speaks 1.0.x and 2.0.x")
    return V1 if given.strip().startswith("1") else V2


def _pairs(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as problem:
        raise Invalid("", "encoding", "the parameters are not UTF-8") from problem
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Invalid("", "parameters", "a parameter is there twice")
    return found


def _body(request: HttpRequest) -> bytes:
    if request.method not in {"PUT", "POST"}:
        return b""
    most = settings.LRS_MAX_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Refused(413, f"at most {most} bytes are taken at once")
    body = request.read(most + 1)
    if len(body) > most:
        raise Refused(413, f"at most {most} bytes are taken at once")
    return body


def _alternate(asked: Asked) -> None:
    """A form posted by a browser that knows GET and POST only (xAPI 1.0.3, Communication 1.3)."""
    method = asked.parameters.pop("method")
    if method not in METHODS:
        raise Invalid("method", "alternate", "this is no method")
    if asked.parameters:
        raise Invalid("", "alternate", "only the method stands in the query, all else in the form")
    kind = asked.content_type.split(";")[0].strip().lower()
    if asked.body and kind and kind != FORM:
        raise Invalid("Content-Type", "alternate", f"the form is sent as {FORM}")
    try:
        fields = _pairs(asked.body.decode())
    except UnicodeDecodeError as problem:
        raise Invalid("", "encoding", "the form is not UTF-8") from problem
    asked.headers.pop("content-type", None)
    asked.method = method
    for name in AS_FIELDS:
        if name in fields:
            asked.headers.setdefault(name.lower(), fields.pop(name))
            fields.pop(name, None)
    content: Any = fields.pop("content", None)
    if method in {"PUT", "POST"}:
        if content is None:
            raise Invalid("content", "alternate", "what is sent stands in the field content")
        asked.headers.setdefault("content-type", "application/json")
    elif content is not None:
        raise Invalid("content", "alternate", "this method sends nothing")
    asked.body = (content or "").encode()
    asked.parameters = fields
