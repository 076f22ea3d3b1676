"""The sequencing definition model (SN 3): an activity tree as the manifest gives it. Never changed once built."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

# What an objective map may read and write: (attribute of the objective's record, name of the value in the manifest).
VALUES = ("satisfied", "measure", "raw", "minimum", "maximum", "completed", "progress")
PRIMARY = ""


@dataclass(frozen=True)
class Condition:
    """reference: identifier of the objective, "" for the primary one."""

    name: str
    negated: bool = False
    reference: str = PRIMARY
    threshold: float = 0.0


@dataclass(frozen=True)
class Rule:
    """A sequencing rule (SM.2): action when the conditions hold. combination: "all" or "any"."""

    action: str
    conditions: tuple[Condition, ...] = ()
    combination: str = "all"


@dataclass(frozen=True)
class RollupRule:
    """SM.5. children: all, any, none, atLeastCount, atLeastPercent."""

    action: str
    conditions: tuple[Condition, ...] = ()
    combination: str = "any"
    children: str = "all"
    count: int = 0
    percent: float = 0.0


@dataclass(frozen=True)
class Objective:
    """SM.6. reads: value to the global objective it is read from; writes: value to those it is written to."""

    identifier: str = ""
    is_primary: bool = False
    by_measure: bool = False
    minimum: float = 1.0
    reads: dict[str, str] = field(default_factory=dict)
    writes: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Controls:
    """SM.1: sequencing control modes, with ADL's constrained choice."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    current_objective_info: bool = True
    current_progress_info: bool = True
    prevent_activation: bool = False
    constrain_choice: bool = False


@dataclass(frozen=True)
class Rollup:
    """SM.5 with ADL's rollup considerations. required: action to always, ifAttempted, ifNotSkipped, ifNotSuspended."""

    rules: tuple[RollupRule, ...] = ()
    satisfied: bool = True
    completion: bool = True
    measure_weight: float = 1.0
    required: dict[str, str] = field(default_factory=dict)
    measure_if_active: bool = True


@dataclass(frozen=True)
class Delivery:
    """SM.11."""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


@dataclass(frozen=True)
class Draw:
    """SM.9, SM.10: selection and randomisation of a cluster's children. Timing: never, once, onEachNewAttempt."""

    selection: str = "never"
    count: int | None = None
    randomization: str = "never"
    reorder: bool = False


@dataclass(frozen=True)
class Threshold:
    """adlcp:completionThreshold."""

    by_measure: bool = False
    minimum: float = 1.0
    weight: float = 1.0


@dataclass(eq=False)
class Activity:
    """One node of the tree. position: place in document order; content: it opens something when it is a leaf."""

    identifier: str
    title: str = ""
    is_visible: bool = True
    content: bool = False
    controls: Controls = Controls()
    rules: tuple[Rule, ...] = ()
    attempt_limit: int | None = None
    duration_limit: str = ""
    rollup: Rollup = Rollup()
    objectives: tuple[Objective, ...] = (Objective(is_primary=True),)
    delivery: Delivery = Delivery()
    draw: Draw = Draw()
    threshold: Threshold = Threshold()
    hidden_controls: frozenset[str] = frozenset()
    parent: "Activity | None" = None
    children: list["Activity"] = field(default_factory=list)
    position: int = 0
    depth: int = 0
    last: int = 0

    def __repr__(self) -> str:
        return f"<{self.identifier}>"

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @cached_property
    def primary(self) -> Objective:
        """The objective that contributes to rollup."""
        return next(objective for objective in self.objectives if objective.is_primary)

    @cached_property
    def rules_by_action(self) -> dict[str, tuple[Rule, ...]]:
        return {rule.action: tuple(other for other in self.rules if other.action == rule.action) for rule in self.rules}

    def objective(self, identifier: str) -> Objective | None:
        """The objective of that identifier; "" is the primary one."""
        if identifier == PRIMARY:
            return self.primary
        return next((objective for objective in self.objectives if objective.identifier == identifier), None)

    def contains(self, other: "Activity") -> bool:
        """Is `other` this activity or below it?"""
        return self.position <= other.position <= self.last

    def path(self) -> list["Activity"]:
        """From the root to this activity, both included."""
        found, node = [self], self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found[::-1]

    def walk(self) -> Iterator["Activity"]:
        yield self
        for child in self.children:
            yield from child.walk()


class Tree:
    """An activity tree. edition: of SCORM 2004, 2 to 4. global_to_system: whether global objectives outlive the attempt."""

    def __init__(self, root: Activity, *, edition: int = 4, global_to_system: bool = True) -> None:
        self.root = root
        self.edition = edition
        self.global_to_system = global_to_system
        self.activities = list(root.walk())
        self.by_identifier = {activity.identifier: activity for activity in self.activities}
        for position, activity in enumerate(self.activities):
            activity.position = position
            activity.depth = activity.parent.depth + 1 if activity.parent else 0
        for activity in reversed(self.activities):
            activity.last = activity.children[-1].last if activity.children else activity.position

    @cached_property
    def readers(self) -> dict[str, list[Activity]]:
        """Global objective to the activities whose objectives read it."""
        found: dict[str, list[Activity]] = {}
        for activity in self.activities:
            for target in {target for objective in activity.objectives for target in objective.reads.values()}:
                found.setdefault(target, []).append(activity)
        return found

    @cached_property
    def global_objectives(self) -> frozenset[str]:
        """The shared objectives that activities read or write."""
        objectives = [objective for activity in self.activities for objective in activity.objectives]
        written = {target for objective in objectives for targets in objective.writes.values() for target in targets}
        return frozenset(written.union(self.readers))

    def get(self, identifier: str | None) -> Activity | None:
        return self.by_identifier.get(identifier) if identifier is not None else None

    @property
    def leaves(self) -> list[Activity]:
        return [activity for activity in self.activities if activity.is_leaf]

    @cached_property
    def has_rules(self) -> bool:
        """Does the manifest say anything that makes an order other than its own?"""
        return any(_says_something(activity) for activity in self.activities)


def _says_something(activity: Activity) -> bool:
    plain = (Controls(), (), Draw(), Rollup(), Delivery())
    said = (activity.controls, activity.rules, activity.draw, activity.rollup, activity.delivery)
    maps = any(objective.reads or objective.writes for objective in activity.objectives)
    return said != plain or activity.attempt_limit is not None or maps or bool(activity.hidden_controls)


def common_ancestor(one: Activity, other: Activity) -> Activity:
    """The deepest activity that holds both; one of them where it holds the other."""
    while not one.contains(other):
        assert one.parent is not None
        one = one.parent
    return one
