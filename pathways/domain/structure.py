"""A published pathway and a learner's standing in it, as values: what the computation takes and gives."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from courses.domain.facts import ActivityFact

EMPTY = ActivityFact()
EVENT_KINDS = frozenset({"virtual_class", "half_day"})


@dataclass(frozen=True)
class Need:
    """An opening rule: another activity finished and/or scored at least minimum_score percent."""

    activity_id: int
    title: str
    completed: bool = True
    minimum_score: int | None = None


@dataclass(frozen=True)
class StepPlan:
    """One step of a pathway with its rules; `number` is its place in the whole pathway, from 1."""

    step_id: int
    number: int
    activity_id: int
    title: str
    kind: str
    modality: str
    minutes: int
    required: bool = True
    weight: int = 1
    minimum_score: int | None = None
    pass_mark: int | None = None
    is_scored: bool = False
    opens_on_day: int | None = None
    needs: tuple[Need, ...] = ()

    @property
    def is_event(self) -> bool:
        """Held on a date for everyone: nobody can do it before, nor alone."""
        return self.kind in EVENT_KINDS


@dataclass(frozen=True)
class SequencePlan:
    sequence_id: int
    title: str
    steps: tuple[StepPlan, ...]
    has_sheet: bool = False
    introduction: str = ""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Condition:
    """A success condition; kind is a pathways.enums.ConditionKind, threshold in percent, exceeded not reached."""

    kind: str
    activity_id: int | None = None
    title: str = ""
    threshold: int | None = None

    @property
    def bar(self) -> int:
        """The threshold of a kind that has one."""
        return self.threshold or 0


@dataclass(frozen=True)
class PathwayPlan:
    """A published pathway, ready to be evaluated."""

    pathway_id: int
    title: str
    progression: str
    session_days: int
    sequences: tuple[SequencePlan, ...]
    conditions: tuple[Condition, ...] = ()

    @property
    def steps(self) -> tuple[StepPlan, ...]:
        return tuple(step for sequence in self.sequences for step in sequence.steps)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A learner at one step. state is one of the values of sessions.enums.StepState.

    locked_by: the unmet rules in words, for the learner; empty when the step is open.
    opens_on_day: the day it waits for; None once that day has come.
    """

    plan: StepPlan
    state: str
    fact: ActivityFact = EMPTY
    locked_by: tuple[str, ...] = ()
    opens_on_day: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state != "locked"

    @property
    def is_done(self) -> bool:
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class ConditionStanding:
    """A success condition and where the learner stands: `words` says it whole ("Étude de cas : 82 % (il faut plus de 70 %)").

    value: the score it looks at, from 0 to 1; None for a condition without a score, or none yet.
    """

    condition: Condition
    met: bool
    words: str
    value: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """A learner in a pathway. percent counts required steps by their minutes; minutes_left are theirs not done yet."""

    steps: tuple[StepStanding, ...]
    conditions: tuple[ConditionStanding, ...]
    percent: int
    minutes_left: int
    succeeded: bool
    next_step: StepStanding | None = None
    finished_sequences: frozenset[int] = field(default_factory=frozenset)
    last_at: datetime | None = None
