"""The tracking model (SN 4.2): what happened so far, as one value that is stored and loaded whole."""

import json
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1


@dataclass
class Record:
    """What is known of one objective; None while unknown. raw, minimum, maximum are points."""

    satisfied: bool | None = None
    measure: float | None = None
    raw: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    completed: bool | None = None
    progress: float | None = None

    def dump(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if value is not None}

    def copy(self) -> "Record":
        return Record(*self.__dict__.values())


@dataclass
class Tracking:
    """Of one activity: activity progress (TM.1.2.1), attempt progress (TM.1.2.2), objectives (TM.1.1), state (AM.1.1).

    completed and progress are the current attempt's completion status and amount. objectives: by identifier, the
    primary one under "". stale: information of an attempt before the parent's current one (useCurrentAttempt…Info).
    """

    attempted: bool = False
    attempts: int = 0
    active: bool = False
    suspended: bool = False
    completed: bool | None = None
    progress: float | None = None
    objectives: dict[str, Record] = field(default_factory=dict)
    stale_objectives: bool = False
    stale_progress: bool = False
    said_completed: bool = False
    said_satisfied: bool = False

    def record(self, identifier: str) -> Record:
        found = self.objectives.get(identifier)
        if found is None:
            found = self.objectives[identifier] = Record()
        return found

    def copy(self) -> "Tracking":
        made = Tracking()
        made.__dict__.update(self.__dict__)
        made.objectives = {name: record.copy() for name, record in self.objectives.items()}
        return made

    def dump(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.__dict__.items() if value not in (None, False, 0) and name != "objectives"}
        if self.progress is not None:
            kept["progress"] = self.progress
        if self.completed is not None:
            kept["completed"] = self.completed
        objectives = {name: record.dump() for name, record in self.objectives.items()}
        objectives = {name: record for name, record in objectives.items() if record}
        return kept | ({"objectives": objectives} if objectives else {})


@dataclass
class State:
    """One attempt's sequencing. available: cluster to its children as drawn (SR.1, SR.2), absent where they are all there.

    globals: shared global objectives by identifier. current, suspended: identifiers, None while undefined.
    pending: what the content of the current activity has said and that counts once it ends, by objective.
    """

    current: str | None = None
    suspended: str | None = None
    tracking: dict[str, Tracking] = field(default_factory=dict)
    globals: dict[str, Record] = field(default_factory=dict)
    available: dict[str, list[str]] = field(default_factory=dict)
    pending: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, identifier: str) -> Tracking:
        found = self.tracking.get(identifier)
        if found is None:
            found = self.tracking[identifier] = Tracking()
        return found

    def copy(self) -> "State":
        return State(
            self.current,
            self.suspended,
            {name: tracking.copy() for name, tracking in self.tracking.items()},
            {name: record.copy() for name, record in self.globals.items()},
            {name: list(children) for name, children in self.available.items()},
            {name: dict(values) for name, values in self.pending.items()},
        )

    def dump(self) -> dict[str, Any]:
        """The state as JSON data; load(dump()) is the same state."""
        tracking = {name: one.dump() for name, one in self.tracking.items()}
        shared = {name: record.dump() for name, record in self.globals.items()}
        return {
            "format": FORMAT,
            "current": self.current,
            "suspended": self.suspended,
            "tracking": {name: one for name, one in tracking.items() if one},
            "globals": {name: record for name, record in shared.items() if record},
            "available": {name: list(children) for name, children in self.available.items()},
            "pending": {name: dict(values) for name, values in self.pending.items()},
        }

    @classmethod
    def load(cls, data: dict[str, Any] | None) -> "State":
        """A state from what dump gave, of this format or a former one; a new state from nothing."""
        if not data:
            return cls()
        data = _upgraded(data)
        return cls(
            data["current"],
            data["suspended"],
            {name: _tracking(one) for name, one in data["tracking"].items()},
            {name: Record(**record) for name, record in data["globals"].items()},
            {name: list(children) for name, children in data["available"].items()},
            {name: dict(values) for name, values in data["pending"].items()},
        )

    def dumps(self) -> str:
        return json.dumps(self.dump(), separators=(",", ":"), sort_keys=True)


def _tracking(data: dict[str, Any]) -> Tracking:
    objectives = {name: Record(**record) for name, record in data.get("objectives", {}).items()}
    return Tracking(**{**data, "objectives": objectives})


# Format to what makes the next one of its data, when there is one: {1: add_what_2_has}.
UPGRADES: dict[int, Any] = {}


def _upgraded(data: dict[str, Any]) -> dict[str, Any]:
    while data["format"] < FORMAT:
        data = UPGRADES[data["format"]](data)
    return data
