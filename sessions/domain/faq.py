"""The frequent questions of a session: those of its pathway and steps for everybody, and those its own tutors wrote."""

from dataclasses import dataclass

from django.urls import reverse

from pathways.api import FaqSection, faq_entries, faq_sections, plan_of
from sessions.models import TrainingSession


@dataclass(frozen=True)
class FaqView:
    """sections: what was found, by what it is about. total: entries there are without any search."""

    sections: list[FaqSection]
    total: int

    @property
    def count(self) -> int:
        return sum(len(section.entries) for section in self.sections)


def faq_view(session: TrainingSession, words: str) -> FaqView:
    plan = plan_of(session.pathway)
    total = faq_entries(plan, session.pk).count() if words else 0
    sections = faq_sections(plan, faq_entries(plan, session.pk, words))
    return FaqView(sections, total or sum(len(section.entries) for section in sections))


def faq_url(session: TrainingSession) -> str:
    return reverse("training_sessions:faq", args=[session.pk])
