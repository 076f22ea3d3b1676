"""Headers, methods, versions, alternate syntax, content types, credentials: Communication 1, 3, 4; IEEE 9274.1.1, 4.1.1 to 4.1.8."""

import json
import uuid
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings as configured
from django.utils import timezone

from lrs.domain.access import forget_launches, issue_launch, revoke
from lrs.models import Credential
from tests.lrs.machine import ACTIVITY, ACTOR, Machine, statement

pytestmark = pytest.mark.requirement("CMA-2.22")
PLAIN = "text/plain; charset=utf-8"
RESOURCES = {
    "statements": {},
    "activities/state": {"activityId": ACTIVITY["id"], "agent": ACTOR},
    "activities/profile": {"activityId": ACTIVITY["id"]},
    "agents/profile": {"agent": ACTOR},
    "agents": {"agent": ACTOR},
    "activities": {"activityId": ACTIVITY["id"]},
    "about": {},
}


class TestMethods:
    """Communication 1.1, 3.2; 4.1"""

    def test_head_is_get_without_a_body(self, both):
        for tool in both:
            tool.keep(statement())
            for resource, parameters in RESOURCES.items():
                got, head = (tool.ask(method, resource, **parameters) for method in ("GET", "HEAD"))
                assert (got.status_code, head.status_code, head.content) == (200, 200, b""), resource
                ignored = {"X-Experience-API-Consistent-Through"}
                assert {k: v for k, v in head.items() if k not in ignored} == {k: v for k, v in got.items() if k not in ignored}

    def test_other_methods(self, both):
        for tool in both:
            for method, resource in (
                ("DELETE", "statements"),
                ("POST", "agents"),
                ("PUT", "activities"),
                ("DELETE", "about"),
                ("PATCH", "agents"),
            ):
                answer = tool.ask(method, resource, headers={"Authorization": None}, **RESOURCES[resource])
                assert (answer.status_code, "GET" in answer["Allow"]) == (405, True), (method, resource)

    def test_what_is_not_there(self, tool):
        for resource in ("statement", "Statements", "activities/quiz/1", "", "extensions/x"):
            assert tool.get(resource).status_code == 404


class TestVersions:
    """Communication 3.3; 4.1.7"""

    def test_each_answer_names_its_version(self, both):
        for tool in both:
            for answer in (tool.get(), tool.get(foo="bar"), tool.get("nowhere"), tool.ask("DELETE", "statements")):
                assert answer["X-Experience-API-Version"] == tool.version

    @pytest.mark.parametrize(
        ("sent", "answered"),
        [("1.0", "1.0.3"), ("1.0.0", "1.0.3"), ("1.0.99", "1.0.3"), ("2.0", "2.0.0"), ("2.0.0", "2.0.0"), ("2.0.7", "2.0.0")],
    )
    def test_those_it_speaks(self, tool, sent, answered):
        answer = tool.get(headers={"X-Experience-API-Version": sent})
        assert (answer.status_code, answer["X-Experience-API-Version"]) == (200, answered)

    @pytest.mark.parametrize("sent", [None, "", "0.95", "1.1.0", "2.1.0", "3.0.0", "2.0.0,2.0.0", "1.0.3,1.0.3", "1", "one"])
    def test_those_it_refuses(self, tool, sent, settings):
        for default in ("2.0.0", "1.0.3"):
            settings.LRS_DEFAULT_VERSION = default
            answer = tool.get(headers={"X-Experience-API-Version": sent})
            assert answer.status_code == 400
            assert answer["X-Experience-API-Version"] == {"1.0.3,1.0.3": "1.0.3", "2.0.0,2.0.0": "2.0.0"}.get(sent, default)[:3] + (
                ".3" if answer["X-Experience-API-Version"].startswith("1") else ".0"
            )

    def test_about_needs_none(self, tool):
        """Communication 2.8; 4.1.6.7"""
        answer = tool.get("about", headers={"X-Experience-API-Version": None, "Authorization": None})
        assert answer.json()["version"] == ["1.0.3", "2.0.0"]
        assert tool.get("about", headers={"X-Experience-API-Version": "1.0.3"}).json()["version"] == ["1.0.3"]
        assert tool.get("about", foo="bar").status_code == 400

    def test_so_does_the_description(self, tool):
        answer = tool.get("openapi.json", headers={"X-Experience-API-Version": None, "Authorization": None})
        assert answer["Content-Type"] == "application/json"
        assert set(RESOURCES) <= {path.strip("/") for path in answer.json()["paths"]}

    def test_statements_of_the_other_version(self, both):
        old, new = both
        agents = {"contextAgents": [{"objectType": "contextAgent", "agent": ACTOR}]}
        assert old.post(statement(context=agents)).status_code == 400
        name = new.keep(statement(context=agents))
        assert old.get(statementId=name).json()["version"] == "2.0.0"


class TestAlternateSyntax:
    """Communication 1.3: in 1.0.3 alone"""

    FORM = "application/x-www-form-urlencoded"

    def send(self, tool, method: str, **fields):
        body = urlencode({name: one if isinstance(one, str) else json.dumps(one) for name, one in fields.items()})
        bare = {"Authorization": None, "X-Experience-API-Version": None}
        return tool.ask("POST", "statements", body, content_type=self.FORM, headers=bare, method=method)

    def heads(self, tool) -> dict:
        return {"Authorization": tool.authorization, "X-Experience-API-Version": "1.0.3"}

    def test_put_and_get(self, old_tool):
        name = str(uuid.uuid4())
        answer = self.send(old_tool, "PUT", **self.heads(old_tool), statementId=name, content=statement())
        assert answer.status_code == 204
        answer = self.send(old_tool, "GET", **self.heads(old_tool), statementId=name)
        assert answer.json()["id"] == name
        assert self.send(old_tool, "GET", **self.heads(old_tool), limit="1").json()["statements"][0]["id"] == name

    def test_post_and_documents(self, old_tool):
        assert self.send(old_tool, "POST", **self.heads(old_tool), content=[statement()]).status_code == 200
        fields = {
            **self.heads(old_tool),
            "profileId": "x",
            "agent": json.dumps(ACTOR),
            "content": "some text",
            "Content-Type": "text/plain",
        }
        answer = old_tool.ask(
            "POST", "agents/profile", urlencode(fields), content_type=self.FORM, headers={"Authorization": None}, method="PUT"
        )
        assert answer.status_code == 204
        assert old_tool.get("agents/profile", profileId="x", agent=ACTOR).text == "some text"

    def test_what_is_refused(self, old_tool):
        name, heads = str(uuid.uuid4()), self.heads(old_tool)
        assert self.send(old_tool, "PUT", **heads, statementId=name).status_code == 400
        assert self.send(old_tool, "GET", **heads, content="x").status_code == 400
        assert self.send(old_tool, "JUMP", **heads).status_code == 400
        assert self.send(old_tool, "DELETE", **heads).status_code == 405
        body = urlencode({"statementId": name, "content": json.dumps(statement())})
        assert old_tool.ask("POST", "statements", body, content_type=self.FORM, method="PUT", statementId=name).status_code == 400
        assert old_tool.ask("POST", "statements", json.dumps({"content": "x"}), content_type=self.FORM, method="PUT").status_code == 400
        assert old_tool.ask("GET", "statements", method="POST").status_code == 400

    def test_2_0_knows_it_not(self, tool):
        body = urlencode({"statementId": str(uuid.uuid4()), "content": json.dumps(statement())})
        for method in ("GET", "PUT", "POST"):
            assert tool.ask("POST", "statements", body, content_type=self.FORM, method=method).status_code == 400


class TestContentTypes:
    """Communication 1.4, 1.5; 4.1.2, 4.1.3"""

    @pytest.mark.parametrize(
        "kind",
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/json; charset=latin-1"],
    )
    def test_statements_are_json(self, both, kind):
        for tool in both:
            assert tool.post(statement(), content_type=kind).status_code == 400

    def test_a_header_that_is_there_twice(self, both):
        """Communication 1.2; RFC 9110, 5.3: a server hands on two of them as one, with a comma between"""
        for tool in both:
            assert tool.post(statement(), content_type="application/json,application/json").status_code == 400
            assert tool.post(statement(), content_type="application/json; charset=utf-8, text/plain").status_code == 400
            assert tool.get(headers={"Authorization": f"{tool.authorization},{tool.authorization}"}).status_code == 400
            assert tool.get(headers={"Authorization": f"{tool.bearer}, {tool.authorization}"}).status_code == 400
            place = {"activityId": "https://example.org/a", "profileId": "p"}
            doubled = tool.ask("PUT", "activities/profile", b"x", content_type="text/plain, text/html", **place)
            assert doubled.status_code == 400
            place["profileId"] = tool.version
            quoted = tool.ask("PUT", "activities/profile", b"x", content_type='text/plain; name="a, b/c"', **place)
            assert quoted.status_code == 204

    def test_utf8(self, both):
        for tool in both:
            assert tool.post(statement(), content_type="application/json; charset=UTF-8").status_code == 200
            assert tool.post(json.dumps(statement()).encode()[:-1] + b',"x":"\xff"}').status_code == 400

    def test_what_is_no_statement(self, both):
        for tool in both:
            for body in (b"", b"{", b"12", b'"x"', b"[1]", b"null", b"[null]"):
                assert tool.post(body).status_code == 400, body

    def test_too_large(self, tool, settings):
        """4.1.5: 413"""
        settings.LRS_MAX_BYTES = 100
        assert tool.post(statement()).status_code == 413

    def test_errors_in_the_form_that_is_asked_for(self, tool):
        assert "foo" in tool.get(foo="bar").text
        answer = tool.ask("GET", "statements", headers={"Accept": "application/json"}, foo="bar")
        assert "foo" in answer.json()["error"]
        page = tool.ask("GET", "statements", headers={"Accept": "text/html,*/*;q=0.8"}, **{"<b>": "1"})
        assert page["Content-Type"] == "text/html; charset=utf-8"
        assert "&lt;b&gt;" in page.text
        assert tool.ask("GET", "statements", headers={"Accept": "application/json, text/plain, */*"}, foo="bar")["Content-Type"] == PLAIN

    def test_nothing_has_no_type_and_no_length(self, both):
        """RFC 9110, 8.6"""
        for tool in both:
            answer = tool.put(statement(id=str(uuid.uuid4())))
            assert answer.status_code == 204
            assert not {"Content-Type", "Content-Length"} & {*answer.headers}


class TestConsistentThrough:
    """Communication 2.1.3; 4.1.6.1"""

    def test_it_is_recent_and_on_each_answer(self, both):
        for tool in both:
            for answer in (tool.get(), tool.post(statement()), tool.get(statementId=str(uuid.uuid4())), tool.get(foo="bar")):
                through = datetime.fromisoformat(answer["X-Experience-API-Consistent-Through"])
                assert timezone.now() - timedelta(minutes=1) < through <= timezone.now()


class TestCredentials:
    """Communication 4; 4.1.8"""

    @pytest.mark.parametrize("header", [None, "", "Basic", "Basic !!!", "Basic eDp5", "Bearer x.y", "Bearer", "Digest x"])
    def test_without_good_ones(self, tool, header):
        for resource, parameters in RESOURCES.items():
            answer = tool.ask("GET", resource, headers={"Authorization": header}, **parameters)
            assert answer.status_code == (200 if resource == "about" else 401)

    def test_basic_and_bearer(self, tool):
        assert tool.get().status_code == tool.get(headers={"Authorization": tool.bearer}).status_code == 200
        tool.credential.refresh_from_db()
        assert tool.credential.last_used_at is not None

    def test_the_secret_is_nowhere_in_the_database(self, tool):
        secret = tool.bearer.rpartition(".")[2]
        assert secret not in str(list(Credential.objects.values()))

    def test_expired_and_revoked(self, tool):
        Credential.objects.filter(pk=tool.credential.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        assert tool.get().status_code == 401
        other = Machine("all")
        assert other.get().status_code == 200
        revoke(other.credential)
        assert other.get().status_code == 401

    def test_what_each_scope_opens(self, db):
        """Communication 4.2: scopes; 4.1.5: 403"""
        state, profile = {**RESOURCES["activities/state"], "stateId": "x"}, {**RESOURCES["agents/profile"], "profileId": "x"}
        acts = {
            "write": lambda tool: tool.post(statement()),
            "read": lambda tool: tool.get(),
            "state": lambda tool: tool.ask("POST", "activities/state", {}, **state),
            "profile": lambda tool: tool.ask("POST", "agents/profile", {}, **profile),
        }
        opened = {
            "statements/write": {"write"},
            "statements/read": {"read"},
            "statements/read/mine": {"read"},
            "state": {"state"},
            "profile": {"profile"},
            "all": set(acts),
        }
        for scope, allowed in opened.items():
            tool = Machine(scope)
            answers = {name: act(tool).status_code for name, act in acts.items()}
            assert {name for name, code in answers.items() if code < 300} == allowed, (scope, answers)
            assert {code for name, code in answers.items() if name not in allowed} <= {403}

    def test_mine_are_those_it_wrote(self, tool):
        other = Machine("statements/write", "statements/read/mine")
        theirs, own = tool.keep(statement()), other.keep(statement())
        assert other.ids() == [own]
        assert other.ids(agent=ACTOR) == [own]
        assert other.get(statementId=theirs).status_code == 404
        assert other.get(statementId=own).status_code == 200
        assert tool.ids() == [own, theirs]

    def test_guessing_is_limited(self, tool):
        for _ in range(20):
            assert tool.get(headers={"Authorization": "Bearer x.y"}).status_code == 401
        answer = tool.get(headers={"Authorization": "Bearer x.y"})
        assert (answer.status_code, answer["Retry-After"]) == (429, "300")

    def test_a_session_opens_nothing(self, cast, as_user):
        answer = as_user(cast.national).get("/xapi/statements", headers={"X-Experience-API-Version": "2.0.0"})
        assert answer.status_code == 401
        assert not answer.cookies


class TestLaunches:
    """A pass for content that a learner opens speaks for that learner alone."""

    @pytest.fixture
    def launched(self, cast) -> Machine:
        tool = Machine("all")
        credential, token = issue_launch(user=cast.owner, registration=cast.enrolment.registration, hours=1)
        tool.credential, tool.authorization = credential, f"Bearer {token}"
        return tool

    def own(self, person) -> dict:
        return {"account": {"homePage": configured.SITE_ORIGIN, "name": str(person.uid)}}

    def test_it_writes_about_its_person(self, launched, cast):
        from lrs.models import Statement

        kept = Statement.objects.get(pk=launched.keep(statement(actor=self.own(cast.owner))))
        assert (kept.user, kept.is_platform) == (cast.owner, False)
        assert launched.post(statement(actor=self.own(cast.member))).status_code == 403
        assert launched.post([statement(actor=self.own(cast.owner)), statement()]).status_code == 403
        assert launched.ids() == [str(kept.pk)]

    def test_its_documents_are_its_persons(self, launched, cast):
        where = {"activityId": ACTIVITY["id"], "stateId": "x"}
        assert launched.ask("PUT", "activities/state", {"a": 1}, agent=self.own(cast.owner), **where).status_code == 204
        assert launched.get("activities/state", agent=self.own(cast.owner), **where).json() == {"a": 1}
        assert launched.get("activities/state", agent=self.own(cast.member), **where).status_code == 403
        assert launched.get("agents", agent=self.own(cast.member)).status_code == 403

    def test_old_passes_go(self, launched):
        assert forget_launches() == 0
        Credential.objects.filter(pk=launched.credential.pk).update(expires_at=timezone.now() - timedelta(days=2))
        assert forget_launches() == 1

    def test_content_earns_nothing(self, launched, cast, commits):
        """What content sends is journal, never truth: nobody who listens hears of it."""
        from lrs.signals import statements_stored

        heard = []
        statements_stored.connect(listener := lambda **kwargs: heard.append(kwargs))
        with commits():
            launched.keep(statement(actor=self.own(cast.owner)))
        statements_stored.disconnect(listener)
        assert heard == []


class TestOrigins:
    """Pages of the content origin and of configured clients may call the store; see decision 0050."""

    def ask(self, tool, method: str, origin: str, **headers):
        return tool.ask(method, "statements", headers={"Origin": origin, **headers})

    def test_the_content_origin_and_those_of_clients(self, tool):
        tool.credential.client.origins = "https://outil.example.org\nhttps://autre.example.org/"
        tool.credential.client.save()
        for origin in (configured.CONTENT_ORIGIN, "https://outil.example.org", "https://autre.example.org"):
            answer = self.ask(tool, "GET", origin)
            assert answer["Access-Control-Allow-Origin"] == origin
            assert "ETag" in answer["Access-Control-Expose-Headers"]
            assert "Access-Control-Allow-Credentials" not in answer
            asked = self.ask(tool, "OPTIONS", origin, Authorization=None, **{"Access-Control-Request-Method": "PUT"})
            assert asked.status_code == 204
            assert "X-Experience-API-Version" in asked["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Origin" not in self.ask(tool, "GET", "https://elsewhere.example.org")

    def test_cross_site_requests_reach_it(self, tool):
        answer = tool.ask("POST", "statements", statement(), headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"})
        assert answer.status_code == 200

    def test_it_answers_on_the_content_origin(self, tool):
        answer = tool.browser.get("/xapi/about", headers={"Host": configured.CONTENT_ORIGIN.partition("//")[2]})
        assert answer.status_code == 200
