"""Agents, activities, about (xAPI 1.0.3, Communication 2.4, 2.5, 2.8; IEEE 9274.1.1, 4.1.6.3, 4.1.6.4, 4.1.6.7)."""

import json
from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase

from lrs.endpoint.asking import Asked
from lrs.endpoint.credentials import require, require_same_person
from lrs.models import Activity, Statement
from lrs.validation.clauses import V1, Invalid
from lrs.validation.facts import key_of
from lrs.validation.scalars import iri

READING = ("statements/read", "statements/read/mine", "profile", "state")
# The names of a person are looked for in their latest statements.
LATEST = 20


def agents(asked: Asked) -> HttpResponse:
    """A person object: what identifies the agent, and the names it was given."""
    require(asked.credential, *READING)
    asked.only(frozenset({"agent"}))
    asked.required("agent", "agents")
    found = asked.agent()
    if found is None:
        raise Invalid("agent", "agents", "an agent is expected here")
    agent, identifier = found
    require_same_person(asked.credential, identifier)
    person: dict = {"objectType": "Person"}
    names = [agent["name"]] if "name" in agent else []
    for raw in Statement.objects.filter(actor_key=key_of(identifier)).order_by("-stored").values_list("raw", flat=True)[:LATEST]:
        name = json.loads(raw)["actor"].get("name")
        if name and name not in names:
            names.append(name)
    if names:
        person["name"] = names
    for kind in ("mbox", "mbox_sha1sum", "openid", "account"):
        if kind in agent:
            person[kind] = [agent[kind]]
    return _json(person)


def activities(asked: Asked) -> HttpResponse:
    """The activity with its canonical definition; without one when the store knows none."""
    require(asked.credential, *READING)
    asked.only(frozenset({"activityId"}))
    name = iri(asked.required("activityId", "activities"), "activityId")
    known = Activity.objects.filter(pk=key_of(name)).first()
    return _json(known.body if known else {"objectType": "Activity", "id": name})


def about(asked: Asked) -> HttpResponse:
    """Who asks as 1.0.3 is told of the versions that it allows in this list (Communication 2.8)."""
    asked.only(frozenset())
    old = asked.headers.get("x-experience-api-version", "").startswith("1")
    return _json({"version": [V1] if old else [V1, "2.0.0"], "extensions": {}})


def _json(value: dict) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")


AGENTS: dict[str, Callable[[Asked], HttpResponseBase]] = {"GET": agents}
ACTIVITIES: dict[str, Callable[[Asked], HttpResponseBase]] = {"GET": activities}
ABOUT: dict[str, Callable[[Asked], HttpResponseBase]] = {"GET": about}
