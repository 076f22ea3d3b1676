"""What the one pass over a statement finds on the way, so that storing it needs no second reading."""

from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

LANGUAGE_MAPS = ("name", "description")


@lru_cache(maxsize=4096)
def key_of(text: str) -> UUID:
    """Sixteen bytes that stand for a text of any length in columns and indexes."""
    return UUID(bytes=blake2b(text.encode(), digest_size=16).digest())


def merged(known: dict, told: dict) -> dict:
    """A definition with what another one of the same activity adds or says otherwise; the languages of both."""
    found = {**known, **told}
    for name in LANGUAGE_MAPS:
        if name in known and name in told:
            found[name] = {**known[name], **told[name]}
    return found


class Facts:
    """The keys by which one statement is found.

    actor: the single agent or identified group who acts. agents: others who count for the `agent` filter (object, members of
    the acting group). related_agents, related_activities: what only the broad filters see. definitions: activity IRI → its
    definition. attachments: those of the statement and of its sub-statement. target: the statement it refers to.
    """

    __slots__ = (
        "activity",
        "actor",
        "agents",
        "attachments",
        "definitions",
        "moment",
        "registration",
        "related_activities",
        "related_agents",
        "target",
        "verb",
        "voids",
    )

    def __init__(self) -> None:
        self.actor: str | None = None
        self.agents: set[str] = set()
        self.related_agents: set[str] = set()
        self.activity: str | None = None
        self.related_activities: set[str] = set()
        self.definitions: dict[str, dict] = {}
        self.attachments: list[dict] = []
        self.target: str | None = None
        self.verb: str = ""
        self.voids = False
        self.registration: str | None = None
        self.moment: str | None = None

    def define(self, iri: str, definition: dict) -> None:
        known = self.definitions.get(iri)
        self.definitions[iri] = merged(known, definition) if known else definition
