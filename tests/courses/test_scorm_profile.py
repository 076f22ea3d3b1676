"""The SCORM profile of xAPI in our journal: attempts, their list and state, what each statement says of where it stands."""

import json
from decimal import Decimal

import pytest

from courses.domain.scorm_launch import open_launch
from courses.domain.scorm_runtime import Commit, commit, open_item
from courses.enums import AttemptMode
from courses.scorm.answers import as_xapi
from lrs.models import Document, Statement
from lrs.validation import V1, V2, check_statement
from tests.courses.packages import context_for, make_module, simple_zip
from tests.xapi_rules import problems

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.22")]
PROFILE, ATTEMPT = "https://w3id.org/xapi/scorm", "http://adlnet.gov/expapi/activities/attempt"
NAME, KIND, ANSWER, RESULT = (f"cmi.interactions.0.{name}" for name in ("id", "type", "learner_response", "result"))


@pytest.fixture
def single(cast):
    return make_module(simple_zip("a", edition="2004"))


def play(user, page, *changes, part: str = "a", mode=AttemptMode.NORMAL) -> None:
    launch = open_launch(context_for(user, page, mode=mode)).launch
    assert open_item(launch, part)
    commit(launch, Commit(part, 1, changes, finished=True))


def told(verb: str = "") -> list[dict]:
    return [json.loads(raw) for raw in Statement.objects.filter(verb__endswith=verb).order_by("stored").values_list("raw", flat=True)]


def attempt_in(statement: dict) -> str:
    grouping = statement["context"]["contextActivities"]["grouping"]
    [found] = [one["id"] for one in grouping if one["definition"]["type"] == ATTEMPT]
    return found


def state(name: str, activity: str) -> dict:
    return json.loads(bytes(Document.objects.get(document_id=f"{PROFILE}/{name}", activity=activity, registration=None).content))


def test_an_attempt_lasts_until_the_part_is_left_for_good(cast, single):
    play(cast.owner, single, ("cmi.location", "page 3"), ("cmi.session_time", "PT0S"), ("cmi.exit", "suspend"))
    play(cast.owner, single, ("cmi.completion_status", "completed"), ("cmi.exit", "normal"))
    play(cast.owner, single, ("cmi.exit", "suspend"))
    [first, second], [resumed] = told("/initialized"), told("/resumed")
    assert attempt_in(first) == attempt_in(resumed) != attempt_in(second)
    sco = first["object"]["id"]
    assert attempt_in(first).startswith(f"{sco}?attemptId=")
    assert state("activity-state", sco) == {"attempts": [attempt_in(first), attempt_in(second)]}
    assert attempt_in(told("/terminated")[0]) == attempt_in(first)
    assert [attempt_in(one) for one in told("/suspended")] == [attempt_in(first), attempt_in(second)]


def test_the_state_of_an_attempt(cast, single):
    changes = [("cmi.location", "page 3"), ("cmi.learner_preference.audio_level", "0.5"), ("cmi.learner_preference.language", "fr")]
    play(cast.owner, single, *changes, ("cmi.session_time", "PT1M"), ("cmi.exit", "suspend"))
    [first] = told("/initialized")
    assert state("attempt-state", attempt_in(first)) == {
        "credit": "credit",
        "mode": "normal",
        "location": "page 3",
        "preferences": {"audio_level": 0.5, "language": "fr"},
        "total_time": "PT1M",
    }


def test_every_statement_of_the_player_belongs_to_the_profile_and_to_the_module(cast):
    page = make_module(simple_zip("a", "b", edition="2004"))
    answer = [(NAME, "q1"), (KIND, "choice"), (ANSWER, "x"), (RESULT, "correct")]
    for part in ("a", "b"):
        play(cast.owner, page, *answer, ("cmi.success_status", "passed"), ("cmi.score.scaled", "0.5"), ("cmi.exit", "normal"), part=part)
    statements = [one for one in told() if not one["verb"]["id"].endswith("/launched")]
    assert {one["verb"]["id"].rpartition("/")[2] for one in statements} == {"initialized", "completed", "passed", "answered", "terminated"}
    module = told("/launched")[0]["object"]["id"]
    for one in statements:
        activities = one["context"]["contextActivities"]
        assert [each["id"] for each in activities["category"]] == [PROFILE]
        assert module in [each["id"] for each in activities["grouping"]]
        assert attempt_in(one)
        assert problems(one) == []
        for version in (V1, V2):
            check_statement(json.loads(json.dumps(one)), version)
    whole = [one for one in statements if one["object"]["id"] == module]
    assert {attempt_in(one) for one in whole} & {attempt_in(one) for one in statements if one not in whole} == set()


def test_the_end_of_a_session_tells_what_the_attempt_came_to(cast, single):
    scored = [("cmi.score.scaled", "0.4"), ("cmi.success_status", "failed"), ("cmi.completion_status", "completed")]
    play(cast.owner, single, *scored, ("cmi.exit", "normal"))
    [end] = told("/terminated")
    assert end["result"] == {"completion": True, "success": False, "score": {"scaled": 0.4}, "duration": "PT0.00S"}


def test_an_interaction_has_its_kind_and_its_right_answers(cast, single):
    pattern = "cmi.interactions.0.correct_responses.0.pattern"
    play(cast.owner, single, (NAME, "q1"), (KIND, "choice"), (pattern, "a[,]c"), (ANSWER, "a[,]b"), (RESULT, "incorrect"))
    [one] = told("/answered")
    definition = one["object"]["definition"]
    assert (definition["interactionType"], definition["correctResponsesPattern"]) == ("choice", ["a[,]c"])
    assert one["result"] == {"success": False, "response": "a[,]b"}


def test_an_attempt_of_scorm_12_and_another_after_it(cast):
    page = make_module(simple_zip("a"))
    play(cast.owner, page, ("cmi.core.lesson_status", "passed"), ("cmi.core.score.raw", "80"), ("cmi.core.lesson_location", "9"))
    play(cast.owner, page)
    first, second = told("/initialized")
    assert state("activity-state", first["object"]["id"])["attempts"] == [attempt_in(first), attempt_in(second)]
    assert state("attempt-state", attempt_in(first))["location"] == "9"
    assert told("/terminated")[0]["result"]["score"] == {"scaled": 0.8, "raw": 80.0}


def test_a_preview_leaves_no_document(cast, single):
    play(cast.editor, single, ("cmi.exit", "suspend"), mode=AttemptMode.PREVIEW)
    assert not Document.objects.exists()
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("kind", "answer", "written"),
    [
        ("true-false", "t", "true"),
        ("true-false", "0", "false"),
        ("true-false", "maybe", "maybe"),
        ("choice", "{a,b}", "a[,]b"),
        ("choice", "a", "a"),
        ("choice", "first[,]second", "first[,]second"),
        ("sequencing", "b,a,c", "b[,]a[,]c"),
        ("matching", "{1.a,2.b}", "1[.]a[,]2[.]b"),
        ("matching", "one[.]two", "one[.]two"),
        ("fill-in", "a,b", "a,b"),
        ("numeric", "1.5", "1.5"),
        ("", "a,b", "a,b"),
    ],
)
def test_answers_are_written_as_xapi_writes_them(kind, answer, written):
    assert as_xapi(kind, answer) == written


def test_a_commit_writes_its_statements_at_once(cast, single, django_assert_max_num_queries):
    """Nine statements cost what one does (docs/performance.md)."""
    launch = open_launch(context_for(cast.owner, single)).launch
    open_item(launch, "a")
    answers = [
        change
        for number in range(6)
        for change in (
            (f"cmi.interactions.{number}.id", f"q{number}"),
            (f"cmi.interactions.{number}.type", "numeric"),
            (f"cmi.interactions.{number}.learner_response", "1"),
        )
    ]
    few = Commit("a", 1, tuple(answers[:3]))
    with django_assert_max_num_queries(100) as alone:
        commit(launch, few)
    many = Commit("a", 2, (*answers, ("cmi.success_status", "passed"), ("cmi.score.scaled", "1")))
    with django_assert_max_num_queries(len(alone.captured_queries)):
        commit(launch, many)
    assert Decimal(str(told("/passed")[0]["result"]["score"]["scaled"])) == 1
    assert len(told("/answered")) == 7
