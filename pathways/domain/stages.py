"""A pathway as a path to draw: its sequences as stages, their steps with modality, minutes, state and rules.

Drawn by templates/components/stages.html, for a learner and for an editor's preview alike.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from courses.enums import MODALITY_ICONS, Modality
from pathways.domain.structure import PathwayPlan, SequencePlan, Standing, StepStanding

# A longer pathway is folded down to the sequence where one is; finished sequences are folded in any.
SHORT = 12


@dataclass(frozen=True)
class StageStep:
    """One row. href: "" while it cannot be opened. rules: what opens it, in words. score: share from 0 to 1.

    when: the date of a virtual class or half-day.
    """

    number: int
    title: str
    state: str
    icon: str
    modality: str
    minutes: int
    href: str = ""
    required: bool = True
    rules: tuple[str, ...] = ()
    score: Decimal | None = None
    current: bool = False
    when: datetime | None = None

    @property
    def is_optional(self) -> bool:
        return not self.required


@dataclass(frozen=True)
class Stage:
    """One sequence. state: done, current or todo. unfolded: whether its steps are shown at first.

    has_sheet: whether a summary sheet goes with it; sheet_url: its address once it may be read.
    """

    number: int
    sequence_id: int
    title: str
    introduction: str
    minutes: int
    state: str
    steps: tuple[StageStep, ...]
    unfolded: bool = True
    has_sheet: bool = False
    sheet_url: str = ""

    @property
    def done(self) -> int:
        return sum(step.state == "done" for step in self.steps)


@dataclass(frozen=True)
class Milestone:
    """A sequence, small. state: as for a Stage."""

    title: str
    state: str


def milestones_of(plan: PathwayPlan, standing: Standing) -> tuple[Milestone, ...]:
    """The sequences of a pathway for who stands at `standing`, without their steps."""
    return tuple(Milestone(sequence.title, _state(sequence, standing)) for sequence in plan.sequences)


def stages_of(plan: PathwayPlan, standing: Standing, *, href: Callable[[StepStanding], str]) -> tuple[Stage, ...]:
    """The stages of a pathway for who stands at `standing`; `href` gives the address of a step that is open."""
    standings = {one.plan.step_id: one for one in standing.steps}
    here = standing.next_step
    short = len(plan.steps) <= SHORT
    stages = []
    for number, sequence in enumerate(plan.sequences, start=1):
        rows = tuple(row_of(standings[step.step_id], here, href) for step in sequence.steps)
        state = _state(sequence, standing)
        stages.append(
            Stage(
                number=number,
                sequence_id=sequence.sequence_id,
                title=sequence.title,
                introduction=sequence.introduction,
                minutes=sequence.minutes,
                state=state,
                steps=rows,
                unfolded=state == "current" or (short and state == "todo"),
                has_sheet=sequence.has_sheet,
            )
        )
    return _with_one_unfolded(stages)


def row_of(standing: StepStanding, here: StepStanding | None, href: Callable[[StepStanding], str]) -> StageStep:
    """A step as a row, for who has `here` to do next; `href` gives its address once it is open."""
    step = standing.plan
    return StageStep(
        number=step.number,
        title=step.title,
        state=standing.state,
        icon=MODALITY_ICONS[Modality(step.modality)],
        modality=str(Modality(step.modality).label),
        minutes=step.minutes,
        href=href(standing) if standing.is_open else "",
        required=step.required,
        rules=standing.locked_by,
        score=standing.fact.score,
        current=standing is here,
    )


def _state(sequence: SequencePlan, standing: Standing) -> str:
    if standing.next_step is not None and standing.next_step.plan in sequence.steps:
        return "current"
    return "done" if sequence.sequence_id in standing.finished_sequences else "todo"


def _with_one_unfolded(stages: list[Stage]) -> tuple[Stage, ...]:
    if stages and not any(stage.unfolded for stage in stages):
        first = next((place for place, stage in enumerate(stages) if stage.state != "done"), 0)
        stages[first] = replace(stages[first], unfolded=True)
    return tuple(stages)
