"""Opening a part of a launched package, and writing what it commits: the state of record is here, never in the page.

A commit is a list of changes since the last one that was answered. It is numbered by launch and part: one that comes
twice changes nothing, and one that was lost is contained in the next. Every change is judged again by the data model:
one that the standard forbids refuses the whole commit, and the attempt stays as it was.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.domain.connection import count_learning
from courses.domain.scorm_launch import hold
from courses.domain.scorm_navigation import navigate
from courses.domain.scorm_outline import has_prerequisites, items_of
from courses.domain.scorm_parts import SUSPENDED, begin_part, closed, navigation_of, opened, part_of, seed_for, state_of
from courses.domain.scorm_profile import keep_attempt_state
from courses.domain.scorm_results import Sitting, progress_of, progress_with, write_verdict
from courses.domain.scorm_seed import entry_of, kept_elements
from courses.domain.scorm_sequencing import Course, is_sequenced
from courses.domain.scorm_shared import keep_shared_data
from courses.domain.scorm_statements import answered, tell_all, tell_answers, tell_left
from courses.domain.timekeeping import spend
from courses.models import Launch, LearningClock, ScoState
from courses.scorm.data_model import DataModel, Refusal
from courses.scorm.sequencing import Standing
from courses.scorm.sequencing.reading import edition_number
from courses.scorm.sequencing.runtime import said_of
from courses.scorm.times import seconds_of
from courses.scorm.verdicts import verdict_of

logger = logging.getLogger(__name__)

MAX_CHANGES = 20_000
MAX_STATE_CHARACTERS = 4_000_000
MAX_SECONDS = 10**9
SESSION_TIME = {"scorm_12": "cmi.core.session_time", "scorm_2004": "cmi.session_time"}
EXIT = {"scorm_12": "cmi.core.exit", "scorm_2004": "cmi.exit"}


class BadCommit(Exception):
    """A commit no honest page sends: malformed, or with a value that the standard forbids."""


@dataclass(frozen=True)
class Commit:
    """item: identifier of the part. changes: (element, value), oldest first.

    seconds: visible, active time of the session so far, from a page whose part tells no session time.
    finished: the part said that it has ended.
    """

    item: str
    sequence: int
    changes: tuple[tuple[str, str], ...] = ()
    seconds: float = 0
    finished: bool = False


def parse_body(body: bytes) -> dict:
    """The JSON object of a request. Raises BadCommit."""
    try:
        data = json.loads(body.decode())
    except (UnicodeDecodeError, ValueError) as error:
        raise BadCommit("malformed") from error
    if not isinstance(data, dict):
        raise BadCommit("malformed")
    return data


def read_commit(body: Mapping) -> Commit:
    """A commit from what the page sent. Raises BadCommit."""
    try:
        changes = tuple((_text(element), _text(value)) for element, value in body.get("changes", ()))
        seconds = min(max(float(body.get("seconds", 0)), 0), MAX_SECONDS)
        commit = Commit(_text(body["item"]), int(body["sequence"]), changes, seconds, body.get("finished") is True)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadCommit("malformed") from error
    if len(changes) > MAX_CHANGES or not 0 < commit.sequence < 2**31:
        raise BadCommit("too many changes, or no number")
    return commit


def _text(value) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    return value


@transaction.atomic
def open_item(launch: Launch, identifier: str) -> dict | None:
    """What the page needs to open a part; None when there is no such part. Raises LaunchRefused.

    item, address (relative to the package), is_sco, values and access (see Seed), entry, limit (see limit_of),
    sequence (of the last commit), navigation (see scorm_outline.navigation), state (see progress_of). Opening begins a session of the part.
    """
    sitting = part_of(launch, items_of(launch.version), identifier)
    if sitting is None:
        return None
    if launch.read_only:
        return opened(sitting, state_of(sitting))
    if is_sequenced(launch):
        return navigate(launch, "choice", identifier)
    hold(launch)
    refusal = closed(sitting)
    if refusal:
        return refusal
    state = state_of(sitting)
    answer = opened(sitting, state)
    begin_part(sitting, state, entry=entry_of(state))
    return {**answer, "state": progress_of(launch, sitting.items)}


@transaction.atomic
def commit(launch: Launch, sent: Commit) -> dict:
    """Store a commit and return progress_of. Raises LaunchRefused, BadCommit; then nothing has changed."""
    sitting = part_of(launch, items_of(launch.version), sent.item)
    if sitting is None:
        raise BadCommit("no such part")
    if launch.read_only:
        return progress_of(launch, sitting.items)
    clock = hold(launch)
    state, course = state_of(sitting), Course(launch) if is_sequenced(launch) else None
    if state.launch_id != launch.pk:
        raise BadCommit("the part was not opened")
    if sent.sequence > state.sequence:
        _apply(sitting, state, sent, clock, course)
    progress = progress_with(sitting, state)
    if course:
        return {**progress, "navigation": course.navigation()}
    return {**progress, "navigation": navigation_of(sitting)} if has_prerequisites(sitting.items) else progress


@transaction.atomic
def restore(launch: Launch, former: str, sent: Commit) -> str:
    """Store what the launch `former` (its id in hex) could not send: "stored".

    "known" when it had arrived after all, "stale" when the part was written since from elsewhere: then nothing changes.
    Raises BadCommit, LaunchRefused.
    """
    sitting = part_of(launch, items_of(launch.version), sent.item)
    if sitting is None or launch.read_only:
        return "stale"
    clock = hold(launch)
    state = state_of(sitting)
    if state.launch_id is None or state.launch_id.hex != former:
        return "stale"
    if sent.sequence <= state.sequence:
        return "known"
    _apply(sitting, state, sent, clock, Course(launch) if is_sequenced(launch) else None)
    return "stored"


def _apply(sitting: Sitting, state: ScoState, sent: Commit, clock: LearningClock, course: Course | None) -> None:
    launch, kind = sitting.launch, sitting.launch.version.kind
    model = _judge(sitting, state, sent, course)
    state.cmi = kept_elements(kind, model.values)
    if sum(len(name) + len(value) for name, value in state.cmi.items()) > MAX_STATE_CHARACTERS:
        raise BadCommit("too large")
    said = dict(sent.changes)
    state.exit = said.get(EXIT[kind], state.exit)
    state.sequence, state.terminated = sent.sequence, state.terminated or sent.finished
    claimed = _claim(state, sent, said.get(SESSION_TIME[kind]))
    now = timezone.now()
    seconds = spend(clock, claimed, state.opened_at or launch.created_at, now)
    suspended = state.exit in SUSPENDED
    keep_shared_data(launch, sitting.items, model)
    standing = _hear(course, sent, model, suspended=suspended) if course else None
    # What a part does not say is assumed when it is left for good, which the sequencer knows where there is one.
    verdict = verdict_of(kind, model.values, finished=state.terminated and course is None, suspended=suspended)
    write_verdict(sitting, state, verdict, finished=sent.finished, seconds=seconds, standing=standing)
    answers = answered(sent.changes)
    if answers:
        tell_answers(sitting, state, answers, model.values)
    if seconds:
        count_learning(launch.attempt.user_id, seconds, now)
    if sent.finished:
        tell_left(sitting, state, suspended=suspended)
    tell_all(sitting)
    if sent.finished and sitting.is_told:
        keep_attempt_state(sitting, state, model.values)


def _hear(course: Course, sent: Commit, model: DataModel, *, suspended: bool) -> Standing:
    """Tell the sequencer what the part says; it counts once the part has ended, unless it abandons what it did."""
    if course.current is not None and course.current.identifier == sent.item:
        course.sequencer.hear(said_of(sent.changes, model.values))
        abandoned = dict(sent.changes).get("adl.nav.request", "").startswith("abandon")
        if sent.finished and not abandoned:
            course.sequencer.settle(suspended=suspended)
        course.save()
    return course.sequencer.result()


def _judge(sitting: Sitting, state: ScoState, sent: Commit, course: Course | None) -> DataModel:
    """The part's data with the changes made, each allowed by the standard. Raises BadCommit."""
    launch, seed = sitting.launch, seed_for(sitting, state, course)
    edition = edition_number(launch.version.schema_version)
    model = DataModel(launch.version.kind, {**seed.values, **state.cmi}, access=seed.access, edition=edition)
    for element, value in sent.changes:
        try:
            model.set(element, value)
        except Refusal as refusal:
            logger.warning("launch %s: commit refused, %s is %s", launch.pk, element[:120], refusal.reason)
            raise BadCommit(f"{element[:120]}: {refusal.reason}") from refusal
    return model


def _claim(state: ScoState, sent: Commit, said: str | None) -> float:
    """Note the session's time, as the part says or else as the page saw it; the seconds to claim since last time."""
    before = state.session_seconds
    state.session_seconds = seconds_of(said) if said else max(before, Decimal(f"{sent.seconds:.2f}"))
    return float(max(state.session_seconds - before, Decimal(0)))
