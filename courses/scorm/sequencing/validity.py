"""Which requests would be valid now, without trying each from scratch (SN 5.6): for the screen and adl.nav.request_valid.

The attempt on the current activity is taken as ended, on a copy, once; all requests are then judged by what the copy
remembers. Post conditions are left aside: they depend on what the content says last.
"""

from collections.abc import Callable
from dataclasses import dataclass

from courses.scorm.sequencing.attempts import end_attempt
from courses.scorm.sequencing.delivery import delivery_request
from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.navigation import JUMPS_SINCE, check_choice_exit, navigation_request
from courses.scorm.sequencing.reports import report_pending
from courses.scorm.sequencing.requests import check_choice
from courses.scorm.sequencing.rules import HIDDEN, rule_action
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.termination import exit_action_rules
from courses.scorm.sequencing.traversal import BACKWARD, FORWARD, flow
from courses.scorm.sequencing.tree import Activity

SIMPLE = ("start", "resumeAll", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")


@dataclass(frozen=True)
class Validity:
    """requests: those of no target that are valid. choices, jumps: identifiers that may be chosen, jumped to.

    hidden: those that the table of contents must not show (SN 3.4.1, hiddenFromChoice).
    """

    requests: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    jumps: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def allows(self, request: str, target: str | None = None) -> bool:
        if request == "choice":
            return target in self.choices
        return target in self.jumps if request == "jump" else request in self.requests


def validity(session: Session) -> Validity:
    ahead = _ended(session)
    requests = {name for name in SIMPLE if _is_valid(navigation_request, session, name)}
    for name, direction in (("continue", FORWARD), ("previous", BACKWARD)):
        if _is_valid(_check_flow, session, ahead, name, direction):
            requests.add(name)
    activities = session.tree.activities
    hidden = {one.identifier for one in activities if _is_hidden(session, one)}
    choices = {one.identifier for one in activities if _is_valid(_check_target, session, ahead, one)}
    may_jump = session.current is not None and session.tree.edition >= JUMPS_SINCE
    jumps = {one.identifier for one in activities if may_jump and one.parent and session.place(one) >= 0}
    return Validity(frozenset(requests), frozenset(choices), frozenset(jumps), frozenset(hidden))


def _is_hidden(session: Session, activity: Activity) -> bool:
    """Drawn out, or hidden by a rule of its own or of one above."""
    key = ("hidden", activity)
    if key not in session.memory:
        above = activity.parent is not None and (session.place(activity) < 0 or _is_hidden(session, activity.parent))
        session.memory[key] = above or rule_action(session, activity, (HIDDEN,)) is not None
    return session.memory[key]


def _ended(session: Session) -> Session:
    """The session as it would be, were the current attempt to end now."""
    ahead = session.copy()
    current = ahead.current
    if current is not None and ahead.of(current).active:
        report_pending(ahead)
        end_attempt(ahead, current)
        exit_action_rules(ahead)
    return ahead


def _is_valid(check: Callable[..., object], *arguments) -> bool:
    try:
        check(*arguments)
    except Fault:
        return False
    return True


def _check_flow(session: Session, ahead: Session, name: str, direction: int) -> None:
    navigation_request(session, name)
    current = ahead.current
    assert current is not None
    if current.parent is None:
        # An exit rule has ended the whole: nothing comes after it.
        raise Fault("SB.2.7-2")
    if not current.parent.controls.flow:
        raise Fault("SB.2.7-2")
    try:
        delivery_request(ahead, flow(ahead, current, direction, into=False))
    except Fault as fault:
        # To go on past the last activity is to end the session.
        if not fault.ends_session:
            raise


def _check_target(session: Session, ahead: Session, target: Activity) -> None:
    if target.parent is not None and not target.parent.controls.choice:
        raise Fault("NB.2.1-10")
    if session.current is not None:
        check_choice_exit(session, session.current, target)
    check_choice(ahead, target)
    delivery_request(ahead, target if target.is_leaf else flow(ahead, target, FORWARD, into=True))
