"""Flow and choice traversal (SN C, SB.2.1 to SB.2.4): which activity comes next, and may it be delivered.

Positions are searched without recursion where the pseudo-code recurs, so that depth and length of a tree do no harm.
"""

from dataclasses import dataclass

from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.rules import SKIP, STOP, activity_unavailable, rule_action
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity

FORWARD, BACKWARD = 1, -1


@dataclass(frozen=True)
class Step:
    """SB.2.1's answer: the activity, and the direction to go on in."""

    activity: Activity
    direction: int


def tree_traversal(session: Session, activity: Activity, direction: int, *, into: bool, previous: int = 0) -> Step:
    """SB.2.1 Flow Tree Traversal Subprocess. into: consider children; previous: direction before this one, 0 for none.

    Raises Fault; past the last activity it ends the sequencing session.
    """
    is_reversed = False
    if previous == BACKWARD and _is_last(session, activity):
        # A forward-only cluster entered from behind is left again from behind.
        direction, activity, is_reversed = BACKWARD, session.siblings(activity)[0], True
    if into and not activity.is_leaf:
        return _into(session, activity, direction)
    if direction == FORWARD:
        return _forward(session, activity)
    return _backward(session, activity, is_reversed)


def _into(session: Session, activity: Activity, direction: int) -> Step:
    children = session.children(activity)
    if not children:
        raise Fault("SB.2.1-2")
    if direction == FORWARD or activity.controls.forward_only:
        return Step(children[0], FORWARD)
    return Step(children[-1], BACKWARD)


def _forward(session: Session, activity: Activity) -> Step:
    node = activity
    while node.parent is not None and _is_last(session, node):
        node = node.parent
    if node.parent is None:
        raise Fault("SB.2.1-1", ends_session=True)
    return Step(session.siblings(node)[session.place(node) + 1], FORWARD)


def _backward(session: Session, activity: Activity, is_reversed: bool) -> Step:
    node = activity
    while True:
        if node.parent is None:
            raise Fault("SB.2.1-3")
        if not is_reversed and node.parent.controls.forward_only:
            raise Fault("SB.2.1-4")
        place = session.place(node)
        if place > 0:
            return Step(session.siblings(node)[place - 1], BACKWARD)
        node, is_reversed = node.parent, False


def _is_last(session: Session, activity: Activity) -> bool:
    siblings = session.siblings(activity)
    return not siblings or siblings[-1] is activity


def activity_traversal(session: Session, activity: Activity, direction: int, previous: int = 0) -> Activity:
    """SB.2.2 Flow Activity Traversal Subprocess: the leaf to deliver. Raises Fault.

    What each place met on the way leads to is remembered: the next search that comes there knows.
    """
    met: list[tuple] = []
    place = (activity, direction, previous)
    found: Activity | Fault | None = None
    while found is None:
        known = session.memory.get(("traversal", *place))
        if known is not None:
            found = known
            break
        # A place met twice in one search: rules that send it round in circles deliver nothing.
        session.memory["traversal", *place] = Fault("SB.2.2-2")
        met.append(place)
        try:
            place, found = _next_place(session, *place)
        except Fault as fault:
            found = fault
    for one in met:
        session.memory["traversal", *one] = found
    return _found(found)


def _next_place(session: Session, activity: Activity, direction: int, previous: int) -> tuple[tuple, Activity | None]:
    """Where the search goes from here; the activity when it is the one to deliver."""
    here = (activity, direction, previous)
    if activity.parent is not None and not activity.parent.controls.flow:
        raise Fault("SB.2.2-1")
    if rule_action(session, activity, (SKIP,)) is not None:
        step = tree_traversal(session, activity, direction, into=False, previous=previous)
        if previous == BACKWARD and step.direction == BACKWARD:
            return (step.activity, BACKWARD, 0), None
        return (step.activity, direction, previous), None
    if activity_unavailable(session, activity):
        raise Fault("SB.2.2-2")
    if activity.is_leaf:
        return here, activity
    step = tree_traversal(session, activity, direction, into=True)
    if (direction, step.direction) == (BACKWARD, FORWARD):
        return (step.activity, FORWARD, BACKWARD), None
    return (step.activity, direction, 0), None


def _found(found: "Activity | Fault") -> Activity:
    if isinstance(found, Fault):
        raise Fault(found.code, ends_session=found.ends_session)
    return found


def flow(session: Session, activity: Activity, direction: int, *, into: bool) -> Activity:
    """SB.2.3 Flow Subprocess: the leaf to deliver. Raises Fault."""
    step = tree_traversal(session, activity, direction, into=into)
    return activity_traversal(session, step.activity, direction)


def choice_traversal(session: Session, activity: Activity, direction: int) -> None:
    """SB.2.4 Choice Activity Traversal Subprocess. Raises Fault when what is asked for is not reachable."""
    if direction == FORWARD:
        if rule_action(session, activity, (STOP,)) is not None:
            raise Fault("SB.2.4-1")
    elif activity.parent is None:
        raise Fault("SB.2.4-3")
    elif activity.parent.controls.forward_only:
        raise Fault("SB.2.4-2")
