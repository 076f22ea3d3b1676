"""An assignable unit as the platform meets it: launched by its address, it fetches its token, reads its data, and speaks."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from django.conf import settings
from django.test import Client

CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions/"
ADL = "http://adlnet.gov/expapi/verbs/"


class Unit:
    """`address` is its launch URL. Nothing is remembered but what a page of content would."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.parameters = dict(parse_qsl(urlsplit(address).query))
        self.web = Client(headers={"host": urlsplit(settings.CONTENT_ORIGIN).netloc})

    def fetch(self) -> dict:
        response = self.web.post(urlsplit(self.parameters["fetch"]).path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/json"
        return response.json()

    def start(self) -> "Unit":
        self.token = self.fetch()["auth-token"]
        self.data = self.read("activities/state", stateId="LMS.LaunchData", **self.place).json()
        self.read("agents/profile", profileId="cmi5LearnerPreferences", agent=self.parameters["actor"])
        return self

    @property
    def place(self) -> dict:
        names = {"activityId": "activityId", "agent": "actor", "registration": "registration"}
        return {name: self.parameters[parameter] for name, parameter in names.items()}

    def read(self, resource: str, **query):
        return self.web.get(f"/xapi/{resource}", query, headers=self.headers)

    @property
    def headers(self) -> dict:
        return {"X-Experience-API-Version": "1.0.3", "Authorization": f"Basic {self.token}"}

    def statement(self, verb: str, *, allowed: bool = False, **result) -> dict:
        context = json.loads(json.dumps(self.data["contextTemplate"]))
        context["registration"] = self.parameters["registration"]
        if not allowed:
            judges = {"success", "completion"} & set(result)
            categories = [CMI5, MOVE_ON] if judges else [CMI5]
            context["contextActivities"]["category"] = [{"id": one} for one in categories]
        if "masteryScore" in self.data and "score" in result:
            context["extensions"][f"{EXTENSIONS}masteryscore"] = self.data["masteryScore"]
        found = {
            "id": str(uuid4()),
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "actor": json.loads(self.parameters["actor"]),
            "verb": {"id": ADL + verb},
            "object": {"id": self.parameters["activityId"]},
            "context": context,
        }
        return {**found, "result": result} if result else found

    def post(self, statement: dict):
        return self.web.post("/xapi/statements", json.dumps(statement), content_type="application/json", headers=self.headers)

    def say(self, verb: str, *, allowed: bool = False, **result) -> None:
        response = self.post(self.statement(verb, allowed=allowed, **result))
        assert response.status_code == 200, response.content

    def initialize(self) -> None:
        self.say("initialized")

    def complete(self) -> None:
        self.say("completed", completion=True, duration="PT2S")

    def passed(self, scaled: float | None = None) -> None:
        score = {} if scaled is None else {"score": {"scaled": scaled}}
        self.say("passed", success=True, duration="PT2S", **score)

    def failed(self, scaled: float | None = None) -> None:
        score = {} if scaled is None else {"score": {"scaled": scaled}}
        self.say("failed", success=False, duration="PT2S", **score)

    def terminate(self, duration: str = "PT5S") -> None:
        self.say("terminated", duration=duration)
