"""A pathway as a learner finds it on the first day, for editors."""

from dataclasses import replace

from django.urls import reverse

from pathways.domain import wording
from pathways.domain.plans import draft_plan
from pathways.domain.progression import StepStanding, evaluate
from pathways.domain.stages import Stage, stages_of
from pathways.domain.structure import PathwayPlan
from pathways.models import PathwayPage


def seen_by_a_learner(pathway: PathwayPage) -> dict:
    """Context of pathways/preview.html: the path of somebody who did nothing yet; a step leads to the preview of its object."""
    plan = _numbered(draft_plan(pathway))
    standing = evaluate(plan, {}, day=1)
    return {
        "standing": standing,
        "stages": _all_open(plan, stages_of(plan, standing, href=_preview_of_object)),
        "minutes": plan.minutes,
        "progression": wording.progression(plan.progression),
        "length": wording.session_length(plan.session_days),
    }


def _preview_of_object(standing: StepStanding) -> str:
    return reverse("courses:preview", args=[standing.plan.activity_id])


def _all_open(plan: PathwayPlan, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """An editor opens every step, locked or not."""
    addresses = {step.number: reverse("courses:preview", args=[step.activity_id]) for step in plan.steps}
    return tuple(replace(stage, steps=tuple(replace(step, href=addresses[step.number]) for step in stage.steps)) for stage in stages)


def _numbered(plan: PathwayPlan) -> PathwayPlan:
    """Steps of a draft may have no id yet; here only their place matters."""
    sequences = tuple(
        replace(sequence, steps=tuple(replace(step, step_id=step.number) for step in sequence.steps)) for sequence in plan.sequences
    )
    return replace(plan, sequences=sequences)
