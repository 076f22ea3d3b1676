"""Sequencing requests (SN C, SB.2.5 to SB.2.13): the activity that each would deliver, None where it delivers none."""

from courses.scorm.sequencing.attempts import end_attempt, terminate_descendent_attempts
from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.rules import HIDDEN, rule_action
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.traversal import BACKWARD, FORWARD, choice_traversal, flow
from courses.scorm.sequencing.tree import Activity, common_ancestor


def sequencing_request(session: Session, request: str, target: Activity | None = None) -> Activity | None:
    """SB.2.12 Sequencing Request Process. Raises Fault."""
    process = PROCESSES.get(request)
    if process is None:
        raise Fault("SB.2.12-1")
    return process(session, target)


def _start(session: Session, target: Activity | None) -> Activity:
    """SB.2.5 Start Sequencing Request Process."""
    if session.current is not None:
        raise Fault("SB.2.5-1")
    root = session.tree.root
    return root if root.is_leaf else flow(session, root, FORWARD, into=True)


def _resume_all(session: Session, target: Activity | None) -> Activity:
    """SB.2.6 Resume All Sequencing Request Process."""
    if session.current is not None:
        raise Fault("SB.2.6-1")
    if session.suspended is None:
        raise Fault("SB.2.6-2")
    return session.suspended


def _continue(session: Session, target: Activity | None) -> Activity:
    """SB.2.7 Continue Sequencing Request Process."""
    current = _current(session, "SB.2.7-1")
    if current.parent is not None and not current.parent.controls.flow:
        raise Fault("SB.2.7-2")
    return flow(session, current, FORWARD, into=False)


def _previous(session: Session, target: Activity | None) -> Activity:
    """SB.2.8 Previous Sequencing Request Process."""
    current = _current(session, "SB.2.8-1")
    if current.parent is not None and not current.parent.controls.flow:
        raise Fault("SB.2.8-2")
    return flow(session, current, BACKWARD, into=False)


def _choice(session: Session, target: Activity | None) -> Activity:
    """SB.2.9 Choice Sequencing Request Process."""
    if target is None:
        raise Fault("SB.2.9-1")
    check_choice(session, target)
    if target.is_leaf:
        return target
    try:
        return flow(session, target, FORWARD, into=True)
    except Fault as fault:
        ancestor = common_ancestor(session.current, target) if session.current else session.tree.root
        terminate_descendent_attempts(session, ancestor)
        if session.of(ancestor).active:
            end_attempt(session, ancestor)
        session.current = target
        raise Fault("SB.2.9-9") from fault


def check_choice(session: Session, target: Activity) -> None:
    """SB.2.9, 2 to 10: may the target be chosen now. Raises Fault; changes nothing."""
    for activity in target.path():
        if activity.parent is not None and session.place(activity) < 0:
            raise Fault("SB.2.9-2")
        if rule_action(session, activity, (HIDDEN,)) is not None:
            raise Fault("SB.2.9-3")
    if target.parent is not None and not target.parent.controls.choice:
        raise Fault("SB.2.9-4")
    current = session.current
    if current is target:
        return
    if current is not None and current.parent is not None and current.parent is target.parent:
        _check_siblings(session, current, target)
    elif current is None or current.contains(target):
        _check_below(session, current or session.tree.root, target)
    elif target.contains(current):
        _check_above(current, target)
    else:
        _check_across(session, current, target)


def _check_siblings(session: Session, current: Activity, target: Activity) -> None:
    here, there = session.place(current), session.place(target)
    direction = FORWARD if there > here else BACKWARD
    stop, fault = _first_stop(session, current, direction)
    if fault is not None and (there - stop) * direction > 0:
        raise Fault(fault.code)


def _first_stop(session: Session, current: Activity, direction: int) -> tuple[int, Fault | None]:
    """The place of the first sibling, from the current one on, that a choice may not pass; what it says."""
    key = ("stop", current, direction)
    if key not in session.memory:
        session.memory[key] = (0, None)
        here, siblings = session.place(current), session.siblings(current)
        for place in range(here, len(siblings) if direction == FORWARD else -1, direction):
            try:
                choice_traversal(session, siblings[place], direction)
            except Fault as fault:
                session.memory[key] = (place, fault)
                break
    return session.memory[key]


def _check_below(session: Session, ancestor: Activity, target: Activity) -> None:
    for activity in _down(ancestor, target):
        choice_traversal(session, activity, FORWARD)
        _check_activation(session, activity, ancestor)


def _check_above(current: Activity, target: Activity) -> None:
    node: Activity | None = current
    while node is not None and node is not target:
        if not node.controls.choice_exit:
            raise Fault("SB.2.9-7")
        node = node.parent


def _check_across(session: Session, current: Activity, target: Activity) -> None:
    ancestor = common_ancestor(current, target)
    constrained, node = None, current
    while node is not ancestor:
        if not node.controls.choice_exit:
            raise Fault("SB.2.9-7")
        if constrained is None and node.controls.constrain_choice:
            constrained = node
        assert node.parent is not None
        node = node.parent
    is_forward = session.is_before(current, target)
    if constrained is not None:
        _check_constraint(session, constrained, target)
    for activity in _down(ancestor, target):
        if is_forward:
            choice_traversal(session, activity, FORWARD)
        _check_activation(session, activity, ancestor)


def _check_constraint(session: Session, constrained: Activity, target: Activity) -> None:
    direction = FORWARD if session.is_before(constrained, target) else BACKWARD
    reach = _choice_flow(session, constrained, direction)
    if not reach.contains(target) and target is not reach and target is not constrained:
        raise Fault("SB.2.9-8")


def _choice_flow(session: Session, activity: Activity, direction: int) -> Activity:
    """SB.2.9.1 and SB.2.9.2 Choice Flow: the next activity in that direction, or the activity itself where there is none."""
    node = activity
    while node.parent is not None:
        place = session.place(node) + direction
        siblings = session.siblings(node)
        if 0 <= place < len(siblings):
            return siblings[place]
        node = node.parent
    return activity


def _check_activation(session: Session, activity: Activity, ancestor: Activity) -> None:
    if activity is not ancestor and not session.of(activity).active and activity.controls.prevent_activation:
        raise Fault("SB.2.9-6")


def _down(ancestor: Activity, target: Activity) -> list[Activity]:
    """From the ancestor down to the target, the target left out."""
    return target.path()[ancestor.depth : -1]


def _retry(session: Session, target: Activity | None) -> Activity:
    """SB.2.10 Retry Sequencing Request Process."""
    current = _current(session, "SB.2.10-1")
    tracking = session.of(current)
    if tracking.active or tracking.suspended:
        raise Fault("SB.2.10-2")
    if current.is_leaf:
        return current
    try:
        return flow(session, current, FORWARD, into=True)
    except Fault as fault:
        raise Fault("SB.2.10-3") from fault


def _exit(session: Session, target: Activity | None) -> None:
    """SB.2.11 Exit Sequencing Request Process. At the root the session is over."""
    current = _current(session, "SB.2.11-1")
    if session.of(current).active:
        raise Fault("SB.2.11-2")


def _jump(session: Session, target: Activity | None) -> Activity | None:
    """SB.2.13 Jump Sequencing Request Process."""
    _current(session, "SB.2.13-1")
    return target


def _current(session: Session, code: str) -> Activity:
    if session.current is None:
        raise Fault(code)
    return session.current


PROCESSES = {
    "start": _start,
    "resumeAll": _resume_all,
    "continue": _continue,
    "previous": _previous,
    "choice": _choice,
    "retry": _retry,
    "exit": _exit,
    "jump": _jump,
}
