"""What a launched package may write, and what its parts come to."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from courses.domain.scorm_launch import LaunchRefused, hold, launch_of, open_launch, token_of
from courses.domain.scorm_runtime import BadCommit, Commit, commit, open_item, read_commit, restore
from courses.enums import AttemptMode, AttemptState
from courses.models import Attempt, Launch, ScoState
from lrs.models import Statement
from tests.courses.packages import context_for, import_zip, make_module, simple_zip

pytestmark = pytest.mark.django_db

STATUS, RAW, EXIT = "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.exit"
TIME, DATA, PLACE = "cmi.core.session_time", "cmi.suspend_data", "cmi.core.lesson_location"
PRIMARY = (
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">'
    "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"
)


@pytest.fixture
def single(cast):
    return make_module(simple_zip("a"))


@pytest.fixture
def pair(cast):
    return make_module(simple_zip("a", "b"))


def launch(user, page, **fields) -> Launch:
    return open_launch(context_for(user, page, **fields)).launch


def opened(user, page, part: str = "a", **fields) -> Launch:
    found = launch(user, page, **fields)
    assert open_item(found, part) is not None
    return found


def sent(found: Launch, *changes, part: str = "a", sequence: int = 1, **fields) -> dict:
    return commit(found, Commit(part, sequence, changes, **fields))


def verbs(attempt) -> list[str]:
    rows = Statement.objects.filter(registration=attempt.registration).order_by("stored")
    return [verb.rsplit("/", 1)[1] for verb in rows.values_list("verb", flat=True)]


class TestOpening:
    @pytest.mark.requirement("CMA-2.20")
    def test_a_first_opening_is_ab_initio_and_a_suspended_part_resumes_with_its_data(self, cast, single):
        first = launch(cast.owner, single)
        seed = open_item(first, "a")
        assert seed["values"]["cmi.core.entry"] == "ab-initio"
        assert seed["values"]["cmi.core.student_name"] == "Le Goff, Monique"
        sent(first, (PLACE, "page 4"), (DATA, "abc"), (STATUS, "incomplete"), (TIME, "0000:02:00"), (EXIT, "suspend"), finished=True)
        again = open_item(launch(cast.owner, single), "a")
        assert again["values"]["cmi.core.entry"] == "resume"
        assert again["values"][PLACE] == "page 4"
        assert again["values"][DATA] == "abc"
        assert again["values"]["cmi.core.total_time"] == "0000:02:00.00"

    def test_a_part_whose_tab_was_killed_resumes(self, cast, single):
        sent(opened(cast.owner, single), (PLACE, "page 2"))
        assert open_item(launch(cast.owner, single), "a")["values"]["cmi.core.entry"] == "resume"

    @pytest.mark.requirement("CMA-2.21")
    def test_a_2004_part_left_for_good_begins_with_nothing(self, cast):
        page = make_module(simple_zip("a", edition="2004"))
        found = opened(cast.owner, page)
        sent(found, ("cmi.location", "9"), ("cmi.completion_status", "completed"), ("cmi.exit", "normal"), finished=True)
        values = open_item(launch(cast.owner, page), "a")["values"]
        assert values["cmi.entry"] == "ab-initio"
        assert "cmi.location" not in values
        assert Attempt.objects.get().completed

    def test_session_times_add_up_once(self, cast, single):
        found = opened(cast.owner, single)
        sent(found, (TIME, "0000:01:00"))
        sent(found, (TIME, "0000:03:00"), sequence=2)
        sent(found, (TIME, "0000:03:00"), sequence=2)
        again = open_item(found, "a")
        assert again["values"]["cmi.core.total_time"] == "0000:03:00.00"

    def test_the_manifest_gives_passing_score_objectives_and_launch_data(self, cast):
        extra = f"<adlcp:dataFromLMS>bonjour</adlcp:dataFromLMS>{PRIMARY}"
        values = open_item(launch(cast.owner, make_module(simple_zip("a", edition="2004", extra=extra))), "a")["values"]
        assert values["cmi.scaled_passing_score"] == "0.6"
        assert values["cmi.objectives.0.id"] == "main"
        assert values["cmi.launch_data"] == "bonjour"

    @pytest.mark.parametrize(
        ("edition", "allowed", "action", "wishes"),
        [
            ("12", "0000:10:00", "exit,message", (True, True)),
            ("12", "0000:10:00", "continue,no message", None),
            ("2004", "PT10M", "exit,no message", (True, False)),
            ("2004", "PT10M", "continue,message", (False, True)),
            ("12", "", "exit,message", None),
        ],
    )
    def test_the_time_that_is_left_is_told_with_what_to_do_at_its_end(self, cast, edition, allowed, action, wishes):
        names = ("maxtimeallowed", "timelimitaction") if edition == "12" else ("maxTimeAllowed", "timeLimitAction")
        extra = "".join(f"<adlcp:{name}>{text}</adlcp:{name}>" for name, text in zip(names, (allowed, action), strict=True) if text)
        page = make_module(simple_zip("a", edition=edition, extra=extra))
        found = launch(cast.owner, page)
        answer = open_item(found, "a")
        wanted = {"seconds": 600.0, "exit": wishes[0], "message": wishes[1]} if wishes else None
        assert answer["limit"] == wanted
        if wishes:
            time, how = (TIME, EXIT) if edition == "12" else ("cmi.session_time", "cmi.exit")
            sent(found, (time, "0000:04:00" if edition == "12" else "PT4M"), (how, "suspend"), finished=True)
            assert open_item(launch(cast.owner, page), "a")["limit"]["seconds"] == 360.0
            assert open_item(launch(cast.owner, page, can_write=False), "a")["limit"] is None

    def test_no_such_part(self, cast, single):
        assert open_item(launch(cast.owner, single), "zz") is None

    def test_the_player_is_told_where_one_may_go(self, cast, pair):
        seed = open_item(launch(cast.owner, pair), "b")
        assert seed["navigation"] == {"previous": "a", "continue": None, "choices": ["a", "b"]}

    def test_an_asset_is_done_when_opened(self, cast):
        page = make_module(simple_zip("a", "b", kind="asset"))
        found = opened(cast.owner, page, "a")
        assert not Attempt.objects.get().completed
        open_item(found, "b")
        attempt = Attempt.objects.get()
        assert (attempt.completed, attempt.success, attempt.score) == (True, None, None)


class TestWriting:
    def test_a_commit_sent_twice_changes_nothing(self, cast, single):
        found = opened(cast.owner, single)
        sent(found, (PLACE, "2"), sequence=3)
        sent(found, (PLACE, "old"), sequence=3)
        sent(found, (PLACE, "older"), sequence=2)
        assert ScoState.objects.get().cmi[PLACE] == "2"

    def test_only_the_newest_launch_writes(self, cast, single):
        old = opened(cast.owner, single)
        opened(cast.owner, single)
        with pytest.raises(LaunchRefused) as refused:
            sent(old, (PLACE, "late"))
        assert refused.value.code == "superseded"
        with pytest.raises(LaunchRefused):
            open_item(old, "a")
        assert PLACE not in ScoState.objects.get().cmi

    def test_nothing_is_written_once_access_has_ended(self, cast, single):
        found = opened(cast.owner, single, closes_at=timezone.now() + timedelta(hours=1))
        with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(LaunchRefused) as refused:
            sent(found, (STATUS, "completed"))
        assert refused.value.code == "expired"
        assert not Attempt.objects.get().completed

    def test_a_launch_lives_a_few_hours_at_most(self, cast, single, settings):
        settings.LAUNCH_HOURS = 2
        found = launch(cast.owner, single)
        assert found.expires_at <= timezone.now() + timedelta(hours=2)
        with time_machine.travel(timezone.now() + timedelta(hours=3)), pytest.raises(LaunchRefused):
            hold(found)

    @pytest.mark.parametrize(
        "changes",
        [
            [(STATUS, "excellent")],
            [(RAW, "1000")],
            [("cmi.core.student_id", "someone")],
            [(PLACE, "fine"), ("cmi.nothing", "x")],
            [("cmi.interactions.5.id", "gap")],
            [(DATA, "x" * 70_000)],
        ],
    )
    def test_what_the_standard_forbids_refuses_the_whole_commit(self, cast, single, changes):
        found = opened(cast.owner, single)
        sent(found, (PLACE, "before"))
        with pytest.raises(BadCommit):
            sent(found, *changes, sequence=2)
        state = ScoState.objects.get()
        assert (state.cmi, state.sequence) == ({PLACE: "before"}, 1)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"item": "a"},
            {"item": "a", "sequence": 0},
            {"item": "a", "sequence": 2**40},
            {"item": "a", "sequence": "x"},
            {"item": "a", "sequence": 1, "changes": [["only one"]]},
            {"item": "a", "sequence": 1, "changes": [["e", 5]]},
            {"item": "a", "sequence": 1, "changes": [["e", "a\x00b"]]},
            {"item": "a", "sequence": 1, "changes": 3},
            {"item": ["a"], "sequence": 1},
            {"item": "a", "sequence": 1, "seconds": "many"},
            {"item": "a", "sequence": 1, "changes": [["e", "v"]] * 20_001},
        ],
    )
    def test_malformed_commits(self, body):
        with pytest.raises(BadCommit):
            read_commit(json.loads(json.dumps(body)))

    def test_a_part_must_be_opened_before_it_writes(self, cast, pair):
        found = opened(cast.owner, pair, "a")
        with pytest.raises(BadCommit):
            sent(found, (STATUS, "completed"), part="b")

    def test_work_left_on_the_device_is_restored_once(self, cast, single):
        old = opened(cast.owner, single)
        sent(old, (PLACE, "1"))
        new = launch(cast.owner, single)
        kept = Commit("a", 2, ((PLACE, "2"),))
        assert restore(new, old.pk.hex, kept) == "stored"
        assert restore(new, old.pk.hex, kept) == "known"
        assert ScoState.objects.get().cmi[PLACE] == "2"

    def test_work_left_on_the_device_gives_way_to_what_was_done_since(self, cast, single):
        old = opened(cast.owner, single)
        sent(opened(cast.owner, single), (PLACE, "elsewhere"))
        assert restore(launch(cast.owner, single), old.pk.hex, Commit("a", 9, ((PLACE, "old"),))) == "stale"
        assert ScoState.objects.get().cmi[PLACE] == "elsewhere"

    def test_reading_again_keeps_nothing(self, cast, single):
        sent(opened(cast.owner, single), (PLACE, "5"), (STATUS, "completed"), finished=True)
        before = Statement.objects.count()
        again = launch(cast.owner, single, can_write=False, mode=AttemptMode.REVIEW)
        values = open_item(again, "a")["values"]
        assert (values["cmi.core.lesson_mode"], values["cmi.core.credit"], values[PLACE]) == ("review", "no-credit", "5")
        sent(again, (PLACE, "6"))
        assert ScoState.objects.get().cmi[PLACE] == "5"
        assert Statement.objects.count() == before

    def test_reading_again_does_not_take_over_from_who_writes(self, cast, single):
        writer = opened(cast.owner, single)
        launch(cast.owner, single, can_write=False)
        sent(writer, (PLACE, "7"))
        assert ScoState.objects.get().cmi[PLACE] == "7"

    def test_a_preview_is_told_to_nobody(self, cast, single):
        found = opened(cast.editor, single, mode=AttemptMode.PREVIEW)
        sent(found, (STATUS, "passed"), (RAW, "90"), finished=True)
        assert not Statement.objects.exists()
        assert not Attempt.objects.counting().exists()

    def test_time_is_the_parts_own_and_never_more_than_the_clock(self, cast, single):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            found = opened(cast.owner, single)
        with time_machine.travel(start + timedelta(minutes=10), tick=False):
            sent(found, (TIME, "0000:04:00"))
            assert Attempt.objects.get().seconds == 240
            sent(found, (TIME, "9999:00:00"), sequence=2)
        assert Attempt.objects.get().seconds <= 600

    def test_visible_time_counts_where_the_part_tells_none(self, cast, single):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            found = opened(cast.owner, single)
        with time_machine.travel(start + timedelta(minutes=10), tick=False):
            sent(found, (STATUS, "completed"), seconds=90, finished=True)
        assert Attempt.objects.get().seconds == 90


class TestTelling:
    def test_a_single_part_is_the_module(self, cast, single):
        found = opened(cast.owner, single)
        sent(found, (STATUS, "incomplete"), (EXIT, "suspend"), finished=True)
        found = opened(cast.owner, single)
        sent(found, (RAW, "80"), (STATUS, "passed"), finished=True)
        attempt = Attempt.objects.get()
        assert verbs(attempt) == ["launched", "initialized", "suspended", "launched", "resumed", "completed", "passed", "terminated"]
        assert len(set(Statement.objects.values_list("activity", flat=True))) == 1

    def test_parts_have_the_module_as_parent_and_the_module_its_own_result(self, cast, pair):
        found = opened(cast.owner, pair, "a")
        sent(found, (STATUS, "passed"), (RAW, "60"))
        open_item(found, "b")
        sent(found, (STATUS, "passed"), (RAW, "100"), part="b")
        attempt = Attempt.objects.get()
        assert verbs(attempt).count("passed") == 3
        whole = Statement.objects.filter(activity__endswith=f"/{pair.pk}", verb__endswith="/passed").get()
        assert whole.body["result"]["score"]["scaled"] == 0.8
        part = Statement.objects.filter(activity__endswith="/parts/a", verb__endswith="/passed").get()
        assert part.body["context"]["contextActivities"]["parent"][0]["id"] == whole.activity


class TestResult:
    @pytest.mark.requirement("CMA-2.20")
    def test_a_score_and_a_verdict_reach_the_attempt(self, cast, single):
        sent(opened(cast.owner, single), (RAW, "75"), ("cmi.core.score.max", "100"), (STATUS, "passed"), finished=True)
        attempt = Attempt.objects.get()
        assert (attempt.completed, attempt.success, attempt.score) == (True, True, Decimal("0.75"))
        assert (attempt.raw_score, attempt.max_score, attempt.state) == (75, 100, AttemptState.FINISHED)

    @pytest.mark.parametrize(("pass_mark", "success"), [(None, None), (70, True), (80, False)])
    def test_the_pass_mark_decides_where_there_is_only_a_score(self, cast, pass_mark, success):
        page = make_module(simple_zip("a"), pass_mark=pass_mark)
        sent(opened(cast.owner, page), (RAW, "75"), (STATUS, "completed"), finished=True)
        assert Attempt.objects.get().success is success

    def test_going_through_again_never_costs_what_was_reached(self, cast, single):
        sent(opened(cast.owner, single), (RAW, "80"), (STATUS, "passed"), finished=True)
        sent(opened(cast.owner, single), (RAW, "20"), (STATUS, "failed"), finished=True)
        attempt = Attempt.objects.get()
        assert (attempt.completed, attempt.success, attempt.score) == (True, True, Decimal("0.8"))

    def test_a_failure_can_be_mended(self, cast, single):
        sent(opened(cast.owner, single), (RAW, "20"), (STATUS, "failed"), finished=True)
        assert Attempt.objects.get().success is False
        sent(opened(cast.owner, single), (RAW, "80"), (STATUS, "passed"), finished=True)
        assert Attempt.objects.get().success is True


class TestNewVersion:
    def test_parts_keep_their_state_and_lost_ones_are_named(self, cast, pair):
        found = opened(cast.owner, pair, "a")
        sent(found, (PLACE, "3"))
        open_item(found, "b")
        import_zip(simple_zip("a", "c"), package=pair.package)
        pair.refresh_from_db()
        again = open_launch(context_for(cast.owner, pair))
        assert again.updated
        assert again.lost == ("Partie b",)
        assert open_item(again.launch, "a")["values"][PLACE] == "3"

    def test_nothing_is_kept_between_two_standards(self, cast, single):
        sent(opened(cast.owner, single), (PLACE, "3"), (STATUS, "completed"))
        import_zip(simple_zip("a", edition="2004"), package=single.package)
        single.refresh_from_db()
        again = open_launch(context_for(cast.owner, single))
        assert again.lost == ("Partie a",)
        assert open_item(again.launch, "a")["values"]["cmi.entry"] == "ab-initio"
        assert Attempt.objects.get().completed


class TestTokens:
    def test_foreign_and_broken_tokens_name_nothing(self, cast, single):
        found = launch(cast.owner, single)
        token = token_of(found)
        assert launch_of(token) == found
        other = launch(cast.member, single)
        assert launch_of(other.pk.hex + token[32:]) is None
        assert launch_of(token[:-1]) is None
        assert launch_of("") is None
