"""From a request on `/xapi/` to its answer: version, method, credentials, resource, and headers that all answers have."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from lrs.cmi5.refusals import Forbidden
from lrs.domain.storing import Conflict
from lrs.endpoint import cmi5, credentials, description, documents, lookups, statements
from lrs.endpoint.asking import PUBLIC, Asked, read
from lrs.endpoint.refusals import Refused, refusal
from lrs.validation.clauses import V1, V2, Invalid

logger = logging.getLogger(__name__)

PREFIX = "/xapi/"
MORE = "statements/more/"
RESOURCES: dict[str, dict[str, Callable[[Asked], HttpResponseBase]]] = {
    "statements": statements.METHODS,
    "activities/state": documents.STATE,
    "activities/profile": documents.ACTIVITY_PROFILE,
    "agents/profile": documents.AGENT_PROFILE,
    "agents": lookups.AGENTS,
    "activities": lookups.ACTIVITIES,
    "about": lookups.ABOUT,
    "openapi.json": description.METHODS,
}
ALLOWED_HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, Accept, Accept-Language, X-Experience-API-Version"
EXPOSED_HEADERS = "ETag, Last-Modified, Content-Length, X-Experience-API-Version, X-Experience-API-Consistent-Through"


def answer(request: HttpRequest) -> HttpResponseBase:
    """The whole endpoint. Nothing of a session is read, and no exception leaves it."""
    asked: Asked | None = None
    # Content joins the endpoint and a resource with or without a "/" of its own.
    resource = request.path_info.removeprefix(PREFIX).strip("/")
    try:
        request.get_host()
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
        else:
            asked, response = _answer(request, resource)
    except Refused as refused:
        response = refusal(request, refused.status, refused.message, refused.headers)
    except Forbidden as forbidden:
        response = refusal(request, 403, forbidden.message)
    except Invalid as problem:
        response = refusal(request, 400, problem.message(_version(request, asked)))
    except Conflict as conflict:
        response = refusal(request, 409, f"statement {conflict} is here already and says something else")
    except DisallowedHost:
        response = refusal(request, 400, "this host is not served")
    except Exception:
        logger.exception("the record store failed on %s %s", request.method, resource[:80])
        response = refusal(request, 500, "something went wrong here; nothing was stored")
    return _finish(request, response, resource, _version(request, asked))


def _answer(request: HttpRequest, resource: str) -> tuple[Asked, HttpResponseBase]:
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        raise Refused(403, "the record store is reached over HTTPS only")
    more = ""
    if resource.startswith(MORE):
        resource, more = "statements", resource.removeprefix(MORE)
    methods = RESOURCES.get(resource)
    if methods is None:
        raise Refused(404, "there is no such resource")
    asked = read(request, resource)
    method = "GET" if asked.method == "HEAD" else asked.method
    if method not in methods or (more and method != "GET"):
        raise Refused(405, "this resource has no such method", {"Allow": ", ".join(sorted({*methods, "HEAD", "OPTIONS"}))})
    if resource not in PUBLIC:
        asked.credential = credentials.identify(request, asked.headers.get("authorization", ""))
        cmi5.find_session(asked)
    if more:
        return asked, statements.go_on(asked, more)
    return asked, methods[method](asked)


def _version(request: HttpRequest, asked: Asked | None) -> str:
    """What the answer says it is: the version asked for, or the one that is assumed."""
    given = asked.version if asked else request.headers.get("X-Experience-API-Version", "")
    if re.match(r"1\.0(\.|$)", given):
        return V1
    return V2 if re.match(r"2\.0(\.|$)", given) else settings.LRS_DEFAULT_VERSION


def _finish(request: HttpRequest, response: HttpResponseBase, resource: str, version: str) -> HttpResponseBase:
    response.headers["X-Experience-API-Version"] = version
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    if resource.startswith("statements"):
        response.headers["X-Experience-API-Consistent-Through"] = statements.consistent_through()
    origin = request.headers.get("Origin")
    if origin:
        response.headers["Vary"] = "Origin"
        if credentials.is_welcome(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, PUT, POST, DELETE"
                response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
                response.headers["Access-Control-Max-Age"] = "600"
    if response.status_code == 204:
        # Nothing has no type and no length (RFC 9110, 8.6).
        del response.headers["Content-Type"]
    elif isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        _empty(response)
    return response


def _empty(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    else:
        response.content = b""  # type: ignore[attr-defined]
