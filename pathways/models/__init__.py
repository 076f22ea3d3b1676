from pathways.models.conditions import SuccessCondition
from pathways.models.faq import FaqEntry
from pathways.models.pathway import PathwayIndexPage, PathwayPage
from pathways.models.steps import Prerequisite, Sequence, Step
from pathways.models.theme import Theme

__all__ = ["FaqEntry", "PathwayIndexPage", "PathwayPage", "Prerequisite", "Sequence", "Step", "SuccessCondition", "Theme"]
