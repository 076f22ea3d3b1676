"""The endpoint described in OpenAPI 3.1, at `/xapi/openapi.json`: for tools that read it, and for tests that try all it says."""

import json
from collections.abc import Callable
from functools import cache

from django.http import HttpResponse, HttpResponseBase

from lrs.endpoint.asking import Asked
from lrs.endpoint.schemas import IRI, MOMENT, TEXT, UUID, all_of_them, listed, one_or_more, ref

JSON, TEXT_TYPE, MULTIPART = "application/json", "text/plain", "multipart/mixed"
ERRORS = {
    "400": "What was sent breaks the standard; the answer names the place and the clause.",
    "401": "Credentials of this record store are needed.",
    "403": "The credential lacks the right.",
    "404": "There is no such thing.",
    "409": "It is here already and says something else.",
    "412": "A precondition fails.",
    "413": "Too large.",
    "429": "Too many wrong credentials.",
}
ALWAYS = ("400", "401", "403", "429")
DESCRIPTION = (
    "Both versions on one endpoint, by the header X-Experience-API-Version: 1.0.3 and 2.0.0 (IEEE 9274.1.1). HEAD wherever GET."
    " 1.0.3 has its alternate request syntax too: a form posted with `?method=`. Unknown parameters are refused."
)


def _header(name: str, schema: dict, *, required: bool = False) -> dict:
    return {"name": name, "in": "header", "required": required, "schema": schema}


def _query(name: str, schema: dict, *, required: bool = False) -> dict:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _in_json(name: str, schema: dict, *, required: bool = False) -> dict:
    return {"name": name, "in": "query", "required": required, "content": {JSON: {"schema": schema}}}


VERSION = _header("X-Experience-API-Version", {"type": "string", "pattern": r"^[12]\.0(\.[0-9]+)?$"}, required=True)
SINCE, FLAG = _query("since", MOMENT), {"type": "string", "enum": ["true", "false"]}
FORMATS = [_query("format", {"type": "string", "enum": ["ids", "exact", "canonical"]}), _query("attachments", FLAG)]
PRECONDITIONS = [_header("If-Match", TEXT), _header("If-None-Match", TEXT)]
FILTERS = [
    _query("statementId", UUID),
    _query("voidedStatementId", UUID),
    _in_json("agent", ref("Actor")),
    _query("verb", IRI),
    _query("activity", IRI),
    _query("registration", UUID),
    _query("related_activities", FLAG),
    _query("related_agents", FLAG),
    SINCE,
    _query("until", MOMENT),
    _query("limit", {"type": "integer", "minimum": 0}),
    _query("ascending", FLAG),
    *FORMATS,
    _header("Accept-Language", TEXT),
]
AGENT, ACTIVITY = _in_json("agent", ref("Actor"), required=True), _query("activityId", IRI, required=True)


def _answer(description: str, content: dict | None = None, headers: tuple[str, ...] = ()) -> dict:
    named = {name: {"required": True, "schema": TEXT} for name in ("X-Experience-API-Version", *headers)}
    return {"description": description, "headers": named, **({"content": content} if content else {})}


def _error(status: str) -> dict:
    return _answer(ERRORS[status], {TEXT_TYPE: {"schema": TEXT}, JSON: {"schema": ref("Error")}, "text/html": {"schema": TEXT}})


def _operation(name: str, summary: str, parameters: list[dict], answers: dict, *errors: str, body: dict | None = None) -> dict:
    failures = {status: _error(status) for status in sorted({*ALWAYS, *errors, *(["413"] if body else [])})}
    found = {"operationId": name, "summary": summary, "parameters": [VERSION, *parameters], "responses": {**answers, **failures}}
    return {**found, "requestBody": {"required": True, "content": body}} if body else found


def _json_answer(schema: dict, description: str, *headers: str) -> dict:
    return {"200": _answer(description, {JSON: {"schema": schema}}, headers)}


def _statements() -> dict:
    through = "X-Experience-API-Consistent-Through"
    kept = {JSON: {"schema": {"anyOf": [ref("Statement"), ref("StatementResult")]}}, MULTIPART: {"schema": TEXT}}
    body = {JSON: {"schema": one_or_more(ref("Statement"))}, MULTIPART: {"schema": TEXT}}
    one = {JSON: {"schema": ref("Statement")}, MULTIPART: {"schema": TEXT}}
    stored = {"204": _answer("It is stored, or was.", headers=(through,))}
    ids = _json_answer(listed(UUID), "The ids, in order.", through)
    which = [_query("statementId", UUID, required=True)]
    found = {"200": _answer("One statement, or a list.", kept, (through,))}
    return {
        "get": _operation("getStatements", "Statements that the filters choose, newest first, or one.", FILTERS, found, "404"),
        "put": _operation("putStatement", "Store one statement under an id.", which, stored, "409", body=one),
        "post": _operation("postStatements", "Store one statement or several, all or none.", [], ids, "409", body=body),
    }


def _more() -> dict:
    token = {"name": "token", "in": "path", "required": True, "schema": {"type": "string", "pattern": r"^[A-Za-z0-9_:.\-]+$"}}
    kept = {JSON: {"schema": ref("StatementResult")}, MULTIPART: {"schema": TEXT}}
    return {"get": _operation("getMoreStatements", "How a list goes on.", [token], {"200": _answer("The next page.", kept)}, "404")}


def _documents(kind: str, name: str, where: list[dict], *, all_at_once: bool = False) -> dict:
    one = [*where, _query(name, {"type": "string", "minLength": 1}, required=True)]
    any_of_them = [*where, _query(name, {"type": "string", "minLength": 1})]
    written = {"204": _answer("Done.")}
    found = {"200": _answer("The document; without its name, the names of all.", {"*/*": {}})}
    file = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    anything, merged = {JSON: {}, **file}, {JSON: {"schema": {"type": "object"}}, **file}
    some = any_of_them if all_at_once else one
    return {
        "get": _operation(f"get{kind}", "One document, or the names of those there.", [*any_of_them, SINCE], found, "404"),
        "put": _operation(f"put{kind}", "Store a document.", one + PRECONDITIONS, written, "409", "412", body=anything),
        "post": _operation(f"post{kind}", "Merge into the JSON that is there.", one + PRECONDITIONS, written, "412", body=merged),
        "delete": _operation(f"delete{kind}", "Delete it.", some + PRECONDITIONS, written, "412"),
    }


def _paths() -> dict:
    registration = _query("registration", UUID)
    person = _operation("getPerson", "What is known of an agent.", [AGENT], _json_answer(ref("Person"), "A person."))
    activity = _operation("getActivity", "An activity as the store knows it.", [ACTIVITY], _json_answer(ref("Activity"), "An activity."))
    about = {"operationId": "about", "summary": "Versions that are spoken.", "responses": _json_answer(ref("About"), "About.")}
    return {
        "/statements": _statements(),
        "/statements/more/{token}": _more(),
        "/activities/state": _documents("State", "stateId", [ACTIVITY, AGENT, registration], all_at_once=True),
        "/activities/profile": _documents("ActivityProfile", "profileId", [ACTIVITY]),
        "/agents/profile": _documents("AgentProfile", "profileId", [AGENT]),
        "/agents": {"get": person},
        "/activities": {"get": activity},
        "/about": {"get": {**about, "security": []}},
    }


@cache
def description() -> str:
    schemes = {"basic": {"type": "http", "scheme": "basic"}, "bearer": {"type": "http", "scheme": "bearer"}}
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "xAPI record store", "version": "2.0.0", "description": DESCRIPTION},
        "servers": [{"url": "/xapi"}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": _paths(),
        "components": {"securitySchemes": schemes, "schemas": all_of_them()},
    }
    return json.dumps(whole)


def describe(asked: Asked) -> HttpResponse:
    asked.only(frozenset())
    return HttpResponse(description(), content_type=JSON)


METHODS: dict[str, Callable[[Asked], HttpResponseBase]] = {"GET": describe}
