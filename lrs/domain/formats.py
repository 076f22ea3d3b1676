"""The forms in which statements are read: ids and canonical; exact is what is stored (Communication 2.1.3; 4.1.6.1)."""

import json
from collections.abc import Iterable
from typing import Any

from lrs.models import Activity
from lrs.validation.facts import key_of

Languages = list[tuple[str, float]]
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
COMPONENTS = ("choices", "scale", "source", "target", "steps")


def languages_of(header: str) -> Languages:
    """The ranges of an Accept-Language header with their quality, best first (RFC 9110, 12.5.4)."""
    found: Languages = []
    for part in header.split(","):
        tag, _, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=") if rest else "1"
        try:
            found.append((tag.strip().lower(), float(quality)))
        except ValueError:
            continue
    return sorted((one for one in found if one[0] and one[1] > 0), key=lambda one: -one[1])


def as_ids(statement: dict) -> dict:
    """Actors, activities, verbs with nothing but what identifies them."""
    return _each(statement, _ids_of_actor, _ids_of_activity, lambda verb: {"id": verb["id"]})


def as_canonical(statements: Iterable[dict], languages: Languages) -> list[dict]:
    """Activities with the definition that the store holds for them, one language in each language map."""
    listed = list(statements)
    iris: set[str] = set()

    def note(activity: dict) -> dict:
        iris.add(activity["id"])
        return activity

    for one in listed:
        _each(one, lambda actor: actor, note, lambda verb: verb)
    rows = Activity.objects.filter(pk__in=[key_of(iri) for iri in iris]).exclude(definition="")
    known = {row.iri: json.loads(row.definition) for row in rows}

    def canonical(activity: dict) -> dict:
        definition = known.get(activity["id"]) or activity.get("definition")
        return {**activity, "definition": _one_language(definition, languages)} if definition else activity

    return [_each(one, lambda actor: actor, canonical, lambda verb: _verb(verb, languages)) for one in listed]


def _verb(verb: dict, languages: Languages) -> dict:
    return {**verb, "display": choose(verb["display"], languages)} if "display" in verb else verb


def _one_language(definition: dict, languages: Languages) -> dict:
    found = dict(definition)
    for name in ("name", "description"):
        if name in found:
            found[name] = choose(found[name], languages)
    for name in COMPONENTS:
        if name in found:
            found[name] = [
                {**one, "description": choose(one["description"], languages)} if "description" in one else one for one in found[name]
            ]
    return found


def choose(words: dict[str, str], languages: Languages) -> dict[str, str]:
    """The entry that is read best by who asks; the first when none is."""
    for wanted, _quality in languages:
        for tag, text in words.items():
            lower = tag.lower()
            if wanted in {"*", lower} or lower.startswith(wanted + "-"):
                return {tag: text}
    for wanted, _quality in languages:
        # fr-CA wanted, fr there: nearer than nothing (RFC 4647, 3.4).
        for tag, text in words.items():
            if wanted.startswith(tag.lower() + "-"):
                return {tag: text}
    return dict([next(iter(words.items()))])


def _each(statement: dict, actor: Any, activity: Any, verb: Any) -> dict:
    """A copy of the statement with each actor, activity and verb put through the functions given."""
    found = dict(statement)
    found["actor"], found["verb"] = actor(found["actor"]), verb(found["verb"])
    kind = found["object"].get("objectType", "Activity")
    if kind == "SubStatement":
        found["object"] = _each(found["object"], actor, activity, verb)
    elif kind in {"Agent", "Group"}:
        found["object"] = actor(found["object"])
    elif kind == "Activity":
        found["object"] = activity(found["object"])
    if "authority" in found:
        found["authority"] = actor(found["authority"])
    if "context" in found:
        found["context"] = _context(found["context"], actor, activity)
    return found


def _context(context: dict, actor: Any, activity: Any) -> dict:
    found = dict(context)
    for name in ("instructor", "team"):
        if name in found:
            found[name] = actor(found[name])
    for name, who in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in found:
            found[name] = [{**one, who: actor(one[who])} for one in found[name]]
    if "contextActivities" in found:
        found["contextActivities"] = {kind: [activity(one) for one in listed] for kind, listed in found["contextActivities"].items()}
    return found


def _ids_of_actor(actor: dict) -> dict:
    found = {name: actor[name] for name in ("objectType", *IDENTIFIERS) if name in actor}
    if "member" in actor and not any(name in actor for name in IDENTIFIERS):
        found["member"] = [_ids_of_actor(one) for one in actor["member"]]
    return found


def _ids_of_activity(activity: dict) -> dict:
    return {"id": activity["id"]}
