"""Utility processes (SN C, UP): limit conditions, sequencing rules, availability. None stands for Unknown throughout."""

from collections.abc import Iterable

from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity, Condition, Objective, Rule

SKIP, DISABLED, HIDDEN, STOP = "skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"
EXIT_RULES = ("exit:exit",)
POST_RULES = ("post:exitParent", "post:exitAll", "post:retry", "post:retryAll", "post:continue", "post:previous")


def limit_conditions_exceeded(session: Session, activity: Activity) -> bool:
    """UP.1 Limit Conditions Check Process. SCORM asks for the attempt limit only; durations are the SCO's affair."""
    tracking = session.of(activity)
    if not activity.delivery.tracked or tracking.active or tracking.suspended:
        return False
    return _attempt_limit_exceeded(session, activity)


def _attempt_limit_exceeded(session: Session, activity: Activity) -> bool:
    tracking = session.of(activity)
    return activity.attempt_limit is not None and tracking.attempted and tracking.attempts >= activity.attempt_limit


def rule_action(session: Session, activity: Activity, actions: Iterable[str]) -> str | None:
    """UP.2 Sequencing Rules Check Process: the action of the first rule, in the manifest's order, that holds."""
    wanted = actions if isinstance(actions, tuple) else (actions,)
    if not any(action in activity.rules_by_action for action in wanted):
        return None
    key = ("rule", activity, wanted)
    if key not in session.memory:
        held = (rule.action for rule in activity.rules if rule.action in wanted and rule_holds(session, activity, rule))
        session.memory[key] = next(held, None)
    return session.memory[key]


def rule_holds(session: Session, activity: Activity, rule: Rule) -> bool:
    """UP.2.1 Sequencing Rule Check Subprocess."""
    found = [condition_holds(session, activity, condition) for condition in rule.conditions]
    return bool(found) and combine(found, rule.combination) is True


def combine(found: list[bool | None], combination: str) -> bool | None:
    """Three-valued: any and all, of which Unknown may leave Unknown."""
    deciding = combination == "any"
    if deciding in found:
        return deciding
    return None if None in found else not deciding


def condition_holds(session: Session, activity: Activity, condition: Condition) -> bool | None:
    """A condition of a sequencing or rollup rule, negated where it asks for it; Unknown stays Unknown."""
    value = CONDITIONS.get(condition.name, _unknown)(session, activity, condition)
    return value if value is None or not condition.negated else not value


def activity_unavailable(session: Session, activity: Activity) -> bool:
    """UP.5 Check Activity Process: disabled by a rule, or beyond its limits."""
    if DISABLED not in activity.rules_by_action and activity.attempt_limit is None:
        return False
    key = ("unavailable", activity)
    if key not in session.memory:
        disabled = rule_action(session, activity, (DISABLED,)) is not None
        session.memory[key] = disabled or limit_conditions_exceeded(session, activity)
    return session.memory[key]


def _objective(activity: Activity, condition: Condition) -> Objective | None:
    """The objective that a condition is about; none of an activity that is not tracked (SN 3.13.1)."""
    return activity.objective(condition.reference) if activity.delivery.tracked else None


def _satisfied(session: Session, activity: Activity, condition: Condition) -> bool | None:
    objective = _objective(activity, condition)
    return None if objective is None else session.satisfied(activity, objective)


def _status_known(session: Session, activity: Activity, condition: Condition) -> bool | None:
    objective = _objective(activity, condition)
    return objective is not None and session.satisfied(activity, objective) is not None


def _measure(session: Session, activity: Activity, condition: Condition) -> float | None:
    objective = _objective(activity, condition)
    return None if objective is None else session.read(activity, objective, "measure")


def _measure_known(session: Session, activity: Activity, condition: Condition) -> bool | None:
    return _measure(session, activity, condition) is not None


def _measure_greater(session: Session, activity: Activity, condition: Condition) -> bool | None:
    measure = _measure(session, activity, condition)
    return None if measure is None else measure > condition.threshold


def _measure_less(session: Session, activity: Activity, condition: Condition) -> bool | None:
    measure = _measure(session, activity, condition)
    return None if measure is None else measure < condition.threshold


def _completed(session: Session, activity: Activity, condition: Condition) -> bool | None:
    """Of the attempt; of another objective than the primary one by ADL's extension (since the 4th edition)."""
    objective = _objective(activity, condition)
    if objective is None:
        return None
    if objective.is_primary or session.tree.edition < 4:
        return session.completed(activity)
    return session.read(activity, objective, "completed")


def _progress_known(session: Session, activity: Activity, condition: Condition) -> bool | None:
    return _completed(session, activity, condition) is not None


def _attempted(session: Session, activity: Activity, condition: Condition) -> bool | None:
    tracking = session.of(activity)
    return tracking.attempted and tracking.attempts > 0


def _limit_exceeded(session: Session, activity: Activity, condition: Condition) -> bool | None:
    return _attempt_limit_exceeded(session, activity)


def _always(session: Session, activity: Activity, condition: Condition) -> bool | None:
    return True


def _never(session: Session, activity: Activity, condition: Condition) -> bool | None:
    """Conditions on time, which SCORM leaves aside (SN 3.4.2)."""
    return False


def _unknown(session: Session, activity: Activity, condition: Condition) -> bool | None:
    return None


CONDITIONS = {
    "satisfied": _satisfied,
    "objectiveStatusKnown": _status_known,
    "objectiveMeasureKnown": _measure_known,
    "objectiveMeasureGreaterThan": _measure_greater,
    "objectiveMeasureLessThan": _measure_less,
    "completed": _completed,
    "activityProgressKnown": _progress_known,
    "attempted": _attempted,
    "attemptLimitExceeded": _limit_exceeded,
    "timeLimitExceeded": _never,
    "outsideAvailableTimeRange": _never,
    "always": _always,
}
