"""Termination behaviour (SN 4.5; C, TB): the current attempt ends, and what its rules ask for then."""

from dataclasses import dataclass

from courses.scorm.sequencing.attempts import end_attempt, terminate_descendent_attempts
from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.rollup import overall_rollup
from courses.scorm.sequencing.rules import EXIT_RULES, POST_RULES, rule_action
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity


@dataclass(frozen=True)
class Wish:
    """What post condition rules ask for: a termination request, a sequencing request, "" where there is none."""

    termination: str = ""
    sequencing: str = ""


WISHES = {
    "post:retry": Wish(sequencing="retry"),
    "post:continue": Wish(sequencing="continue"),
    "post:previous": Wish(sequencing="previous"),
    "post:exitParent": Wish(termination="exitParent"),
    "post:exitAll": Wish(termination="exitAll"),
    "post:retryAll": Wish(termination="exitAll", sequencing="retry"),
}


def termination_request(session: Session, request: str) -> str:
    """TB.2.3 Termination Request Process: the sequencing request that takes the place of the pending one, "" for none."""
    current = session.current
    if current is None:
        raise Fault("TB.2.3-1")
    if request in ("exit", "abandon") and not session.of(current).active:
        raise Fault("TB.2.3-2")
    process = PROCESSES.get(request)
    if process is None:
        raise Fault("TB.2.3-7")
    return process(session, current)


def exit_action_rules(session: Session) -> None:
    """TB.2.1 Sequencing Exit Action Rules Subprocess: the highest activity whose exit rule holds ends."""
    current = session.current
    assert current is not None
    for activity in current.path()[:-1]:
        if rule_action(session, activity, EXIT_RULES) is not None:
            terminate_descendent_attempts(session, activity)
            end_attempt(session, activity)
            session.current = activity
            return


def post_condition_rules(session: Session) -> Wish:
    """TB.2.2 Sequencing Post Condition Rules Subprocess."""
    current = session.current
    assert current is not None
    if session.of(current).suspended:
        return Wish()
    action = rule_action(session, current, POST_RULES)
    return WISHES[action] if action else Wish()


def _exit(session: Session, current: Activity) -> str:
    end_attempt(session, current)
    exit_action_rules(session)
    while True:
        wish = post_condition_rules(session)
        if wish.termination == "exitAll":
            return _exit_all_with(session, wish)
        current = session.current or current
        if wish.termination != "exitParent":
            break
        if current.parent is None:
            raise Fault("TB.2.3-4")
        session.current = current.parent
        end_attempt(session, current.parent)
    # Once the attempt on the root has ended the session is over, unless it begins again.
    if current.parent is None and wish.sequencing != "retry":
        return "exit"
    return wish.sequencing


def _exit_all(session: Session, current: Activity) -> str:
    return _exit_all_with(session, Wish())


def _exit_all_with(session: Session, wish: Wish) -> str:
    current = session.current
    assert current is not None
    if session.of(current).active:
        end_attempt(session, current)
    root = session.tree.root
    terminate_descendent_attempts(session, root)
    if current is not root:
        end_attempt(session, root)
    session.current = root
    return wish.sequencing or "exit"


def _suspend_all(session: Session, current: Activity) -> str:
    tracking = session.of(current)
    if tracking.active or tracking.suspended:
        overall_rollup(session, current)
        session.suspended = current
    elif current.parent is not None:
        session.suspended = current.parent
    else:
        raise Fault("TB.2.3-3")
    assert session.suspended is not None
    for activity in session.suspended.path():
        tracking = session.write(activity)
        tracking.active, tracking.suspended = False, True
    session.current = session.tree.root
    return "exit"


def _abandon(session: Session, current: Activity) -> str:
    session.write(current).active = False
    return ""


def _abandon_all(session: Session, current: Activity) -> str:
    for activity in current.path():
        session.write(activity).active = False
    session.current = session.tree.root
    return "exit"


PROCESSES = {
    "exit": _exit,
    "exitAll": _exit_all,
    "suspendAll": _suspend_all,
    "abandon": _abandon,
    "abandonAll": _abandon_all,
}
