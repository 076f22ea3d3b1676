"""Navigation Request Process (SN C, NB.2.1): what a request of the learner or the content asks of the rest."""

from dataclasses import dataclass

from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity, common_ancestor

# The edition of SCORM 2004 that has jump requests.
JUMPS_SINCE = 4


@dataclass(frozen=True)
class Plan:
    """A termination request, "" for none, and a sequencing request with its target."""

    termination: str = ""
    sequencing: str = ""
    target: Activity | None = None


def navigation_request(session: Session, request: str, target: str | None = None) -> Plan:
    """NB.2.1. Raises Fault."""
    process = PROCESSES.get(request)
    if process is None:
        raise Fault("NB.2.1-13")
    return process(session, target)


def _start(session: Session, target: str | None) -> Plan:
    if session.current is not None:
        raise Fault("NB.2.1-1")
    return Plan(sequencing="start")


def _resume_all(session: Session, target: str | None) -> Plan:
    if session.current is not None:
        raise Fault("NB.2.1-1")
    if session.suspended is None:
        raise Fault("NB.2.1-3")
    return Plan(sequencing="resumeAll")


def _continue(session: Session, target: str | None) -> Plan:
    current = _required(session)
    if current.parent is None or not current.parent.controls.flow:
        raise Fault("NB.2.1-4")
    return Plan(_ending(session, current), "continue")


def _previous(session: Session, target: str | None) -> Plan:
    current = _required(session)
    if current.parent is None:
        raise Fault("NB.2.1-6")
    if not current.parent.controls.flow or current.parent.controls.forward_only:
        raise Fault("NB.2.1-5")
    return Plan(_ending(session, current), "previous")


def _unsupported(session: Session, target: str | None) -> Plan:
    raise Fault("NB.2.1-7")


def _choice(session: Session, target: str | None) -> Plan:
    chosen = session.tree.get(target)
    if chosen is None:
        raise Fault("NB.2.1-11")
    if chosen.parent is not None and not chosen.parent.controls.choice:
        raise Fault("NB.2.1-10")
    current = session.current
    if current is None:
        return Plan("", "choice", chosen)
    check_choice_exit(session, current, chosen)
    return Plan(_ending(session, current), "choice", chosen)


def check_choice_exit(session: Session, current: Activity, chosen: Activity) -> None:
    """NB.2.1, 7.1.1: activities under way from the current one up to the one shared with the target, that one left out
    unless it is the current one, must allow to be left by a choice."""
    ancestor = common_ancestor(current, chosen)
    node: Activity | None = current
    while node is not None and (node is not ancestor or node is current):
        if session.of(node).active and not node.controls.choice_exit:
            raise Fault("NB.2.1-8")
        node = node.parent


def _jump(session: Session, target: str | None) -> Plan:
    if session.tree.edition < JUMPS_SINCE:
        raise Fault("NB.2.1-13")
    chosen = session.tree.get(target)
    if chosen is None or chosen.parent is None or session.place(chosen) < 0:
        raise Fault("NB.2.1-11")
    current = _required(session)
    return Plan(_ending(session, current), "jump", chosen)


def _exit(session: Session, target: str | None) -> Plan:
    return Plan(_only_active(session, "exit"), "exit")


def _abandon(session: Session, target: str | None) -> Plan:
    return Plan(_only_active(session, "abandon"), "exit")


def _exit_all(session: Session, target: str | None) -> Plan:
    _required(session)
    return Plan("exitAll", "exit")


def _abandon_all(session: Session, target: str | None) -> Plan:
    _required(session)
    return Plan("abandonAll", "exit")


def _suspend_all(session: Session, target: str | None) -> Plan:
    _required(session)
    return Plan("suspendAll", "exit")


def _required(session: Session) -> Activity:
    if session.current is None:
        raise Fault("NB.2.1-2")
    return session.current


def _ending(session: Session, current: Activity) -> str:
    return "exit" if session.of(current).active else ""


def _only_active(session: Session, termination: str) -> str:
    if not session.of(_required(session)).active:
        raise Fault("NB.2.1-12")
    return termination


PROCESSES = {
    "start": _start,
    "resumeAll": _resume_all,
    "continue": _continue,
    "previous": _previous,
    "forward": _unsupported,
    "backward": _unsupported,
    "choice": _choice,
    "jump": _jump,
    "exit": _exit,
    "exitAll": _exit_all,
    "abandon": _abandon,
    "abandonAll": _abandon_all,
    "suspendAll": _suspend_all,
}
