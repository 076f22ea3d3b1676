"""Navigation requests in a package that is sequenced: what the current part said is counted, the sequencer answers."""

import logging
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.scorm_launch import hold
from courses.domain.scorm_outline import items_of, states_of
from courses.domain.scorm_parts import SUSPENDED, begin_part, opened, part_of, seed_for, state_of
from courses.domain.scorm_results import Sitting, progress_of, write_standing, write_verdict
from courses.domain.scorm_sequencing import Course
from courses.domain.scorm_statements import tell_all, tell_left
from courses.models import Launch, PackageItem, ScoState
from courses.scorm.sequencing import Outcome
from courses.scorm.verdicts import COMPLETED, verdict_of

logger = logging.getLogger(__name__)

BEGIN = "begin"
REQUESTS = frozenset(
    {BEGIN, "continue", "previous", "choice", "jump", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"},
)


@transaction.atomic
def navigate(launch: Launch, request: str, target: str | None = None) -> dict:
    """Answer a navigation request, or `begin`: go on where the learner was, else at the beginning. Raises LaunchRefused.

    What scorm_runtime.open_item gives where a part is to be opened. Else item is None, with `ended` (the session is over),
    `message` (why nothing opens, for the learner), navigation and state.
    """
    hold(launch)
    course, items = Course(launch), items_of(launch.version)
    states = states_of(launch.attempt)
    outcome = _begin(course, states, items) if request == BEGIN else _request(course, states, items, request, target)
    if outcome.fault:
        logger.info("launch %s: %s %s: sequencing exception %s", launch.pk, request, target or "", outcome.fault)
    answer = _answer(course, items, outcome)
    course.save()
    return {**answer, "navigation": course.navigation(), "state": progress_of(launch, items)}


def _request(course: Course, states: dict[str, ScoState], items: list[PackageItem], request: str, target: str | None) -> Outcome:
    if request not in REQUESTS:
        return Outcome(fault="NB.2.1-13")
    left = states.get(course.current.identifier) if course.current else None
    outcome = course.sequencer.request(request, target, suspended=left is not None and left.exit in SUSPENDED)
    if left is not None and not outcome.fault.startswith("NB") and not request.startswith("abandon"):
        _finish(course, items, left, suspended=request == "suspendAll" or left.exit in SUSPENDED)
    return outcome


def _finish(course: Course, items: list[PackageItem], state: ScoState, *, suspended: bool) -> None:
    """A part that was left has ended, whether it said so or not; what it did not say the sequencer has assumed, or not."""
    sitting = part_of(course.launch, items, state.item_identifier)
    activity = course.tree.get(state.item_identifier)
    if sitting is None or activity is None:
        return
    told, state.terminated = state.terminated, True
    values = {**seed_for(sitting, state).values, **state.cmi}
    verdict = verdict_of(course.launch.version.kind, values, finished=not activity.delivery.tracked, suspended=suspended)
    if course.sequencer.session.completed(activity):
        verdict = replace(verdict, completion=COMPLETED)
    write_verdict(sitting, state, verdict, finished=not told, standing=course.sequencer.result())
    if not told:
        tell_left(sitting, state, suspended=suspended)
    tell_all(sitting)


def _begin(course: Course, states: dict[str, ScoState], items: list[PackageItem]) -> Outcome:
    """Where the learner was: a part that was under way goes on; one that was left for good is followed by the next."""
    sequencer = course.sequencer
    if course.current is not None:
        state = states.get(course.current.identifier)
        if state is not None and state.terminated and state.exit not in SUSPENDED:
            outcome = _go_on(course)
            _finish(course, items, state, suspended=False)
            if outcome.delivered or course.current is not None:
                return outcome
        else:
            sequencer.request("suspendAll", suspended=True)
    outcome = sequencer.request("resumeAll") if sequencer.state.suspended else sequencer.request("start")
    return outcome if outcome.delivered else _choose_only(course, outcome)


def _go_on(course: Course) -> Outcome:
    outcome = course.sequencer.request("exit")
    if outcome.delivered or outcome.ended:
        return outcome
    return course.sequencer.request("continue")


def _choose_only(course: Course, outcome: Outcome) -> Outcome:
    """Where flow is off nothing starts by itself: the learner chooses, unless there is one part only."""
    choices = course.sequencer.validity().choices
    leaves = [leaf for leaf in course.tree.leaves if leaf.identifier in choices]
    return course.sequencer.request("choice", leaves[0].identifier) if len(leaves) == 1 else outcome


def _answer(course: Course, items: list[PackageItem], outcome: Outcome) -> dict:
    if outcome.delivered is None:
        write_standing(course.launch, items, course.sequencer.result())
        return {"item": None, "ended": outcome.ended, "message": message_of(outcome)}
    sitting = part_of(course.launch, items, outcome.delivered.identifier)
    assert sitting is not None
    write_standing(course.launch, items, course.sequencer.result())
    return _open(course, sitting, resumed=outcome.resumed)


def _open(course: Course, sitting: Sitting, *, resumed: bool) -> dict:
    state = state_of(sitting)
    if resumed:
        state.exit, state.terminated = "suspend", True
    else:
        state.restart()
    answer = opened(sitting, state, course=course)
    begin_part(sitting, state, entry=answer["entry"], course=course)
    return answer


def message_of(outcome: Outcome) -> str:
    """What the learner is told when a request opens nothing; the code is in the log."""
    code = outcome.fault
    if not code or outcome.ended or code == "SB.2.2-1":
        return ""
    if code in {"NB.2.1-8", "SB.2.9-7", "SB.2.9-8"}:
        return _("Finish the part you are in before you choose another one.")
    if code in {"SB.2.1-3", "SB.2.1-4", "NB.2.1-6", "NB.2.1-5", "SB.2.9-4", "SB.2.4-2"}:
        return _("This module does not let you go back there.")
    if code in {"DB.1.1-3", "SB.2.2-2", "SB.2.9-3", "SB.2.9-6", "SB.2.4-1"}:
        return _("This part is not open to you yet, or no longer: the module opens it when its conditions are met.")
    if code in {"NB.2.1-11", "SB.2.9-1", "SB.2.9-2"}:
        return _("The module asked for a part that does not exist. Choose one in the contents.")
    return _("The module cannot go there now. Choose a part in the contents, or come back to the pathway.")
