"""States and profiles: Communication 2.2, 2.3, 2.6, 2.7, 3.1; IEEE 9274.1.1, 4.1.4, 4.1.6.2, 4.1.6.5, 4.1.6.6. Lookups: 2.4, 2.5."""

import hashlib
import uuid

import pytest
from django.utils import timezone

from tests.lrs.machine import ACTIVITY, ACTOR, statement

pytestmark = pytest.mark.requirement("CMA-2.22")
IRI = ACTIVITY["id"]
PLACES = [
    ("activities/state", {"activityId": IRI, "agent": ACTOR, "stateId": "x"}),
    ("activities/profile", {"activityId": IRI, "profileId": "x"}),
    ("agents/profile", {"agent": ACTOR, "profileId": "x"}),
]


@pytest.fixture(params=PLACES, ids=[name for name, _ in PLACES])
def place(request):
    return request.param


def name_of(parameters: dict) -> str:
    return "stateId" if "stateId" in parameters else "profileId"


class TestDocuments:
    def test_any_content_comes_back(self, both, place):
        """Communication 2.2"""
        resource, parameters = place
        for tool in both:
            for body, kind in (
                (b"\x00\xff binary", "application/octet-stream"),
                (b'{"a": 1}', "application/json"),
                ("été".encode(), "text/plain; charset=utf-8"),
            ):
                tool.ask("DELETE", resource, **parameters)
                assert tool.ask("PUT", resource, body, content_type=kind, **parameters).status_code == 204
                answer = tool.get(resource, **parameters)
                assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, body, kind)
                assert answer["ETag"] == f'"{hashlib.sha1(body).hexdigest()}"'
                assert "Last-Modified" in answer

    def test_post_merges_the_top_level(self, both, place):
        """Communication 2.2.s7; 4.1.6.2"""
        resource, parameters = place
        for tool in both:
            tool.ask("DELETE", resource, **parameters)
            assert tool.ask("POST", resource, {"a": {"x": 1}, "b": 2}, **parameters).status_code == 204
            assert tool.ask("POST", resource, {"a": {"y": 1}, "c": None}, **parameters).status_code == 204
            assert tool.get(resource, **parameters).json() == {"a": {"y": 1}, "b": 2, "c": None}

    def test_what_cannot_be_merged(self, both, place):
        resource, parameters = place
        for tool in both:
            tool.ask("DELETE", resource, **parameters)
            tool.ask("POST", resource, {"a": 1}, **parameters)
            wrong = [
                (b"abc", "application/octet-stream"),
                (b"[1]", "application/json"),
                (b"{", "application/json"),
                (b'{"a":1,"a":2}', "application/json"),
            ]
            assert [tool.ask("POST", resource, body, content_type=kind, **parameters).status_code for body, kind in wrong] == [400] * 4
            assert tool.get(resource, **parameters).json() == {"a": 1}
            tool.ask("DELETE", resource, **parameters)
            tool.ask("PUT", resource, b"abc", content_type="text/plain", **parameters)
            assert tool.ask("POST", resource, {"a": 1}, **parameters).status_code == 400
            assert tool.get(resource, **parameters).content == b"abc"

    def test_it_is_deleted(self, both, place):
        resource, parameters = place
        for tool in both:
            tool.ask("POST", resource, {"a": 1}, **parameters)
            assert tool.ask("DELETE", resource, **parameters).status_code == 204
            assert tool.get(resource, **parameters).status_code == 404
            assert tool.ask("DELETE", resource, **parameters).status_code == 204

    def test_names_since(self, both, place):
        resource, parameters = place
        where = {key: one for key, one in parameters.items() if key != name_of(parameters)}
        for tool in both:
            for name in ("b", "a"):
                tool.ask("POST", resource, {"x": 1}, **{**parameters, name_of(parameters): name})
            middle = timezone.now().isoformat()
            tool.ask("POST", resource, {"x": 2}, **{**parameters, name_of(parameters): "a"})
            assert tool.get(resource, **where).json() == ["a", "b"]
            assert tool.get(resource, **where, since=middle).json() == ["a"]
            assert tool.get(resource, **where, since="yesterday").status_code == 400

    def test_what_is_missing_or_malformed(self, both, place):
        resource, parameters = place
        for tool in both:
            for method, body in (("PUT", {}), ("POST", {}), ("GET", None), ("DELETE", None)):
                for left_out in parameters:
                    if (left_out == "stateId" and method in {"GET", "DELETE"}) or (left_out == "profileId" and method == "GET"):
                        continue
                    some = {key: one for key, one in parameters.items() if key != left_out}
                    assert tool.ask(method, resource, body, **some).status_code == 400, (method, left_out)
                for wrong in ({"agent": "not JSON"}, {"agent": {"name": "x"}}, {"activityId": "x"}, {"registration": "x"}, {"foo": "bar"}):
                    assert tool.ask(method, resource, body, **{**parameters, **wrong}).status_code == 400, (method, wrong)

    def test_no_name_holds_the_character_zero(self, both, place):
        resource, parameters = place
        zeros = [{name_of(parameters): "a\0b"}]
        if "agent" in parameters:
            zeros.append({"agent": {"account": {"homePage": IRI, "name": "a\0b"}}})
        for tool in both:
            for wrong in zeros:
                for method, body in (("PUT", {}), ("POST", {}), ("GET", None), ("DELETE", None)):
                    assert tool.ask(method, resource, body, **{**parameters, **wrong}).status_code == 400, (method, wrong)

    def test_since_with_a_name(self, both, place):
        """4.1.6.2: not allowed; 1.0.3 says nothing of it"""
        resource, parameters = place
        for tool, code in zip(both, (200, 400), strict=True):
            tool.ask("POST", resource, {}, **parameters)
            assert tool.get(resource, **parameters, since="2020-01-01T00:00:00Z").status_code == code


class TestStates:
    """Communication 2.3; 4.1.6.2"""

    WHERE = {"activityId": IRI, "agent": ACTOR}

    def test_a_registration_is_a_place_of_its_own(self, both):
        for tool in both:
            one = str(uuid.uuid4())
            tool.ask("POST", "activities/state", {"in": "none"}, **self.WHERE, stateId="x")
            tool.ask("POST", "activities/state", {"in": "one"}, **self.WHERE, stateId="x", registration=one)
            assert tool.get("activities/state", **self.WHERE, stateId="x").json() == {"in": "none"}
            assert tool.get("activities/state", **self.WHERE, stateId="x", registration=one).json() == {"in": "one"}
            assert tool.get("activities/state", **self.WHERE, registration=one).json() == ["x"]

    def test_all_of_a_context_go_together(self, both):
        for tool in both:
            one, other = str(uuid.uuid4()), {**self.WHERE, "activityId": "https://example.org/other"}
            for where in (self.WHERE, {**self.WHERE, "registration": one}, other):
                tool.ask("POST", "activities/state", {}, **where, stateId="x")
            assert tool.ask("DELETE", "activities/state", **self.WHERE, registration=one).status_code == 204
            assert tool.get("activities/state", **self.WHERE).json() == ["x"]
            assert tool.ask("DELETE", "activities/state", **self.WHERE).status_code == 204
            assert tool.get("activities/state", **self.WHERE).json() == []
            assert tool.get("activities/state", **other).json() == ["x"]
            assert tool.ask("DELETE", "activities/state", **self.WHERE, since="2020-01-01T00:00:00Z").status_code == 400


class TestConcurrency:
    """Communication 3.1; 4.1.4"""

    def test_if_match(self, both, place):
        resource, parameters = place
        for tool in both:
            tool.ask("DELETE", resource, **parameters)
            assert tool.ask("PUT", resource, {}, headers={"If-Match": '"x"'}, **parameters).status_code == 412
            tool.ask("POST", resource, {"a": 1}, **parameters)
            etag = tool.get(resource, **parameters)["ETag"]
            for method, body in (("PUT", {"a": 2}), ("POST", {"a": 2}), ("DELETE", None)):
                assert tool.ask(method, resource, body, headers={"If-Match": '"1234"'}, **parameters).status_code == 412
            assert tool.get(resource, **parameters).json() == {"a": 1}
            assert tool.ask("PUT", resource, {"a": 2}, headers={"If-Match": etag}, **parameters).status_code == 204
            assert tool.ask("PUT", resource, {"a": 3}, headers={"If-Match": etag}, **parameters).status_code == 412
            etag = tool.get(resource, **parameters)["ETag"]
            assert tool.ask("POST", resource, {"a": 4}, headers={"If-Match": f'"x", {etag}'}, **parameters).status_code == 204
            assert tool.ask("DELETE", resource, headers={"If-Match": "*"}, **parameters).status_code == 204

    def test_if_none_match(self, both, place):
        resource, parameters = place
        for tool in both:
            tool.ask("DELETE", resource, **parameters)
            assert tool.ask("PUT", resource, {"a": 1}, headers={"If-None-Match": "*"}, **parameters).status_code == 204
            assert tool.ask("PUT", resource, {"a": 2}, headers={"If-None-Match": "*"}, **parameters).status_code == 412
            assert tool.get(resource, **parameters).json() == {"a": 1}

    def test_put_over_another_without_either(self, both, place):
        """1.0.3 leaves states alone; 2.0 does not."""
        resource, parameters = place
        for tool in both:
            tool.ask("DELETE", resource, **parameters)
            tool.ask("POST", resource, {"a": 1}, **parameters)
            answer = tool.ask("PUT", resource, {"a": 2}, **parameters)
            free = tool.version == "1.0.3" and resource == "activities/state"
            assert answer.status_code == (204 if free else 409)
            assert free or "If-Match" in answer.text
            assert tool.get(resource, **parameters).json() == {"a": 2 if free else 1}


class TestLookups:
    """Communication 2.4, 2.5; 4.1.6.3, 4.1.6.4"""

    def test_a_person(self, both):
        for tool in both:
            assert tool.get("agents", agent=ACTOR).json() == {"objectType": "Person", "mbox": [ACTOR["mbox"]]}
        tool.keep(statement(actor={**ACTOR, "name": "Ada"}))
        account = {"homePage": "https://example.org", "name": "42"}
        for tool in both:
            assert tool.get("agents", agent=ACTOR).json()["name"] == ["Ada"]
            assert tool.get("agents", agent={"account": account}).json()["account"] == [account]
            for wrong in ({}, {"agent": "x"}, {"agent": {"name": "x"}}, {"agent": ACTOR, "foo": "bar"}):
                assert tool.get("agents", **wrong).status_code == 400

    def test_an_activity(self, both):
        unknown = "https://example.org/path/../x"
        for tool in both:
            assert tool.get("activities", activityId=unknown).json() == {"objectType": "Activity", "id": unknown}
            tool.keep(statement(object={"id": IRI, "definition": {"name": {"en": "One"}, "type": "https://example.org/t"}}))
            tool.keep(statement(object={"id": IRI, "definition": {"name": {"fr": "Un"}}}))
            definition = tool.get("activities", activityId=IRI).json()["definition"]
            assert definition == {"name": {"en": "One", "fr": "Un"}, "type": "https://example.org/t"}
            both_at_once(tool)
            tool.keep(statement(object={"id": f"{IRI}/0", "definition": {"name": {"en": "\0"}}}))
            assert tool.get("activities", activityId=f"{IRI}/0").json()["definition"] == {"name": {"en": "\0"}}
            for wrong in ({}, {"activityId": "x"}, {"activityID": IRI}):
                assert tool.get("activities", **wrong).status_code == 400


def both_at_once(tool) -> None:
    """What one batch, or one statement, tells of an activity in several places is told together."""
    words = [{"id": f"{IRI}/2", "definition": {"name": {language: language}}} for language in ("de", "es", "it")]
    tool.keep([statement(object=words[0]), statement(object=words[1], context={"contextActivities": {"other": words[2]}})])
    assert tool.get("activities", activityId=f"{IRI}/2").json()["definition"]["name"] == {"de": "de", "es": "es", "it": "it"}
