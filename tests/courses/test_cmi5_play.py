"""A cmi5 module followed from its step: launches, tokens, what is stated and when, and the result (cmi5 8 to 11)."""

import json
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from courses.models import Launch, LearningClock, NodeState
from lrs.api import issue_launch
from lrs.endpoint.credentials import forget
from lrs.models import Statement
from tests.courses.cmi5_follow import begin, identifier, launch, said, statement
from tests.courses.cmi5_packages import SITE, block, cmi5_zip, structure, unit
from tests.courses.cmi5_unit import CMI5, EXTENSIONS
from tests.courses.packages import import_zip, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.22")]


class TestLaunch:
    def test_the_address_says_all_that_a_unit_needs(self, follow):
        step = follow(unit("a", "a.html?page=2#fin"))
        found = launch(step)
        parts = urlsplit(found.address)
        assert f"{parts.scheme}://{parts.netloc}" == settings.CONTENT_ORIGIN
        assert parts.path.endswith("/a.html")
        assert parts.fragment == "fin"
        assert found.parameters["page"] == "2"
        assert found.parameters["endpoint"] == settings.CONTENT_ORIGIN + "/xapi/"
        assert found.parameters["registration"] == str(step.enrolment.registration)
        actor = json.loads(found.parameters["actor"])
        assert actor == {"objectType": "Agent", "account": {"homePage": settings.SITE_ORIGIN, "name": str(step.user.uid)}}
        assert found.parameters["activityId"].startswith(settings.SITE_ORIGIN)
        assert found.web.get(parts.path).status_code == 200

    def test_the_activity_is_the_same_at_each_launch_and_after_a_new_version(self, follow):
        step = follow(unit("a"))
        first = launch(step).parameters["activityId"]
        import_zip(cmi5_zip(unit("b"), unit("a")), package=step.activity.package)
        assert launch(step).parameters["activityId"] == first != f"{SITE}a"

    def test_the_token_is_given_once(self, follow):
        found = launch(follow(unit("a")))
        assert set(found.fetch()) == {"auth-token"}
        assert found.fetch()["error-code"] == "1"
        assert found.web.get(urlsplit(found.parameters["fetch"]).path).status_code == 405
        assert found.web.post("/cmi5/inconnu/jeton/").json()["error-code"] == "2"

    def test_pages_of_other_sites_may_ask_for_their_token(self, follow):
        found = launch(follow(unit("a")))
        path = urlsplit(found.parameters["fetch"]).path
        asked = found.web.options(path, headers={"Origin": "https://ailleurs.example", "Access-Control-Request-Method": "POST"})
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
        assert found.web.post(path, headers={"Origin": "https://ailleurs.example"})["Access-Control-Allow-Origin"] == "*"

    def test_the_launch_data_say_what_the_structure_says(self, follow):
        attributes = 'moveOn="Passed" masteryScore="0.9" launchMethod="OwnWindow"'
        inside = "<launchParameters>x=1</launchParameters><entitlementKey>cle</entitlementKey>"
        found = launch(follow(unit("a", attributes=attributes, inside=inside))).start()
        template = found.data.pop("contextTemplate")
        address = found.data.pop("returnURL")
        assert found.data == {
            "launchMode": "Normal",
            "launchMethod": "OwnWindow",
            "moveOn": "Passed",
            "masteryScore": 0.9,
            "launchParameters": "x=1",
            "entitlementKey": {"courseStructure": "cle"},
        }
        assert [one["id"] for one in template["contextActivities"]["grouping"]] == [f"{SITE}a"]
        assert template["extensions"][f"{EXTENSIONS}sessionid"]
        page = found.web.get(urlsplit(address).path)
        assert page.status_code == 200
        assert settings.SITE_ORIGIN in page.content.decode()

    def test_what_the_structure_does_not_say_is_left_out(self, follow):
        found = launch(follow(unit("a"))).start()
        assert set(found.data) == {"contextTemplate", "launchMode", "launchMethod", "moveOn", "returnURL"}

    def test_the_learners_preferences_are_there_and_stay_theirs(self, follow):
        step = follow(unit("a"))
        found = launch(step).start()
        query = {"profileId": "cmi5LearnerPreferences", "agent": found.parameters["actor"]}
        assert found.read("agents/profile", **query).json() == {"languagePreference": "fr", "audioPreference": "on"}
        changed = json.dumps({"languagePreference": "fr,en", "audioPreference": "off"})
        path = f"/xapi/agents/profile?{urlencode(query)}"
        assert found.web.post(path, changed, content_type="application/json", headers=found.headers).status_code == 204
        assert launch(step).start().read("agents/profile", **query).json()["audioPreference"] == "off"

    def test_launched_is_stated_before_the_unit_opens(self, follow):
        step = follow(
            unit("a", "a.html?p=1", attributes='moveOn="Passed" masteryScore="0.5"', inside="<launchParameters>x</launchParameters>")
        )
        found = launch(step).start()
        body = statement(step, "launched")
        extensions = body["context"]["extensions"]
        assert extensions == {
            **found.data["contextTemplate"]["extensions"],
            f"{EXTENSIONS}launchmode": "Normal",
            f"{EXTENSIONS}launchurl": found.address.split("&endpoint")[0],
            f"{EXTENSIONS}moveon": "Passed",
            f"{EXTENSIONS}masteryscore": 0.5,
            f"{EXTENSIONS}launchparameters": "x",
        }
        assert [one["id"] for one in body["context"]["contextActivities"]["category"]] == [CMI5]
        assert [one["id"] for one in body["context"]["contextActivities"]["grouping"]] == [f"{SITE}a"]
        assert body["object"]["id"] == found.parameters["activityId"]
        assert body["actor"] == json.loads(found.parameters["actor"])
        assert said(step) == ["launched"]

    def test_own_window_opens_beside_the_page(self, follow):
        step = follow(unit("a", attributes='launchMethod="OwnWindow"'), unit("b"))
        page = step.get().content.decode()
        assert page.count('formtarget="_blank"') == 1
        assert "<iframe" not in step.post("lancer", {"part": identifier(step, "a")}).content.decode()
        assert "<iframe" in step.post("lancer", {"part": identifier(step, "b")}).content.decode()

    def test_a_unit_of_another_site_opens_beside_the_page(self, step_of):
        step = step_of(make_module(structure(unit("a", "https://ailleurs.example/a.html?x=1")), "Ailleurs"))
        found = launch(step)
        assert found.address.startswith("https://ailleurs.example/a.html?x=1&endpoint=")
        assert "<iframe" not in step.post("lancer", {"part": identifier(step, "a")}).content.decode()

    def test_a_unit_of_another_site_may_call_the_store_from_there(self, step_of):
        step = step_of(make_module(structure(unit("a", "https://Ailleurs.example:8443/a.html")), "Ailleurs"))
        found = launch(step)
        found.token = found.fetch()["auth-token"]
        query = {"stateId": "LMS.LaunchData", **found.place}
        forget()
        for origin, welcome in (("https://ailleurs.example:8443", True), ("https://autre.example", False)):
            answer = found.web.get("/xapi/activities/state", query, headers={**found.headers, "Origin": origin})
            assert (answer.status_code, answer.get("Access-Control-Allow-Origin") == origin) == (200, welcome)

    def test_a_unit_that_is_not_there(self, follow):
        step = follow(unit("a"))
        for part in ("", "x", "é", "0" * 32):
            response = step.post("lancer", {"part": part})
            assert response.status_code == 404
            assert "Choisissez-en une autre" in response.content.decode()
        assert step.get("lancer").status_code == 405
        assert step.get("autre").status_code == 404

    def test_looking_at_the_page_states_nothing(self, follow):
        step = follow(unit("a"))
        assert step.get().status_code == 200
        assert (said(step), step.attempt) == ([], None)


class TestResult:
    def test_a_unit_followed_to_its_end(self, follow):
        step = follow(block("bloc", unit("a", attributes='moveOn="CompletedAndPassed" masteryScore="0.6"')))
        found = begin(step)
        found.passed(0.85)
        found.complete()
        assert step.attempt.completed
        found.terminate()
        assert said(step)[:6] == ["launched", "initialized", "passed", "completed", "satisfied", "satisfied"]
        attempt = step.attempt
        assert (attempt.completed, attempt.success, attempt.score) == (True, True, Decimal("0.85"))
        assert attempt.launches.get().closed_at
        step.enrolment.refresh_from_db()
        assert step.enrolment.step_progress.get().state == "done"

    def test_satisfied_names_blocks_then_the_course_with_the_session_of_the_launch(self, follow):
        step = follow(block("bloc", block("dedans", unit("a"))))
        found = begin(step)
        found.complete()
        rows = Statement.objects.filter(verb__endswith="/satisfied").order_by("stored")
        bodies = [row.body for row in rows]
        assert [body["object"]["definition"]["type"].rsplit("/", 1)[-1] for body in bodies] == ["block", "block", "course"]
        groupings = [body["context"]["contextActivities"]["grouping"][0]["id"] for body in bodies]
        assert groupings == [f"{SITE}dedans", f"{SITE}bloc", f"{SITE}cours"]
        assert all(body["object"]["id"].startswith(settings.SITE_ORIGIN) for body in bodies)
        session = found.data["contextTemplate"]["extensions"][f"{EXTENSIONS}sessionid"]
        assert {body["context"]["extensions"][f"{EXTENSIONS}sessionid"] for body in bodies} == {session}

    def test_satisfied_is_stated_once_in_a_registration(self, follow):
        step = follow(unit("a", attributes='moveOn="CompletedOrPassed"'))
        found = begin(step)
        found.complete()
        found.passed()
        found.terminate()
        begin(step).terminate()
        assert said(step).count("satisfied") == 1

    @pytest.mark.parametrize(
        ("move_on", "verbs"),
        [
            ("Passed", ["complete", "passed"]),
            ("Completed", ["passed", "complete"]),
            ("CompletedAndPassed", ["complete", "passed"]),
            ("CompletedOrPassed", ["passed"]),
        ],
    )
    def test_the_last_verb_that_is_asked_for_satisfies(self, follow, move_on, verbs):
        step = follow(unit("a", attributes=f'moveOn="{move_on}"'))
        found = begin(step)
        for verb in verbs[:-1]:
            getattr(found, verb)()
            assert not step.attempt.completed
        getattr(found, verbs[-1])()
        assert step.attempt.completed

    def test_what_asks_for_nothing_is_satisfied_from_the_beginning(self, follow):
        step = follow(block("bloc", unit("a", attributes="")), unit("b", attributes=""))
        found = launch(step, "a")
        assert said(step) == ["satisfied", "satisfied", "launched"]
        sessions = {
            row.body["context"]["extensions"][f"{EXTENSIONS}sessionid"] for row in Statement.objects.filter(verb__endswith="/satisfied")
        }
        assert len(sessions) == 1
        assert found.start().data["contextTemplate"]["extensions"][f"{EXTENSIONS}sessionid"] not in sessions
        assert not step.attempt.completed
        launch(step, "b")
        assert step.attempt.completed

    def test_a_failed_unit_is_to_be_done_again(self, follow):
        step = follow(unit("a", attributes='moveOn="Passed" masteryScore="0.6"'))
        found = begin(step)
        found.failed(0.4)
        found.terminate()
        assert (step.attempt.completed, step.attempt.success, step.attempt.score) == (False, False, Decimal("0.4"))
        again = begin(step)
        again.passed(0.7)
        assert (step.attempt.completed, step.attempt.success, step.attempt.score) == (True, True, Decimal("0.7"))

    def test_the_score_is_the_mean_of_the_units(self, follow):
        step = follow(unit("a", attributes='moveOn="Passed"'), unit("b", attributes='moveOn="Passed"'), unit("c"))
        for name, score in (("a", 1.0), ("b", 0.5)):
            found = begin(step, name)
            found.passed(score)
            found.terminate()
        assert (step.attempt.completed, step.attempt.success, step.attempt.score) == (False, None, Decimal("0.75"))
        begin(step, "c").complete()
        assert (step.attempt.completed, step.attempt.success) == (True, True)

    def test_the_time_that_a_unit_claims_is_bounded_by_the_clock(self, follow):
        step = follow(unit("a"))
        found = begin(step)
        Launch.objects.update(created_at=timezone.now() - timedelta(minutes=10))
        LearningClock.objects.update(credited_until=timezone.now() - timedelta(minutes=10))
        found.terminate("PT1H")
        assert 590 <= step.attempt.seconds <= 610

    def test_the_progress_that_a_unit_tells_shows(self, follow):
        step = follow(unit("a"))
        found = begin(step)
        found.say("experienced", allowed=True, extensions={"https://w3id.org/xapi/cmi5/result/extensions/progress": 40})
        assert "40\u00a0% parcouru" in step.get().content.decode()
        found.complete()
        assert NodeState.objects.get(completed_at__isnull=False).progress == 100

    def test_a_statement_that_is_only_allowed_changes_nothing(self, follow):
        step = follow(unit("a"))
        found = begin(step)
        body = found.statement("completed", allowed=True, completion=True)
        assert found.post(body).status_code == 200
        assert not step.attempt.completed

    def test_a_statement_of_another_pass_changes_nothing(self, follow):
        """The journal takes what any content of the learner says; only a session's own words count (decision 0070)."""
        step = follow(unit("a"))
        found = begin(step)
        _credential, bearer = issue_launch(user=step.user, registration=step.enrolment.registration, hours=1)
        body = found.statement("completed", completion=True, duration="PT1S")
        found.web.post(
            "/xapi/statements",
            json.dumps(body),
            content_type="application/json",
            headers={**found.headers, "Authorization": f"Bearer {bearer}"},
        )
        assert not step.attempt.completed
