"""The journal of learning: what other apps call."""

from lrs.domain.access import issue_launch, revoke
from lrs.domain.agents import actor_of
from lrs.domain.cmi5 import FetchRefused, Launch, Opened, abandon_session, context_of, exchange_fetch_token, open_session
from lrs.domain.definitions import relearn
from lrs.domain.documents import give_agent_profile, write_state
from lrs.domain.recording import Outcome, Thing, Told, compose, record, record_many
from lrs.domain.vocabulary import SESSION_FORUM, Verb, activity_iri
from lrs.models.cmi5 import LaunchMode, MoveOn

__all__ = [
    "SESSION_FORUM",
    "FetchRefused",
    "Launch",
    "LaunchMode",
    "MoveOn",
    "Opened",
    "Outcome",
    "Thing",
    "Told",
    "Verb",
    "abandon_session",
    "activity_iri",
    "actor_of",
    "compose",
    "context_of",
    "exchange_fetch_token",
    "give_agent_profile",
    "issue_launch",
    "open_session",
    "record",
    "record_many",
    "relearn",
    "revoke",
    "write_state",
]
