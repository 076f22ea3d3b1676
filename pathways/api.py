"""What other apps call: plans of pathways, and where a learner stands in one."""

from pathways.domain.faq import FaqSection, faq_entries, faq_sections, propose
from pathways.domain.plans import plan_of, plans_of
from pathways.domain.progression import (
    Condition,
    ConditionStanding,
    Need,
    PathwayPlan,
    SequencePlan,
    Standing,
    StepPlan,
    StepStanding,
    evaluate,
    judge,
    succeeds,
)
from pathways.domain.stages import Milestone, Stage, StageStep, milestones_of, row_of, stages_of

__all__ = [
    "Condition",
    "ConditionStanding",
    "FaqSection",
    "Milestone",
    "Need",
    "PathwayPlan",
    "SequencePlan",
    "Stage",
    "StageStep",
    "Standing",
    "StepPlan",
    "StepStanding",
    "evaluate",
    "faq_entries",
    "faq_sections",
    "judge",
    "milestones_of",
    "plan_of",
    "plans_of",
    "propose",
    "row_of",
    "stages_of",
    "succeeds",
]
