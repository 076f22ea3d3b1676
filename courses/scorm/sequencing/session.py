"""A tree with its state: what every process reads and writes. Evaluations are remembered until something is written."""

from collections.abc import Iterable
from random import Random

from courses.scorm.sequencing.state import Record, State, Tracking
from courses.scorm.sequencing.tree import Activity, Objective, Tree

OWN_AS_WELL = frozenset({"completed", "progress"})


class Session:
    """random: where selection and randomisation take their chance from; tests give their own."""

    def __init__(self, tree: Tree, state: State, random: Random) -> None:
        self.tree = tree
        self.state = state
        self.random = random
        # What rules came to, forgotten when tracking is written; and the order of children, when they are drawn again.
        self.memory: dict = {}
        self.order: dict = {}
        self.touched: set[str] = set()

    def copy(self) -> "Session":
        """The same, on a state of its own: what happens to it is forgotten."""
        return Session(self.tree, self.state.copy(), Random(0))  # noqa: S311

    @property
    def current(self) -> Activity | None:
        return self.tree.get(self.state.current)

    @current.setter
    def current(self, activity: Activity | None) -> None:
        self.state.current = activity.identifier if activity else None

    @property
    def suspended(self) -> Activity | None:
        return self.tree.get(self.state.suspended)

    @suspended.setter
    def suspended(self, activity: Activity | None) -> None:
        self.state.suspended = activity.identifier if activity else None

    def of(self, activity: Activity) -> Tracking:
        """The activity's tracking, to read. What writes to it calls `forget`, or `write`."""
        return self.state.of(activity.identifier)

    def write(self, activity: Activity) -> Tracking:
        self.forget()
        return self.of(activity)

    def forget(self) -> None:
        if self.memory:
            self.memory = {}

    def children(self, activity: Activity) -> list[Activity]:
        """Available children (AM.1.1), in the order drawn."""
        drawn = self.state.available.get(activity.identifier)
        if drawn is None:
            return activity.children
        found = self.order.get(("children", activity))
        if found is None:
            known = {child.identifier: child for child in activity.children}
            found = self.order["children", activity] = [known[name] for name in drawn if name in known]
        return found

    def draw(self, activity: Activity, children: list[Activity]) -> None:
        """Set the available children and their order."""
        self.order = {}
        self.state.available[activity.identifier] = [child.identifier for child in children]

    def place(self, activity: Activity) -> int:
        """Place among the parent's available children; -1 when it is not one of them."""
        key = ("place", activity)
        if key not in self.order:
            for place, sibling in enumerate(self.siblings(activity)):
                self.order["place", sibling] = place
            self.order.setdefault(key, -1)
        return self.order[key]

    def siblings(self, activity: Activity) -> list[Activity]:
        return self.children(activity.parent) if activity.parent else [activity]

    def is_available(self, activity: Activity) -> bool:
        """Is the activity, and each one above it, among the available children of its parent?"""
        return all(node.parent is None or self.place(node) >= 0 for node in activity.path())

    def is_before(self, one: Activity, other: Activity) -> bool:
        """Does `one` come before `other` in a preorder walk of available children?"""
        return self._order(one) < self._order(other)

    def _order(self, activity: Activity) -> list[int]:
        key = ("order", activity)
        if key not in self.order:
            above = self._order(activity.parent) if activity.parent else []
            self.order[key] = [*above, self.place(activity)]
        return self.order[key]

    def read(self, activity: Activity, objective: Objective, value: str):
        """A value of an objective: of the shared one that it is read from, where it is mapped (SN 3.10.2), else its own.

        ADL's completion and progress fall back on the objective's own where the shared ones are unknown.
        """
        shared = self._shared(objective, value)
        if shared is not None or (value in objective.reads and value not in OWN_AS_WELL):
            return shared
        tracking = self.of(activity)
        record = tracking.objectives.get(_key(objective))
        return None if record is None or tracking.stale_objectives else getattr(record, value)

    def satisfied(self, activity: Activity, objective: Objective) -> bool | None:
        """Objective Progress Status and Satisfied Status: None while unknown. A measure decides where it is asked to."""
        if not objective.by_measure:
            return self.read(activity, objective, "satisfied")
        return self._by_measure(activity, objective, self.read(activity, objective, "measure"))

    def _by_measure(self, activity: Activity, objective: Objective, measure: float | None) -> bool | None:
        if measure is None or (self.of(activity).active and not activity.rollup.measure_if_active):
            return None
        return measure >= objective.minimum

    def completed(self, activity: Activity) -> bool | None:
        """Attempt Progress Status and Completion Status: None while unknown. A measure decides where it is asked to."""
        if activity.threshold.by_measure:
            progress = self.progress(activity)
            return None if progress is None else progress >= activity.threshold.minimum
        return self._own_progress(activity, "completed")

    def progress(self, activity: Activity) -> float | None:
        """Attempt Completion Amount: None while unknown."""
        return self._own_progress(activity, "progress")

    def _own_progress(self, activity: Activity, value: str):
        shared = self._shared(activity.primary, value)
        if shared is not None:
            return shared
        tracking = self.of(activity)
        return None if tracking.stale_progress else getattr(tracking, value)

    def _shared(self, objective: Objective, value: str):
        target = objective.reads.get(value)
        shared = self.state.globals.get(target) if target else None
        return None if shared is None else getattr(shared, value)

    def put(self, activity: Activity, objective: Objective, values: dict, *, said: bool = False) -> None:
        """Write values of an objective, and those it is mapped to write to shared objectives.

        None makes unknown what was known; what the content said itself (`said`) it takes back from the shared ones too.
        """
        record = self.write(activity).record(_key(objective))
        if objective.by_measure and "measure" in values:
            values = {**values, "satisfied": self._by_measure(activity, objective, values["measure"])}
        for name, value in values.items():
            before = getattr(record, name)
            setattr(record, name, value)
            if value is not None or before is not None or said:
                for target in objective.writes.get(name, ()):
                    self._share(target, name, value)

    def _share(self, target: str, name: str, value) -> None:
        shared = self.state.globals.setdefault(target, Record())
        if getattr(shared, name) != value:
            setattr(shared, name, value)
            self.touched.add(target)
            self.forget()

    def readers_of(self, targets: Iterable[str]) -> set[Activity]:
        return {activity for target in targets for activity in self.tree.readers.get(target, ())}


def _key(objective: Objective) -> str:
    return "" if objective.is_primary else objective.identifier
