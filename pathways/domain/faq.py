"""Frequent questions: read in a session, and grown there by its tutors."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from courses.models import LibraryObject
from pathways.domain.progression import PathwayPlan
from pathways.enums import FaqState
from pathways.models import FaqEntry, PathwayPage


@dataclass(frozen=True)
class FaqSection:
    """The questions about one thing: the pathway (activity_id None) or one of its steps."""

    title: str
    activity_id: int | None
    entries: tuple[FaqEntry, ...]


def faq_entries(plan: PathwayPlan, group: UUID, words: str = ""):
    """The entries about a pathway and its steps that the session `group` may read, all of `words` in each."""
    about = Q(pathway=plan.pathway_id) | Q(activity__in=[step.activity_id for step in plan.steps])
    return FaqEntry.objects.readable_in(group).filter(about).search_words(words)


def faq_sections(plan: PathwayPlan, entries: Iterable[FaqEntry]) -> list[FaqSection]:
    """Entries by what they are about: the pathway first, then its steps in order; nothing for what has none."""
    by_activity: dict[int | None, list[FaqEntry]] = {}
    for entry in entries:
        by_activity.setdefault(entry.activity_id, []).append(entry)
    titles: dict[int | None, str] = {None: plan.title, **{step.activity_id: step.title for step in plan.steps}}
    return [FaqSection(title, key, tuple(by_activity[key])) for key, title in titles.items() if key in by_activity]


@transaction.atomic
def propose(
    *, question: str, answer: str, group: UUID, origin: str, by, pathway: PathwayPage | None = None, activity: LibraryObject | None = None
) -> FaqEntry:
    """An entry written in a session, about its pathway or an activity: read there alone until an editor opens it to all.

    answer: harmless HTML of paragraphs, lists, links, bold and italic.
    """
    return FaqEntry.objects.create(
        pathway=pathway,
        activity=activity,
        question=question,
        answer=answer,
        state=FaqState.GROUP,
        is_public=False,
        group=group,
        origin=origin[:300],
        made_by=by,
    )
