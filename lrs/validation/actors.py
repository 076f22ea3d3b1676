"""Agents and groups (xAPI 1.0.3, Data 2.4.2; IEEE 9274.1.1, 4.2.2.1)."""

from collections.abc import Iterable
from typing import Any

from lrs.validation.clauses import Invalid
from lrs.validation.scalars import MAILTO, SHA1, array, iri, mapping, only, text

AGENT = frozenset({"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"})
GROUP = AGENT | {"member"}
ACCOUNT = frozenset({"homePage", "name"})
IDENTIFIERS = ("account", "mbox", "mbox_sha1sum", "openid")


def identifier(actor: dict, place: str) -> str | None:
    """The one inverse functional identifier as text, `account|homePage|name`; None when there is none."""
    found: str | None = None
    count = 0
    for name in IDENTIFIERS:
        if name in actor:
            count += 1
            found = _read(name, actor[name], place)
    if count > 1:
        raise Invalid(place, "ifi", "exactly one of mbox, mbox_sha1sum, openid and account identifies somebody")
    return found


def _read(name: str, value: Any, place: str) -> str:
    if name == "account":
        return account(value, place + ".account")
    if name == "openid":
        return "openid|" + iri(value, place + ".openid")
    pattern = MAILTO if name == "mbox" else SHA1
    if not isinstance(value, str) or not pattern.fullmatch(value):
        wanted = "mailto: and an address" if name == "mbox" else "forty hexadecimal digits"
        raise Invalid(f"{place}.{name}", "ifi", f"{wanted} are expected here")
    return f"{name}|{value}" if name == "mbox" else f"{name}|{value.lower()}"


def account(value: Any, place: str) -> str:
    if not isinstance(value, dict):
        raise Invalid(place, "account", "an object is expected here")
    only(value, ACCOUNT, place)
    if len(value) != 2:
        raise Invalid(place, "account", "an account has a homePage and a name")
    home = iri(value["homePage"], place + ".homePage")
    name = value["name"]
    if not isinstance(name, str) or not name:
        raise Invalid(place + ".name", "account", "a string is expected here")
    return f"account|{home}|{name}"


def agent(value: Any, place: str) -> str:
    """Check an agent; returns its identifier."""
    if not isinstance(value, dict):
        raise Invalid(place, "actor", "an object is expected here")
    if value.get("objectType", "Agent") != "Agent":
        raise Invalid(place + ".objectType", "actor", "Agent is expected here")
    only(value, AGENT, place)
    if "name" in value:
        text(value["name"], place + ".name")
    found = identifier(value, place)
    if found is None:
        raise Invalid(place, "ifi", "exactly one of mbox, mbox_sha1sum, openid and account identifies somebody")
    return found


def group(value: Any, place: str) -> tuple[str | None, list[str]]:
    """Check a group; returns its identifier, None for an anonymous one, and those of its members."""
    mapping(value, place)
    if value.get("objectType") != "Group":
        raise Invalid(place + ".objectType", "group", "Group is expected here")
    only(value, GROUP, place)
    if "name" in value:
        text(value["name"], place + ".name")
    found = identifier(value, place)
    members: list[str] = []
    if "member" in value:
        listed = array(value["member"], place + ".member")
        members = [agent(one, f"{place}.member[{number}]") for number, one in enumerate(listed)]
    if found is None and not members:
        raise Invalid(place + ".member", "group", "an anonymous group lists its members")
    return found, members


def actor(value: Any, place: str) -> Iterable[str]:
    """Check an agent or a group; returns everybody's identifiers, the agent's or group's own first."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        found, members = group(value, place)
        return members if found is None else [found, *members]
    return (agent(value, place),)


def authority(value: Any, place: str = "authority") -> None:
    """An agent, or an anonymous group of two: the application and the person it acts for."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        found, members = group(value, place)
        if found is not None or len(members) != 2:
            raise Invalid(place, "authority", "a group that is an authority is anonymous and has two members")
    else:
        agent(value, place)
