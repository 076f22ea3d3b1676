"""A sequenced package in front of a learner: where requests lead, what is written meanwhile, what faults do to it."""

import json
import logging

import pytest

from courses.domain.scorm_launch import LaunchRefused, open_launch
from courses.domain.scorm_navigation import navigate
from courses.domain.scorm_runtime import BadCommit, Commit, commit, restore
from courses.enums import AttemptMode
from courses.models import Attempt, Launch, ScoState, SequencingState, SharedValue
from lrs.models import Statement
from tests.courses.packages import context_for, import_zip, item, make_module, manifest_2004, resource
from tests.factories import make_zip

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.21")]

FLOW = '<imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing>'
SHARED = (
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="main">'
    '<imsss:mapInfo targetObjectiveID="goal" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives></imsss:sequencing>'
)
STATUS, PASSED = "cmi.completion_status", "cmi.success_status"


def flowing(*names: str, extra: str = "") -> bytes:
    """Parts one after the other, in a package that is sequenced."""
    items = "".join(item(name, extra) for name in names) + FLOW
    manifest = manifest_2004(items, "".join(resource(name, edition="2004") for name in names))
    return make_zip({"imsmanifest.xml": manifest, **{f"{name}.html": f"<h1>{name}</h1>" for name in names}})


@pytest.fixture
def module(cast):
    return make_module(flowing("a", "b", "c"))


def begin(user, page, **fields) -> tuple[Launch, dict]:
    launch = open_launch(context_for(user, page, **fields)).launch
    return launch, navigate(launch, "begin")


def say(launch: Launch, part: str, *changes, sequence: int = 1, finished: bool = True) -> dict:
    return commit(launch, Commit(part, sequence, changes, finished=finished))


class TestWay:
    def test_the_parts_follow_and_the_root_is_the_module(self, cast, module):
        launch, answer = begin(cast.owner, module)
        assert (answer["item"], answer["entry"]) == ("a", "ab-initio")
        assert answer["navigation"]["requests"] == ["abandon", "abandonAll", "continue", "exit", "exitAll", "suspendAll"]
        for part, following in (("a", "b"), ("b", "c")):
            told = say(launch, part, (STATUS, "completed"), (PASSED, "passed"), ("cmi.score.scaled", "0.5"))
            assert "continue" in told["navigation"]["requests"]
            assert navigate(launch, "continue")["item"] == following
        assert not Attempt.objects.get().completed
        say(launch, "c", (STATUS, "completed"), (PASSED, "passed"), ("cmi.score.scaled", "0.8"))
        end = navigate(launch, "continue")
        assert (end["item"], end["ended"], end["state"]["completed"]) == (None, True, True)
        attempt = Attempt.objects.get()
        assert (attempt.completed, attempt.success, float(attempt.score)) == (True, True, 0.6)

    def test_what_cannot_be_is_told_in_words_and_its_code_is_logged(self, cast, module, caplog):
        launch, _answer = begin(cast.owner, module)
        with caplog.at_level(logging.INFO, "courses.domain.scorm_navigation"):
            answer = navigate(launch, "choice", "nowhere")
        assert answer["item"] is None
        assert answer["message"].startswith("Le module a demandé une partie") or answer["message"].startswith("The module asked")
        assert "NB.2.1-11" in caplog.text

    def test_an_abandoned_part_leaves_nothing(self, cast):
        page = make_module(flowing("a", "b", extra=SHARED))
        launch, _answer = begin(cast.owner, page)
        say(launch, "a", (PASSED, "passed"), finished=False)
        assert navigate(launch, "abandonAll")["ended"]
        assert not SharedValue.objects.exists()

    def test_a_learners_goal_outlives_the_attempt_and_a_previews_does_not(self, cast):
        page = make_module(flowing("a", "b", extra=SHARED))
        launch, _answer = begin(cast.owner, page, mode=AttemptMode.PREVIEW)
        say(launch, "a", (PASSED, "passed"))
        assert not SharedValue.objects.exists()
        launch, _answer = begin(cast.member, page)
        say(launch, "a", (PASSED, "passed"))
        row = SharedValue.objects.get()
        assert (row.user, row.identifier, row.value) == (cast.member, "goal", {"satisfied": True})


class TestComingBack:
    def test_suspended_it_goes_on_with_its_data(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        navigate(launch, "continue")
        say(launch, "b", ("cmi.location", "7"), finished=False)
        say(launch, "b", sequence=2)
        assert navigate(launch, "suspendAll")["ended"]
        assert [state.completion for state in ScoState.objects.order_by("item_identifier")] == ["completed", "unknown"]
        _launch, answer = begin(cast.owner, module)
        assert (answer["item"], answer["entry"], answer["values"]["cmi.location"]) == ("b", "resume", "7")

    def test_a_tab_killed_in_the_middle_goes_on_with_its_data(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        say(launch, "a", ("cmi.location", "3"), finished=False)
        _launch, answer = begin(cast.owner, module)
        assert (answer["item"], answer["entry"], answer["values"]["cmi.location"]) == ("a", "resume", "3")

    def test_after_a_part_left_for_good_comes_the_next(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        say(launch, "a", (STATUS, "completed"), ("cmi.exit", "normal"))
        assert begin(cast.owner, module)[1]["item"] == "b"

    def test_a_new_version_keeps_what_has_the_same_name(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        say(launch, "a", (STATUS, "completed"))
        navigate(launch, "continue")
        import_zip(flowing("a", "c", "d"), package=module.package)
        module.refresh_from_db()
        _launch, answer = begin(cast.owner, module)
        assert answer["item"] == "a"
        assert SequencingState.objects.get().version == module.package.current
        assert {one["id"] for one in answer["state"]["outline"]} == {"a", "c", "d"}


class TestFaults:
    def test_of_two_tabs_the_newest_writes(self, cast, module):
        first, _answer = begin(cast.owner, module)
        begin(cast.owner, module)
        for act in (lambda: navigate(first, "continue"), lambda: say(first, "a", (STATUS, "completed"))):
            with pytest.raises(LaunchRefused) as caught:
                act()
            assert caught.value.code == "superseded"
        assert ScoState.objects.get().completion == "unknown"

    def test_a_commit_after_the_session_has_ended_changes_no_sequence(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        navigate(launch, "exitAll")
        before = SequencingState.objects.get().state
        say(launch, "a", (STATUS, "incomplete"), (PASSED, "failed"))
        assert SequencingState.objects.get().state == before

    def test_a_commit_replayed_and_a_broken_one_change_nothing(self, cast, module):
        launch, _answer = begin(cast.owner, module)
        say(launch, "a", (PASSED, "passed"))
        before = SequencingState.objects.get().state
        say(launch, "a", (PASSED, "failed"))
        with pytest.raises(BadCommit):
            say(launch, "a", (PASSED, "perhaps"), sequence=2)
        assert SequencingState.objects.get().state == before

    def test_work_left_on_the_device_is_heard_by_the_sequencer(self, cast):
        page = make_module(flowing("a", "b", extra=SHARED))
        former, _answer = begin(cast.owner, page)
        launch = open_launch(context_for(cast.owner, page)).launch
        assert restore(launch, former.pk.hex, Commit("a", 1, ((PASSED, "passed"),), finished=True)) == "stored"
        assert SharedValue.objects.get().value == {"satisfied": True}


def test_each_answer_is_stated_with_whether_it_is_right(cast, module):
    launch, _answer = begin(cast.owner, module)
    question = [
        ("id", "q1"),
        ("type", "choice"),
        ("description", "{lang=fr}La capitale ?"),
        ("learner_response", "b"),
        ("result", "correct"),
    ]
    say(launch, "a", *((f"cmi.interactions.0.{name}", value) for name, value in question))
    [statement] = Statement.objects.filter(verb="http://adlnet.gov/expapi/verbs/answered")
    assert json.loads(statement.raw)["object"]["id"].endswith("/parts/a/interactions/q1")
    assert json.loads(statement.raw)["result"] == {"success": True, "response": "b"}
