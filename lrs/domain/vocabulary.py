"""The verbs and IRIs of our statements; docs/xapi.md lists them. They never change."""

from enum import Enum
from uuid import UUID

from django.conf import settings

from lrs.validation.facts import key_of

# The kind of a session's forum; "forum" alone is a forum task of the library.
SESSION_FORUM = "session-forum"
ADL = "http://adlnet.gov/expapi/verbs/"


class Verb(Enum):
    """A verb: its IRI and the word shown."""

    LAUNCHED = (ADL + "launched", "launched")
    INITIALIZED = (ADL + "initialized", "initialized")
    RESUMED = (ADL + "resumed", "resumed")
    PROGRESSED = (ADL + "progressed", "progressed")
    EXPERIENCED = (ADL + "experienced", "experienced")
    ANSWERED = (ADL + "answered", "answered")
    COMPLETED = (ADL + "completed", "completed")
    PASSED = (ADL + "passed", "passed")
    FAILED = (ADL + "failed", "failed")
    SCORED = (ADL + "scored", "scored")
    SUSPENDED = (ADL + "suspended", "suspended")
    TERMINATED = (ADL + "terminated", "terminated")
    ATTENDED = (ADL + "attended", "attended")
    REGISTERED = (ADL + "registered", "registered")
    COMMENTED = (ADL + "commented", "commented")
    SUBMITTED = ("http://activitystrea.ms/schema/1.0/submit", "submitted")
    POSTED = ("http://activitystrea.ms/schema/1.0/create", "posted")
    ABANDONED = ("https://w3id.org/xapi/adl/verbs/abandoned", "abandoned")
    WAIVED = ("https://w3id.org/xapi/adl/verbs/waived", "waived")
    SATISFIED = ("https://w3id.org/xapi/adl/verbs/satisfied", "satisfied")
    EARNED = ("http://id.tincanapi.com/verb/earned", "earned")

    @property
    def iri(self) -> str:
        return self.value[0]

    @property
    def key(self) -> UUID:
        """What the journal's rows of this verb are found by."""
        return key_of(self.iri)

    @property
    def display(self) -> str:
        return self.value[1]


def activity_iri(kind: str, identifier: object) -> str:
    """The stable IRI of a thing of ours: <site>/xapi/activities/<kind>/<identifier>."""
    return f"{settings.SITE_ORIGIN}/xapi/activities/{kind}/{identifier}"
