"""What goes wrong around a module that is played: state, time and journal stay right, and the learner is told."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from courses.domain.scorm_attempts import begin_again
from courses.domain.scorm_launch import LaunchRefused, files_token_of, open_launch, token_of, version_of_files
from courses.domain.scorm_runtime import Commit, commit, open_item
from courses.enums import NewAttempt
from courses.models import Attempt, Launch, ScoState
from lrs.models import Statement
from tests.courses.packages import context_for, import_zip, make_module, simple_zip

pytestmark = [pytest.mark.requirement("CMA-2.20"), pytest.mark.requirement("CMA-2.3")]
STATUS, PLACE, TIME = "cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.core.session_time"


def opened(user, page) -> Launch:
    launch = open_launch(context_for(user, page)).launch
    assert open_item(launch, "a")
    return launch


def facts() -> tuple:
    """All that a commit may change."""
    states = ScoState.objects.order_by("pk").values_list("cmi", "sequence", "session_seconds", "completion", "tries")
    attempts = Attempt.objects.order_by("pk").values_list("completed", "success", "score", "seconds", "state")
    return list(states), list(attempts), Statement.objects.count()


@pytest.fixture
def single(cast):
    return make_module(simple_zip("a"))


@pytest.mark.django_db
class TestFaults:
    def test_a_commit_that_comes_twice_counts_once(self, cast, single):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            launch = opened(cast.owner, single)
        with time_machine.travel(start + timedelta(minutes=10), tick=False):
            sent = Commit("a", 1, ((STATUS, "completed"), (TIME, "0000:02:00")), finished=True)
            first = commit(launch, sent)
            before = facts()
            assert commit(launch, sent) == first
        assert facts() == before
        assert Attempt.objects.get().seconds == 120

    def test_of_two_tabs_the_newer_writes_and_the_other_is_told(self, cast, single):
        old = opened(cast.owner, single)
        new = opened(cast.owner, single)
        before = facts()
        with pytest.raises(LaunchRefused) as refused:
            commit(old, Commit("a", 1, ((STATUS, "completed"),), finished=True))
        assert refused.value.code == "superseded"
        assert "autre onglet" in str(refused.value)
        assert facts() == before
        commit(new, Commit("a", 1, ((STATUS, "completed"),)))
        assert Attempt.objects.get().completed

    def test_a_commit_after_the_end_of_its_attempt(self, cast, single):
        single.new_attempt = NewAttempt.ON_DEMAND
        single.save()
        launch = opened(cast.owner, single)
        commit(launch, Commit("a", 1, ((STATUS, "failed"),), finished=True))
        begin_again(context_for(cast.owner, single))
        before = facts()
        with pytest.raises(LaunchRefused) as refused:
            commit(launch, Commit("a", 2, ((STATUS, "passed"),), finished=True))
        assert refused.value.code == "closed"
        assert "parcours" in str(refused.value)
        assert facts() == before

    def test_a_package_replaced_while_it_is_played(self, cast, single):
        """Who is in the middle goes on with what is on the screen; the next opening shows the new version, and says so."""
        launch = opened(cast.owner, single)
        commit(launch, Commit("a", 1, ((PLACE, "page 3"),)))
        import_zip(simple_zip("a", "b"), package=single.package)
        assert commit(launch, Commit("a", 2, ((PLACE, "page 4"), (STATUS, "incomplete"))))
        assert version_of_files(files_token_of(launch)) == launch.version_id
        single.refresh_from_db()
        again = open_launch(context_for(cast.owner, single))
        assert again.updated
        assert again.launch.version_id != launch.version_id
        assert open_item(again.launch, "a")["values"][PLACE] == "page 4"
        with pytest.raises(LaunchRefused):
            commit(launch, Commit("a", 3, ((PLACE, "page 5"),)))
        commit(again.launch, Commit("a", 1, ((STATUS, "completed"),), finished=True))
        assert not Attempt.objects.get().completed


# A server: it takes a launch's token and commits, as a request does. With "die" it is killed before the last one is written.
SERVER = f"""
import sys, time
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from courses.domain import scorm_runtime
from courses.domain.scorm_launch import launch_of
from courses.domain.scorm_runtime import Commit, commit
written = scorm_runtime.tell_all
def hang(sitting):
    written(sitting)
    print("writing", flush=True)
    time.sleep(60)
for number, place, how in (one.split(":") for one in sys.argv[3:]):
    scorm_runtime.tell_all = hang if how == "die" else written
    changes = (({PLACE!r}, place), ({STATUS!r}, "completed")) if how == "end" else (({PLACE!r}, place),)
    commit(launch_of(sys.argv[2]), Commit("a", int(number), changes, finished=how == "end"))
    print(number, flush=True)
"""


def serve(launch: Launch, *commits: str) -> list[str]:
    """What a server process of its own says, started for these commits; the one that hangs is killed."""
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, name, token_of(launch), *commits], env=os.environ, stdout=subprocess.PIPE, text=True
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line.strip())
            if said[-1] == "writing":
                process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return said


@pytest.mark.django_db(transaction=True)
def test_a_server_restarted_between_two_commits(cast, single):
    """Nothing of an attempt is in a process: one is killed within a commit, the page sends it again, another goes on."""
    launch = opened(cast.owner, single)
    told = Statement.objects.count()
    assert serve(launch, "1:page 1:", "2:page 2:die") == ["1", "writing"]
    state = ScoState.objects.get()
    assert (state.sequence, state.cmi) == (1, {PLACE: "page 1"})
    assert serve(launch, "2:page 2:", "2:page 2:", "3:page 3:end") == ["2", "2", "3"]
    state.refresh_from_db()
    assert (state.sequence, state.cmi[PLACE], state.terminated, state.tries) == (3, "page 3", True, 1)
    assert Attempt.objects.get().completed
    verbs = Statement.objects.order_by("stored").values_list("verb", flat=True)[told:]
    assert [verb.rpartition("/")[2] for verb in verbs] == ["completed", "terminated"]
