"""What content says enters the tracking model (SN 4.2.1; RTE 4.2)."""

from collections.abc import Mapping
from typing import Any

from courses.scorm.sequencing.rollup import overall_rollup
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import PRIMARY, Activity, Objective

# By objective, "" for the content's own: names of tree.VALUES to values, None for what it takes back.
Said = Mapping[str, Mapping[str, Any]]


def report_pending(session: Session, *, suspended: bool | None = None) -> None:
    """What the content of the current activity has said so far. suspended: how it was left, None while it is open."""
    if session.current is not None:
        report(session, session.current, session.state.pending, suspended=suspended)


def report(session: Session, activity: Activity, said: Said, *, suspended: bool | None = None) -> None:
    if not activity.delivery.tracked or not session.of(activity).active:
        return
    for identifier, values in said.items():
        objective = activity.objective(identifier)
        if objective is not None and not objective.is_primary:
            session.put(activity, objective, _taken(objective, values), said=True)
    # What it says of its primary objective by name is of itself, unless it says otherwise of itself.
    _report_own(session, activity, {**said.get(activity.primary.identifier, {}), **said.get(PRIMARY, {})})
    if suspended is not None:
        session.write(activity).suspended = suspended
    overall_rollup(session, activity)


def _report_own(session: Session, activity: Activity, said: Mapping[str, Any]) -> None:
    values = _taken(activity.primary, said)
    tracking = session.write(activity)
    tracking.said_completed |= "completed" in said
    tracking.said_satisfied |= "satisfied" in said
    if "progress" in values:
        tracking.progress = values["progress"]
    if activity.threshold.by_measure:
        values.pop("completed", None)
        if tracking.progress is not None:
            values["completed"] = tracking.progress >= activity.threshold.minimum
    if "completed" in values:
        tracking.completed = values["completed"]
    session.put(activity, activity.primary, values, said=True)


def _taken(objective: Objective, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where a measure decides, what is said of satisfaction does not count."""
    return {name: value for name, value in values.items() if name != "satisfied" or not objective.by_measure}
