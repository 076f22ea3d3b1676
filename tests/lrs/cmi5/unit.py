"""An assignable unit that behaves, and the statements it sends; tests break them in one place."""

import uuid
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.conf import settings

from lrs.api import Launch, LaunchMode, MoveOn, exchange_fetch_token, open_session, write_state
from lrs.cmi5.session import Unit
from lrs.cmi5.vocabulary import CATEGORY, LAUNCH_DATA, MASTERY_SCORE, MOVE_ON_CATEGORY, PREFERENCES, SESSION_ID, Said
from lrs.domain.cmi5 import unit_of
from tests.lrs.machine import Machine

ACTIVITY = "https://lms.example/xapi/activities/au/1"
PUBLISHER = "https://publisher.example/au/1"
START = datetime(2026, 11, 25, 10, tzinfo=UTC)
RESULTS = {
    Said.INITIALIZED: None,
    Said.COMPLETED: {"completion": True, "duration": "PT5M"},
    Said.PASSED: {"success": True, "duration": "PT5M", "score": {"scaled": 0.9, "raw": 90, "min": 0, "max": 100}},
    Said.FAILED: {"success": False, "duration": "PT5M", "score": {"scaled": 0.89, "raw": 89, "min": 0, "max": 100}},
    Said.TERMINATED: {"duration": "PT10M"},
}


def stamp(seconds: float = 0) -> str:
    return (START + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def said(unit: Unit, what: Said | None, seconds: float = 0) -> dict:
    """A statement as the unit sends it: of a verb of cmi5, or (None) "cmi5 allowed"."""
    _kind, home, name = unit.actor.split("|")
    context = deepcopy(unit.template)
    context["registration"] = unit.registration
    body: dict = {
        "id": str(uuid.uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": name}},
        "verb": {"id": what.value if what else "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"objectType": "Activity", "id": unit.activity},
        "context": context,
        "timestamp": stamp(seconds),
    }
    if what is None:
        return body
    result = deepcopy(RESULTS.get(what))
    categories = [{"id": CATEGORY}]
    if result:
        body["result"] = result
        if "success" in result or "completion" in result:
            categories.append({"id": MOVE_ON_CATEGORY})
    if what in (Said.PASSED, Said.FAILED) and unit.mastery_score is not None:
        context["extensions"][MASTERY_SCORE] = float(unit.mastery_score)
    context["contextActivities"]["category"] = categories
    return body


class LaunchedUnit(Machine):
    """A unit on the endpoint, with the token it fetched."""

    def __init__(self, user, registration: uuid.UUID, *, mode=LaunchMode.NORMAL, activity: str = ACTIVITY, version: str = "1.0.3") -> None:
        super().__init__()
        launch = Launch(
            activity=activity,
            publisher_id=PUBLISHER,
            mode=mode,
            move_on=MoveOn.PASSED,
            mastery_score=Decimal("0.9"),
            template={"revision": "2"},
        )
        opened = open_session(user=user, registration=registration, launch=launch, hours=1)
        self.session, self.fetch_token = opened.session, opened.token
        write_state(
            user=user,
            activity=activity,
            registration=registration,
            state_id=LAUNCH_DATA,
            content={"contextTemplate": self.session.context_template, "launchMode": mode, "masteryScore": 0.9, "moveOn": "Passed"},
        )
        self.authorization = "Basic " + exchange_fetch_token(self.fetch_token)
        self.version = version
        self.actor = {"objectType": "Agent", "account": {"homePage": settings.SITE_ORIGIN, "name": str(user.uid)}}
        self.place = {"activityId": activity, "agent": self.actor, "registration": str(registration)}
        self.unit = unit_of(self.session)

    def read_all(self) -> "LaunchedUnit":
        assert self.get("activities/state", stateId=LAUNCH_DATA, **self.place).status_code == 200
        assert self.get("agents/profile", agent=self.actor, profileId=PREFERENCES).status_code in {200, 404}
        return self

    def begin(self) -> "LaunchedUnit":
        self.read_all()
        self.say(Said.INITIALIZED)
        return self

    def say(self, what: Said | None, seconds: float = 0) -> dict:
        """Send one that must be taken."""
        body = said(self.unit, what, seconds)
        answer = self.put(body)
        assert answer.status_code == 204, answer.text
        return body


def bare_unit(**parts) -> Unit:
    """A unit for the rules alone, without a database."""
    session = str(uuid.uuid4())
    given = {
        "actor": f"account|https://lms.example|{uuid.uuid4()}",
        "registration": str(uuid.uuid4()),
        "session_id": session,
        "activity": ACTIVITY,
        "mastery_score": Decimal("0.9"),
        "template": {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": PUBLISHER}]},
            "extensions": {SESSION_ID: session},
            "revision": "2",
        },
    }
    return Unit(**{**given, **parts})
