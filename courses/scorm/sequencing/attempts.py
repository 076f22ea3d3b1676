"""Attempts on activities begin and end (SN C, UP.3, UP.4, DB.2), and children are drawn (SR)."""

from courses.scorm.sequencing.rollup import overall_rollup
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity, common_ancestor


def terminate_descendent_attempts(session: Session, activity: Activity) -> None:
    """UP.3 Terminate Descendent Attempts Process: those between the current activity and the one it shares with `activity`."""
    current = session.current
    if current is None:
        return
    node = current.parent
    ancestor = common_ancestor(current, activity)
    if current is ancestor:
        return
    while node is not None and node is not ancestor:
        end_attempt(session, node)
        node = node.parent


def end_attempt(session: Session, activity: Activity) -> None:
    """UP.4 End Attempt Process."""
    tracking = session.write(activity)
    if activity.is_leaf:
        if activity.delivery.tracked and not tracking.suspended:
            _assume(session, activity)
    else:
        tracking.suspended = any(session.of(child).suspended for child in session.children(activity))
    tracking.active = False
    session.forget()
    if not activity.is_leaf and not tracking.suspended:
        redraw(session, activity)
    overall_rollup(session, activity)


def _assume(session: Session, activity: Activity) -> None:
    """Content that said nothing has completed and satisfied, unless it is declared to say so itself."""
    tracking = session.of(activity)
    is_silent = not activity.delivery.completion_set_by_content and not tracking.said_completed
    if is_silent and tracking.completed is None and not activity.threshold.by_measure:
        tracking.completed = True
        session.put(activity, activity.primary, {"completed": True})
    is_silent = not activity.delivery.objective_set_by_content and not tracking.said_satisfied
    if is_silent and tracking.record("").satisfied is None and not activity.primary.by_measure:
        session.put(activity, activity.primary, {"satisfied": True})


def begin_attempt(session: Session, activity: Activity) -> None:
    """DB.2, 5: an attempt goes on where it was suspended, or is a new one with tracking information of its own."""
    tracking = session.write(activity)
    if tracking.active:
        return
    if activity.delivery.tracked and not tracking.suspended:
        tracking.attempts += 1
        tracking.attempted = True
        _initialise(session, activity)
    tracking.suspended, tracking.active = False, True


def _initialise(session: Session, activity: Activity) -> None:
    tracking = session.of(activity)
    tracking.completed = tracking.progress = None
    tracking.stale_objectives = tracking.stale_progress = tracking.said_completed = tracking.said_satisfied = False
    tracking.objectives = {}
    _make_stale(session, activity)


def _make_stale(session: Session, parent: Activity) -> None:
    """What was reached below before counts in the new attempt only where the cluster says so (SN 3.2.6, 3.2.7)."""
    controls = parent.controls
    if not (controls.current_objective_info or controls.current_progress_info):
        return
    for child in parent.children:
        tracking = session.state.tracking.get(child.identifier)
        if tracking is not None:
            tracking.stale_objectives |= controls.current_objective_info
            tracking.stale_progress |= controls.current_progress_info
        _make_stale(session, child)


def draw_all(session: Session) -> None:
    """SR.1 and SR.2 on every cluster, before anything was attempted."""
    for activity in session.tree.activities:
        if not activity.is_leaf:
            select_children(session, activity, first=True)
            randomize_children(session, activity, first=True)


def redraw(session: Session, activity: Activity) -> None:
    """What is drawn for each new attempt, once one has ended: the next one finds its order."""
    select_children(session, activity, first=False)
    randomize_children(session, activity, first=False)


def select_children(session: Session, activity: Activity, *, first: bool) -> None:
    """SR.1 Select Children Process. Children keep their order."""
    draw = activity.draw
    due = draw.selection == "onEachNewAttempt" or (draw.selection == "once" and first)
    if not due or draw.count is None or draw.count >= len(activity.children):
        return
    chosen = session.random.sample(range(len(activity.children)), draw.count)
    session.draw(activity, [activity.children[place] for place in sorted(chosen)])


def randomize_children(session: Session, activity: Activity, *, first: bool) -> None:
    """SR.2 Randomize Children Process."""
    draw = activity.draw
    due = draw.randomization == "onEachNewAttempt" or (draw.randomization == "once" and first)
    if due and draw.reorder:
        children = list(session.children(activity))
        session.random.shuffle(children)
        session.draw(activity, children)
