"""What the endpoint asks of an assignable unit of cmi5 besides xAPI: its session, its documents (lrs.cmi5 has the rules)."""

import json

from lrs.cmi5.documents import AGENT_PROFILE, STATE, check_place, check_preferences
from lrs.cmi5.order import check_running
from lrs.cmi5.refusals import Forbidden
from lrs.cmi5.vocabulary import LAUNCH_DATA, PREFERENCES
from lrs.domain import cmi5, documents
from lrs.endpoint.asking import Asked
from lrs.models import Cmi5Session, Document


def find_session(asked: Asked) -> None:
    """Note whose session it is; Forbidden once that is over. Read anew: a process may remember a credential longer (8.2.1)."""
    if not asked.credential.user_id:
        return
    session = Cmi5Session.objects.select_related("user").filter(credential=asked.credential).first()
    if session is None:
        return
    check_running(cmi5.standing_of(session))
    if session.is_over:
        raise Forbidden("", "8.2.1", "the session has lasted too long; open the unit again")
    asked.session = session


def guard_place(asked: Asked) -> None:
    """A unit reads and writes what is its own."""
    session = asked.session
    if session is None:
        return
    agent = asked.agent()
    check_place(cmi5.unit_of(session), asked.resource, asked.method, asked.parameters, agent[1] if agent else None)
    if asked.method == "GET":
        _note_reading(session, asked)


def _note_reading(session: Cmi5Session, asked: Asked) -> None:
    if asked.resource == STATE and asked.parameters.get("stateId") == LAUNCH_DATA:
        cmi5.note_reading(session, "launch_data_read_at")
    elif asked.resource == AGENT_PROFILE and asked.parameters.get("profileId") == PREFERENCES:
        cmi5.note_reading(session, "preferences_read_at")


def guard_preferences(asked: Asked, existing: Document | None, *, merge: bool) -> None:
    """What would be kept of the learner's preferences is what cmi5 describes (11)."""
    if asked.session is None or asked.resource != AGENT_PROFILE:
        return
    if not documents.is_json(asked.content_type):
        raise Forbidden("Content-Type", "11", f"{PREFERENCES} comes as application/json")
    content = documents.merged(existing, asked.body, asked.content_type) if merge and existing else asked.body
    check_preferences(json.loads(content))
