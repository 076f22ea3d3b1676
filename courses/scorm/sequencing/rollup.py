"""Rollup behaviour (SN 4.6; C, RB): what children come to for the activities above them."""

from collections.abc import Iterator

from courses.scorm.sequencing.rules import SKIP, combine, condition_holds, rule_action
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.tree import Activity, Condition, RollupRule

SATISFIED, NOT_SATISFIED, COMPLETED, INCOMPLETE = "satisfied", "notSatisfied", "completed", "incomplete"


def _default(action: str, condition: str) -> RollupRule:
    return RollupRule(action, (Condition(condition),))


DEFAULTS = {
    SATISFIED: _default(SATISFIED, "satisfied"),
    NOT_SATISFIED: _default(NOT_SATISFIED, "objectiveStatusKnown"),
    COMPLETED: _default(COMPLETED, "completed"),
    INCOMPLETE: _default(INCOMPLETE, "activityProgressKnown"),
}


def overall_rollup(session: Session, activity: Activity) -> None:
    """RB.1.5 Overall Rollup Process: the activity and all above it, then those that read what was shared meanwhile.

    Deepest first, each once: an activity whose shared objectives changed has its own path rolled up too (SN 4.6.2).
    """
    waiting = set(activity.path())
    done: set[Activity] = set()
    while waiting:
        deepest = max(waiting, key=lambda one: (one.depth, one.position))
        waiting.discard(deepest)
        done.add(deepest)
        _roll_up(session, deepest)
        for reader in session.readers_of(session.touched):
            waiting |= set(reader.path()) - done
        session.touched = set()


def _roll_up(session: Session, activity: Activity) -> None:
    if activity.is_leaf or not activity.delivery.tracked:
        return
    measure_rollup(session, activity)
    if session.tree.edition >= 4:
        completion_measure_rollup(session, activity)
    if activity.primary.by_measure:
        objective_rollup_by_measure(session, activity)
    else:
        objective_rollup_by_rules(session, activity)
    if activity.threshold.by_measure:
        progress_rollup_by_measure(session, activity)
    else:
        progress_rollup_by_rules(session, activity)


def measure_rollup(session: Session, activity: Activity) -> None:
    """RB.1.1 a Measure Rollup Process: the weighted mean of the measures that are known, over all weights."""
    total = weights = 0.0
    known = False
    for child in activity.children:
        if not child.delivery.tracked:
            continue
        weight = child.rollup.measure_weight
        weights += weight
        measure = session.read(child, child.primary, "measure")
        if measure is not None:
            known = True
            total += measure * weight
    mean = total / weights if known and weights > 0 else None
    _put_objective(session, activity, measure=mean)


def completion_measure_rollup(session: Session, activity: Activity) -> None:
    """RB.1.1 b Completion Measure Rollup Process."""
    total = weights = 0.0
    known = False
    for child in activity.children:
        if not child.delivery.tracked:
            continue
        weights += child.threshold.weight
        progress = session.progress(child)
        if progress is not None:
            known = True
            total += progress * child.threshold.weight
    _put_progress(session, activity, "progress", total / weights if known and weights > 0 else None)


def objective_rollup_by_measure(session: Session, activity: Activity) -> None:
    """RB.1.2 a Objective Rollup Using Measure Process."""
    objective = activity.primary
    measure = session.read(activity, objective, "measure")
    active = session.of(activity).active
    if measure is None or (active and not activity.rollup.measure_if_active):
        _put_objective(session, activity, satisfied=None)
    else:
        _put_objective(session, activity, satisfied=measure >= objective.minimum)


def objective_rollup_by_rules(session: Session, activity: Activity) -> None:
    """RB.1.2 b Objective Rollup Using Rules Process."""
    satisfied = None
    if _rollup_holds(session, activity, NOT_SATISFIED, SATISFIED):
        satisfied = False
    if _rollup_holds(session, activity, SATISFIED, NOT_SATISFIED):
        satisfied = True
    if satisfied is not None:
        _put_objective(session, activity, satisfied=satisfied)


def progress_rollup_by_measure(session: Session, activity: Activity) -> None:
    """RB.1.3 a Activity Progress Rollup Using Measure Process."""
    progress = session.progress(activity)
    _put_completed(session, activity, None if progress is None else progress >= activity.threshold.minimum)


def progress_rollup_by_rules(session: Session, activity: Activity) -> None:
    """RB.1.3 b Activity Progress Rollup Using Rules Process."""
    completed = None
    if _rollup_holds(session, activity, INCOMPLETE, COMPLETED):
        completed = False
    if _rollup_holds(session, activity, COMPLETED, INCOMPLETE):
        completed = True
    if completed is not None:
        _put_completed(session, activity, completed)


def _put_objective(session: Session, activity: Activity, **values) -> None:
    session.of(activity).stale_objectives = False
    session.put(activity, activity.primary, values)


def _put_completed(session: Session, activity: Activity, completed: bool | None) -> None:
    _put_progress(session, activity, "completed", completed)


def _put_progress(session: Session, activity: Activity, name: str, value) -> None:
    tracking = session.write(activity)
    tracking.stale_progress = False
    setattr(tracking, name, value)
    session.put(activity, activity.primary, {name: value})


def _rollup_holds(session: Session, activity: Activity, action: str, opposite: str) -> bool:
    """RB.1.4 Rollup Rule Check Subprocess. The default rules apply where neither action has one."""
    rules = [rule for rule in activity.rollup.rules if rule.action == action]
    if not rules and not any(rule.action == opposite for rule in activity.rollup.rules):
        rules = [DEFAULTS[action]]
    return any(_rule_holds(session, activity, rule) for rule in rules)


def _rule_holds(session: Session, activity: Activity, rule: RollupRule) -> bool:
    """With no child to consider, `all` and `none` hold, as there is nothing against them (ADL's cases RU-11 and RU-15c ask it)."""
    found = _evaluations(session, activity, rule)
    if rule.children == "all":
        return all(value is True for value in found)
    if rule.children == "any":
        return any(value is True for value in found)
    if rule.children == "none":
        return all(value is False for value in found)
    values = list(found)
    if not values:
        return False
    if rule.children == "atLeastCount":
        return values.count(True) >= rule.count
    return values.count(True) / len(values) >= rule.percent


def _evaluations(session: Session, activity: Activity, rule: RollupRule) -> Iterator[bool | None]:
    for child in activity.children:
        if child.delivery.tracked and _is_considered(session, child, rule.action):
            yield _evaluate(session, child, rule)


def _evaluate(session: Session, child: Activity, rule: RollupRule) -> bool | None:
    """RB.1.4.1 Evaluate Rollup Conditions Subprocess."""
    found = [condition_holds(session, child, condition) for condition in rule.conditions]
    return combine(found, rule.combination) if found else None


def _is_considered(session: Session, child: Activity, action: str) -> bool:
    """RB.1.4.2 Check Child for Rollup Subprocess."""
    contributes = child.rollup.satisfied if action in (SATISFIED, NOT_SATISFIED) else child.rollup.completion
    if not contributes:
        return False
    required = child.rollup.required.get(action, "always")
    if required == "always":
        return True
    tracking = session.of(child)
    attempted = tracking.attempted and tracking.attempts > 0
    if required == "ifNotSuspended":
        return not (attempted and tracking.suspended)
    if required == "ifAttempted":
        return attempted
    return required != "ifNotSkipped" or rule_action(session, child, (SKIP,)) is None
