"""Write statements in the transaction of the fact they tell."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from lrs.domain.agents import actor_of, platform
from lrs.domain.storing import incoming, related_of, row_of, store
from lrs.domain.vocabulary import Verb
from lrs.models import Statement
from lrs.validation import V1, Facts, Invalid, check_statement

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Thing:
    """An activity of a statement: its IRI, its name and its type's IRI.

    interaction: of a question, its kind (xAPI 2.4.4.1); right: its right answers, as xAPI writes them.
    """

    iri: str
    name: str
    type: str = ""
    interaction: str = ""
    right: tuple[str, ...] = ()

    def as_json(self, language: str) -> dict:
        definition: dict = {"name": {language: self.name}}
        if self.type:
            definition["type"] = self.type
        if self.interaction:
            definition["interactionType"] = self.interaction
            if self.right:
                definition["correctResponsesPattern"] = list(self.right)
        return {"objectType": "Activity", "id": self.iri, "definition": definition}


class Outcome(TypedDict, total=False):
    """What came of it. scaled: -1 to 1. minimum, maximum: the bounds of raw. seconds: duration. response: an answer."""

    timestamp: datetime | None
    completion: bool | None
    success: bool | None
    scaled: Decimal | float | None
    raw: Decimal | float | None
    minimum: Decimal | float | None
    maximum: Decimal | float | None
    seconds: float | None
    response: str | None
    extensions: dict | None
    result_extensions: dict | None


class _Placed(Outcome, total=False):
    registration: uuid.UUID | None
    parents: Sequence[Thing]
    grouping: Sequence[Thing]
    categories: Sequence[Thing]
    context: dict | None


class Told(_Placed):
    """One statement, as apps tell it.

    registration: the enrolment's. parents, grouping, categories: context activities. extensions: of the context. context: a
    whole one to begin with, as a session of cmi5 wants it (lrs.api.context_of).
    """

    user: Any
    verb: Verb
    thing: Thing


def record(**told: Unpack[Told]) -> Statement:
    """Store one statement with the platform as authority; returns it. Call it inside the fact's transaction."""
    [statement] = record_many([told])
    return statement


def record_many(told: Sequence[Told]) -> list[Statement]:
    """Store statements in one go, in their order, as `record` does each; of none, nothing is asked."""
    if not told:
        return []
    now = timezone.now()
    batch = []
    for one in told:
        body = _body(one, now)
        batch.append(incoming(body, _checked(body), one["user"]))
    return store(batch, authority=platform(), version=V1, is_platform=True)


def compose(stored: datetime, **told: Unpack[Told]) -> list[Model]:
    """The rows that `record` writes, not written yet: the statement first; timestamp: `stored` when it is not given.

    Whoever writes them calls `lrs.domain.definitions.relearn` once it is done.
    """
    body = _body(told, stored)
    one = incoming(body, _checked(body))
    statement = row_of(one, stored, platform(), V1)
    statement.user, statement.is_platform = told["user"], True
    return [statement, *related_of(one, statement)]


def _body(told: Told, now: datetime) -> dict:
    verb = told["verb"]
    body: dict = {
        "actor": actor_of(told["user"]),
        "verb": {"id": verb.iri, "display": {"en": verb.display}},
        "object": told["thing"].as_json(settings.LANGUAGE_CODE),
        "timestamp": (told.get("timestamp") or now).isoformat(),
    }
    for name, part in (("result", _result(told)), ("context", _context(told))):
        if part:
            body[name] = part
    return body


def _checked(body: dict) -> Facts:
    """What the statement is found by. A module may give more points than it said there were: then the share alone is told."""
    try:
        return check_statement(body, V1)
    except Invalid as problem:
        if problem.rule != "score":
            raise
        logger.warning("score left out of a statement: %s", problem.message(V1))
        body["result"]["score"] = {name: one for name, one in body["result"]["score"].items() if name == "scaled" and -1 <= one <= 1}
        return check_statement(body, V1)


def _result(told: Told) -> dict:
    score = {"scaled": told.get("scaled"), "raw": told.get("raw"), "min": told.get("minimum"), "max": told.get("maximum")}
    seconds = told.get("seconds")
    result = {
        "completion": told.get("completion"),
        "success": told.get("success"),
        "score": {key: float(value) for key, value in score.items() if value is not None} or None,
        "duration": None if seconds is None else f"PT{float(seconds):.2f}S",
        "response": told.get("response"),
        "extensions": told.get("result_extensions"),
    }
    return {key: value for key, value in result.items() if value is not None}


def _context(told: Told) -> dict:
    context: dict = dict(told.get("context") or {})
    registration = told.get("registration")
    if registration:
        context["registration"] = str(registration)
        context["platform"] = settings.WAGTAIL_SITE_NAME
    activities = dict(context.get("contextActivities", {}))
    for name, things in (("parent", told.get("parents")), ("grouping", told.get("grouping")), ("category", told.get("categories"))):
        if things:
            activities[name] = [*activities.get(name, []), *(one.as_json(settings.LANGUAGE_CODE) for one in things)]
    if activities:
        context["contextActivities"] = activities
    extensions = {**context.get("extensions", {}), **(told.get("extensions") or {})}
    if extensions:
        context["extensions"] = extensions
    return context
