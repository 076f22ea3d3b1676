"""Which documents an assignable unit reads and writes (cmi5, 8.1, 10, 11, 12)."""

from collections.abc import Mapping
from typing import Any

from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.session import Unit
from lrs.cmi5.vocabulary import LAUNCH_DATA, PREFERENCES
from lrs.validation.clauses import Invalid
from lrs.validation.scalars import language

STATE, AGENT_PROFILE, ACTIVITY_PROFILE = "activities/state", "agents/profile", "activities/profile"
READING = frozenset({"GET", "HEAD"})


def check_place(unit: Unit, resource: str, method: str, parameters: Mapping[str, str], agent: str | None) -> None:
    """Whether the unit may do `method` there. parameters: of the query. agent: identifier of the one in them."""
    if resource in {STATE, AGENT_PROFILE} and agent != unit.actor:
        raise Forbidden("agent", "10" if resource == STATE else "11", "the agent is the actor of the launch")
    if resource in {STATE, ACTIVITY_PROFILE} and parameters.get("activityId") != unit.activity:
        raise Forbidden("activityId", "8.1", "the activity is the activityId of the launch")
    if resource == STATE:
        _check_state(unit, method, parameters)
    elif resource == AGENT_PROFILE and parameters.get("profileId", PREFERENCES) != PREFERENCES:
        raise Forbidden("profileId", "11", f"the profile of a learner is {PREFERENCES}")


def _check_state(unit: Unit, method: str, parameters: Mapping[str, str]) -> None:
    if parameters.get("registration", "").lower() != unit.registration:
        raise Forbidden("registration", "8.1", "the registration is the one of the launch")
    if method not in READING and parameters.get("stateId", LAUNCH_DATA) == LAUNCH_DATA:
        raise Forbidden("stateId", "10", f"{LAUNCH_DATA} is the platform’s: a unit neither changes nor deletes it")


def check_preferences(value: Any) -> None:
    """The learner's preferences as they are to be kept (11, 11.1, 11.2)."""
    if not isinstance(value, dict):
        raise Forbidden("", "11", f"{PREFERENCES} is a JSON object")
    languages = value.get("languagePreference")
    if not isinstance(languages, str):
        raise Forbidden("languagePreference", "11", "this property is there, and is a string")
    for tag in languages.split(","):
        try:
            language(tag.strip(), "languagePreference")
        except Invalid as problem:
            raise Forbidden("languagePreference", "11.1", "language tags (RFC 5646), separated by commas, are expected here") from problem
    if value.get("audioPreference") not in ("on", "off"):
        raise Forbidden("audioPreference", "11.2", "on or off is expected here")
