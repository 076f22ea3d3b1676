"""Delivery behaviour (SN 4.9; C, DB)."""

from courses.scorm.sequencing.attempts import begin_attempt, terminate_descendent_attempts
from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.rules import activity_unavailable
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity, common_ancestor


def delivery_request(session: Session, activity: Activity) -> None:
    """DB.1.1 Delivery Request Process. Raises Fault when the activity may not be delivered."""
    if not activity.is_leaf or not activity.content:
        raise Fault("DB.1.1-1")
    if is_blocked(session, activity):
        raise Fault("DB.1.1-3")


def is_blocked(session: Session, activity: Activity) -> bool:
    """UP.5 on the activity and on each one above it."""
    key = ("blocked", activity)
    if key not in session.memory:
        above = activity.parent is not None and is_blocked(session, activity.parent)
        session.memory[key] = above or activity_unavailable(session, activity)
    return session.memory[key]


def deliver(session: Session, activity: Activity) -> None:
    """DB.2 Content Delivery Environment Process."""
    current = session.current
    if current is not None and session.of(current).active:
        raise Fault("DB.2-1")
    if activity is not session.suspended:
        clear_suspended_activity(session, activity)
    terminate_descendent_attempts(session, activity)
    for node in activity.path():
        begin_attempt(session, node)
    session.current, session.suspended = activity, None


def clear_suspended_activity(session: Session, activity: Activity) -> None:
    """DB.2.1 Clear Suspended Activity Subprocess."""
    suspended = session.suspended
    if suspended is None:
        return
    ancestor = common_ancestor(activity, suspended)
    node: Activity | None = suspended
    while node is not None:
        if node.is_leaf or not any(session.of(child).suspended for child in node.children):
            session.write(node).suspended = False
        node = None if node is ancestor else node.parent
    session.suspended = None
