"""A pathway told in words: what visitors and editors read about its steps and rules, before anybody follows it."""

from dataclasses import dataclass

from courses.enums import MODALITY_ICONS, Modality
from pathways.domain import wording
from pathways.domain.progression import previous_required
from pathways.domain.structure import PathwayPlan, StepPlan
from pathways.enums import Progression


@dataclass(frozen=True)
class StepOutline:
    """rules: sentences about when it opens and when it counts as finished; empty when there is nothing to say."""

    plan: StepPlan
    modality: str
    icon: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class SequenceOutline:
    title: str
    minutes: int
    steps: tuple[StepOutline, ...]
    has_sheet: bool
    introduction: str = ""


@dataclass(frozen=True)
class Outline:
    minutes: int
    sequences: tuple[SequenceOutline, ...]
    progression: str
    conditions: tuple[str, ...]
    length: str

    @property
    def modalities(self) -> list[tuple[str, str]]:
        """(icon, words) of the modalities of its steps, each once."""
        return list(dict.fromkeys((step.icon, step.modality) for sequence in self.sequences for step in sequence.steps))

    @property
    def step_count(self) -> int:
        return sum(len(sequence.steps) for sequence in self.sequences)


def outline_of(plan: PathwayPlan) -> Outline:
    """The whole pathway; without conditions of its own, success is every required step finished."""
    index = {step.number: position for position, step in enumerate(plan.steps)}
    sequences = tuple(
        SequenceOutline(
            sequence.title,
            sequence.minutes,
            tuple(_step(plan, step, index[step.number]) for step in sequence.steps),
            sequence.has_sheet,
            sequence.introduction,
        )
        for sequence in plan.sequences
    )
    conditions = tuple(wording.condition(one.kind, title=one.title, threshold=one.threshold) for one in plan.conditions)
    return Outline(
        minutes=plan.minutes,
        sequences=sequences,
        progression=wording.progression(plan.progression),
        conditions=conditions or (wording.condition("required_completed"),),
        length=wording.session_length(plan.session_days),
    )


def _step(plan: PathwayPlan, step: StepPlan, index: int) -> StepOutline:
    modality = Modality(step.modality)
    return StepOutline(step, str(modality.label), MODALITY_ICONS[modality], tuple(_rules(plan, step, index)))


def _rules(plan: PathwayPlan, step: StepPlan, index: int) -> list[str]:
    rules = [] if step.required else [wording.optional()]
    if plan.progression == Progression.CONSTRAINED:
        before = previous_required(plan, index)
        if step.needs:
            rules += [wording.opens_after(need.title, completed=need.completed, minimum_score=need.minimum_score) for need in step.needs]
        elif before is not None:
            rules.append(wording.opens_after(before.title))
    if step.opens_on_day:
        rules.append(wording.opens_on(step.opens_on_day))
    if step.minimum_score is not None:
        rules.append(wording.finished_with(step.minimum_score))
    return rules
