"""Packages that speak xAPI alone (tincan.xml): launched with a pass of their own, and what their statements come to."""

import json
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from courses.cmi5.reports import said_of
from courses.domain.unit_endings import abandon_running
from courses.models import Launch, LearningClock
from lrs.models import Statement
from tests.courses.cmi5_follow import ADDRESS, launch, said
from tests.courses.cmi5_packages import SITE, activity, tincan_zip
from tests.courses.packages import make_module

pytestmark = pytest.mark.requirement("CMA-2.22")
ADL = "http://adlnet.gov/expapi/verbs/"


class Content:
    def __init__(self, address: str) -> None:
        self.parameters = dict(parse_qsl(urlsplit(address).query))
        self.web = Client(headers={"host": urlsplit(settings.CONTENT_ORIGIN).netloc})

    def say(self, verb: str, *, about: str = "", **result) -> int:
        body = {
            "actor": json.loads(self.parameters["actor"]),
            "verb": {"id": ADL + verb},
            "object": {"id": about or self.parameters["activity_id"]},
            "context": {"registration": self.parameters["registration"]},
            **({"result": result} if result else {}),
        }
        headers = {"X-Experience-API-Version": "1.0.3", "Authorization": self.parameters["auth"]}
        return self.web.post("/xapi/statements", json.dumps(body), content_type="application/json", headers=headers).status_code


@pytest.fixture
def step(step_of):
    return step_of(make_module(tincan_zip(activity("un"), activity("deux", "<launch>index.html?p=2</launch>")), "Essai"))


@pytest.fixture
def content(step):
    return Content(launch(step, "un").address)


def test_the_address_says_all_that_content_needs(step, content):
    assert content.parameters["endpoint"] == settings.CONTENT_ORIGIN + "/xapi/"
    assert content.parameters["activity_id"] == f"{SITE}un"
    assert content.parameters["registration"] == str(step.enrolment.registration)
    assert json.loads(content.parameters["actor"])["account"]["name"] == str(step.user.uid)


def test_what_content_says_of_its_activity_makes_the_result(step, content):
    assert content.say("experienced", about=f"{SITE}un/page-1") == 200
    assert content.say("completed", about=f"{SITE}un/page-1", completion=True) == 200
    assert (step.attempt.completed, step.attempt.score) == (False, None)
    assert content.say("passed", score={"raw": 8, "min": 0, "max": 10}, success=True, completion=True) == 200
    assert (step.attempt.completed, step.attempt.score) == (False, Decimal("0.8"))
    other = Content(launch(step, "deux").address)
    assert other.say("completed") == 200
    assert (step.attempt.completed, step.attempt.success, step.attempt.score) == (True, True, Decimal("0.8"))
    assert "satisfied" not in said(step)


def test_a_pass_is_good_for_its_own_activity_only(step, content):
    assert content.say("completed", about=f"{SITE}deux") == 200
    assert not step.attempt.node_states.filter(completed_at__isnull=False).exists()


def test_time_counts_from_the_launch_to_what_was_said(step, content):
    Launch.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    LearningClock.objects.update(credited_until=timezone.now() - timedelta(minutes=3))
    content.say("experienced")
    assert 175 <= step.attempt.seconds <= 190


def test_the_pass_of_a_launch_ends_with_it(step, content):
    assert abandon_running(step.attempt) == 1
    assert content.say("completed") == 401
    assert not Statement.objects.filter(verb=f"{ADL}completed").exists()


def test_reading_again_records_nothing(step, content):
    Launch.objects.update(mode="review")
    assert content.say("completed") == 200
    assert not step.attempt.node_states.filter(completed_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("verb", "result", "verdicts", "scaled"),
    [
        ("completed", None, ("completed",), None),
        ("mastered", None, ("passed",), None),
        ("scored", {"success": False}, ("failed",), None),
        ("answered", {"success": False, "score": {"scaled": 0}}, (), None),
        ("passed", {"completion": True, "score": {"scaled": 0.5}}, ("completed", "passed"), Decimal("0.5")),
        ("passed", {"success": False}, (), None),
        ("failed", {"score": {"raw": 30, "min": 20, "max": 40}}, ("failed",), Decimal("0.5")),
        ("failed", {"score": {"scaled": -0.5}}, ("failed",), None),
        ("failed", {"score": {"raw": 5, "max": 0}}, ("failed",), None),
        ("terminated", {"completion": False}, (), None),
    ],
)
def test_what_statements_of_authoring_tools_say(verb, result, verdicts, scaled):
    found = said_of({"verb": {"id": ADL + verb}, **({"result": result} if result else {})})
    assert (found.verdicts, found.scaled) == (verdicts, scaled)


def test_the_page_shows_its_activities(step):
    page = step.get().content.decode()
    assert "Module un" in page
    assert ADDRESS.search(page) is None
