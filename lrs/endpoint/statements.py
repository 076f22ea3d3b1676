"""The statements resource (xAPI 1.0.3, Communication 2.1; IEEE 9274.1.1, 4.1.6.1)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.statements import check_moment
from lrs.domain import attachments, formats, querying
from lrs.domain.cmi5 import Listening
from lrs.domain.querying import Query
from lrs.domain.storing import Incoming, incoming, store
from lrs.endpoint.asking import Asked
from lrs.endpoint.credentials import may, require, require_same_person
from lrs.endpoint.multipart import SIGNATURE, Part, check_parts, media_type, parameter, parts_of, written
from lrs.endpoint.refusals import Refused
from lrs.endpoint.signatures import check_signatures
from lrs.models import Statement
from lrs.signals import launch_statements_stored
from lrs.validation import V1, Invalid, check_statement, read_json
from lrs.validation.facts import key_of
from lrs.validation.reading import write_json
from lrs.validation.scalars import uuid

FILTERS = frozenset(
    {
        "agent",
        "verb",
        "activity",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "limit",
        "ascending",
        "format",
        "attachments",
    }
)
SINGLE = frozenset({"statementId", "voidedStatementId"})
WITH_SINGLE = SINGLE | {"format", "attachments"}
FORMATS = frozenset({"ids", "exact", "canonical"})
# What a request without a version in its statements gives them (Data 2.4.10; 4.2.4.3).
WRITTEN_VERSION = {V1: "1.0.0", "2.0.0": "2.0.0"}
SALT = "lrs.more"


def put(asked: Asked) -> HttpResponse:
    """Store the one statement of the body under the id of the query: 204."""
    require(asked.credential, "statements/write")
    asked.only(frozenset({"statementId"}))
    name = asked.required("statementId", "statements")
    uuid(name, "statementId")
    body, parts = _read(asked)
    if not isinstance(body, dict):
        raise Invalid("", "statements", "one statement is put at a time")
    if "id" in body and (not isinstance(body["id"], str) or body["id"].lower() != name.lower()):
        raise Invalid("id", "statements", "the id is not the one of the query")
    body["id"] = name.lower()
    _store(asked, [body], parts)
    return HttpResponse(status=204)


def post(asked: Asked) -> HttpResponse:
    """Store one statement or a list of them, all or none: their ids in order."""
    require(asked.credential, "statements/write")
    asked.only(frozenset())
    body, parts = _read(asked)
    listed = body if isinstance(body, list) else [body]
    found = _store(asked, listed, parts, is_list=isinstance(body, list))
    return HttpResponse(json.dumps([str(one.id) for one in found]), content_type="application/json")


def _read(asked: Asked) -> tuple[Any, list[Part] | None]:
    """The JSON of a body and the parts of its attachments; None where it came as plain JSON."""
    kind = media_type(asked.content_type)
    charset = parameter(asked.content_type, "charset") or "utf-8"
    if charset.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        raise Invalid("Content-Type", "encoding", "statements are UTF-8")
    if kind == "multipart/mixed":
        parts = parts_of(asked.body, asked.content_type)
        return read_json(parts[0].data), parts[1:]
    if kind != "application/json":
        raise Invalid("Content-Type", "content type", "statements come as application/json or multipart/mixed")
    return read_json(asked.body), None


def _store(asked: Asked, listed: list, parts: list[Part] | None, *, is_list: bool = False) -> list[Incoming]:
    batch: list[Incoming] = []
    for number, body in enumerate(listed):
        try:
            if asked.session:
                check_moment(body)
            batch.append(incoming(body, check_statement(body, asked.version), asked.credential.user))
        except (Forbidden, Invalid) as problem:
            raise problem.under(f"[{number}]") if is_list else problem  # noqa: B904
    if len({one.id for one in batch}) < len(batch):
        raise Invalid("id", "statements", "an id is there twice in the batch")
    declared = [one for each in batch for one in each.facts.attachments]
    data = _data_of(declared, parts, batch)
    if asked.credential.user_id and not asked.session:
        for each in batch:
            require_same_person(asked.credential, each.facts.actor)
    if data:
        attachments.keep((sha2, part.headers.get("content-type") or _type_of(sha2, declared), part.data) for sha2, part in data.items())
    authority, version = asked.credential.authority, WRITTEN_VERSION[asked.version]
    if asked.credential.user_id is None:
        store(batch, authority=authority, version=version)
        return batch
    if asked.session is None:
        with transaction.atomic():
            rows = store(batch, authority=authority, version=version)
            launch_statements_stored.send(sender=Statement, credential=asked.credential, statements=rows)
        return batch
    with transaction.atomic():
        listening = Listening(asked.session, {one.id: f"[{number}]" for number, one in enumerate(batch)} if is_list else {})
        store(batch, authority=authority, version=version, judge=listening.judge)
        listening.keep()
    return batch


def _data_of(declared: list[dict], parts: list[Part] | None, batch: list[Incoming]) -> dict[str, Part]:
    if parts is None:
        for one in declared:
            if "fileUrl" not in one or one["usageType"] == SIGNATURE:
                raise Invalid("attachments", "content type", "as application/json, each attachment has a fileUrl")
        return {}
    data = check_parts(parts, declared)
    for each in batch:
        check_signatures(each.body, data)
    return data


def _type_of(sha2: str, declared: list[dict]) -> str:
    return next(one["contentType"] for one in declared if one["sha2"].lower() == sha2)


def get(asked: Asked) -> HttpResponseBase:
    """One statement, or those that the filters choose."""
    require(asked.credential, "statements/read", "statements/read/mine")
    asked.only(FILTERS | SINGLE)
    if SINGLE.isdisjoint(asked.parameters):
        return _list(asked, query_of(asked), asked.parameters)
    if asked.parameters.keys() >= SINGLE or not asked.parameters.keys() <= WITH_SINGLE:
        raise Invalid("statementId", "statements", "besides one of statementId and voidedStatementId come format and attachments alone")
    return _single(asked)


def _single(asked: Asked) -> HttpResponseBase:
    voided = "voidedStatementId" in asked.parameters
    pk = asked.uuid("voidedStatementId" if voided else "statementId") or ""
    form, with_files = _form(asked)
    found = Statement.objects.filter(pk=pk, voided=voided)
    mine = _mine(asked)
    if mine:
        found = found.filter(authority_key=mine)
    row = found.values_list("raw", "stored").first()
    if row is None:
        raise Refused(404, "there is no such statement")
    raw, stored = row
    text = raw if form == "exact" else write_json(_formed([json.loads(raw)], form, asked)[0])
    return _answer(text.encode(), [raw] if with_files else None, stored)


def query_of(asked: Asked) -> Query:
    agent, registration = asked.agent(), asked.uuid("registration")
    verb, activity = asked.iri("verb"), asked.iri("activity")
    return Query(
        agent=key_of(agent[1]) if agent else None,
        broad_agent=asked.flag("related_agents"),
        verb=key_of(verb) if verb else None,
        activity=key_of(activity) if activity else None,
        broad_activity=asked.flag("related_activities"),
        registration=UUID(registration) if registration else None,
        authority=_mine(asked),
        since=asked.moment("since"),
        until=asked.moment("until"),
        ascending=asked.flag("ascending"),
        limit=_limit(asked),
    )


def _limit(asked: Asked) -> int:
    value = asked.parameters.get("limit", "0")
    if not (value.isascii() and value.isdigit()):
        raise Invalid("limit", "statements", "a whole number from 0 is expected here")
    most = settings.LRS_PAGE_SIZE
    return min(int(value[:9]) or most, most)


def _mine(asked: Asked) -> UUID | None:
    """The authority to which a credential is kept that may read its own statements alone."""
    if may(asked.credential, "statements/read"):
        return None
    account = asked.credential.authority["account"]
    return key_of(f"account|{account['homePage']}|{account['name']}")


def _form(asked: Asked) -> tuple[str, bool]:
    form = asked.parameters.get("format", "exact")
    if form not in FORMATS:
        raise Invalid("format", "statements", "ids, exact or canonical is expected here")
    return form, asked.flag("attachments")


def _list(asked: Asked, query: Query, parameters: dict[str, str]) -> HttpResponseBase:
    form, with_files = _form(asked)
    limit = query.limit
    rows = querying.find(replace(query, limit=limit + 1))
    more = _more(parameters, rows[limit - 1]) if len(rows) > limit else ""
    rows = rows[:limit]
    texts = [raw for _, _, raw in rows]
    shown = texts if form == "exact" else [write_json(one) for one in _formed([json.loads(raw) for raw in texts], form, asked)]
    body = f'{{"statements":[{",".join(shown)}],"more":{json.dumps(more)}}}'.encode()
    return _answer(body, texts if with_files else None, max((stored for stored, _, _ in rows), default=None))


def _formed(statements: list[dict], form: str, asked: Asked) -> list[dict]:
    if form == "ids":
        return [formats.as_ids(one) for one in statements]
    return formats.as_canonical(statements, formats.languages_of(asked.headers.get("accept-language", "")))


def _more(parameters: dict[str, str], last: querying.Row) -> str:
    """Where the list goes on: the query and the last row of the page, so that nothing has to be kept for it."""
    token = signing.dumps({"q": parameters, "t": last[0].isoformat(), "i": last[1].hex}, salt=SALT, compress=True)
    return f"/xapi/statements/more/{token}"


def go_on(asked: Asked, token: str) -> HttpResponseBase:
    """The next page of a list; the rights are those of who asks now."""
    require(asked.credential, "statements/read", "statements/read/mine")
    asked.only(frozenset())
    try:
        kept = signing.loads(token, salt=SALT)
    except signing.BadSignature as problem:
        raise Refused(404, "there is no such list to go on with") from problem
    asked.parameters = kept["q"]
    query = replace(query_of(asked), after=(datetime.fromisoformat(kept["t"]), UUID(kept["i"])))
    return _list(asked, query, kept["q"])


def _answer(body: bytes, with_files_of: list[str] | None, stored: datetime | None) -> HttpResponseBase:
    headers = {"Last-Modified": http_date(stored.timestamp())} if stored else {}
    if with_files_of is None:
        return HttpResponse(body, content_type="application/json", headers=headers)
    kind, stream = written(body, attachments.of_statements(json.loads(raw) for raw in with_files_of))
    return StreamingHttpResponse(stream, content_type=kind, headers=headers)


def consistent_through() -> str:
    return querying.consistent_through().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


METHODS: dict[str, Callable[[Asked], HttpResponseBase]] = {"GET": get, "PUT": put, "POST": post}
