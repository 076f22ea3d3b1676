"""The public side of pathways: the catalogue with its filters, and the programme of one pathway. Never any content."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator

from courses.enums import MODALITY_ICONS, Modality
from pathways.domain.outline import Outline, outline_of
from pathways.domain.plans import draft_plan, plan_of, plans_of
from pathways.domain.shelf import Filter, Shelf
from pathways.domain.structure import PathwayPlan
from pathways.models import PathwayIndexPage, PathwayPage
from pathways.registry import ComingSession, Figures, coming_sessions, figures_of, interest_url

PER_PAGE = 12


@dataclass(frozen=True)
class Offer:
    """One pathway in the catalogue; modalities: (icon, words) of its steps, each once; next_start: of the next session."""

    page: PathwayPage
    minutes: int
    modalities: tuple[tuple[str, str], ...]
    next_start: date | None


@dataclass(frozen=True)
class Catalogue:
    offers: list[Offer]
    pages: ListPage
    words: str
    filters: list[Filter]

    @property
    def is_filtered(self) -> bool:
        return bool(self.words) or any(one.chosen for one in self.filters)


@dataclass(frozen=True)
class Programme:
    outline: Outline
    sessions: list[tuple[str, list[ComingSession]]]
    figures: Figures | None = None
    interest_url: str = ""


def catalogue_page(index: PathwayIndexPage, asked) -> Catalogue:
    """`asked`: the query of the request: q (words), theme, modalite, duree, region, page. An unknown value filters nothing."""
    words = asked.get("q", "").strip()[:100]
    shelf = Shelf.of(PathwayPage.objects.child_of(index).live().public().search_words(words))
    filters, kept = shelf.sift(asked)
    found = PathwayPage.objects.filter(pk__in=kept).newest_first().select_related("image")
    pages = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    return Catalogue(offers_of(list(pages)), pages, words, filters)


def programme_of(pathway: PathwayPage, *, draft: bool = False) -> Programme:
    """Sessions to come by region, regions in the order of their first session."""
    outline = outline_of(draft_plan(pathway) if draft else plan_of(pathway))
    if not pathway.pk:
        return Programme(outline, [])
    by_region: dict[str, list[ComingSession]] = {}
    for session in coming_sessions([pathway.pk])[pathway.pk]:
        by_region.setdefault(session.region, []).append(session)
    where = "" if draft else interest_url(pathway.pk)
    return Programme(outline, list(by_region.items()), figures_of(pathway.pk), where)


def offers_of(pathways: list[PathwayPage]) -> list[Offer]:
    """The pathways as the catalogue shows them, with a constant number of queries."""
    plans, sessions = plans_of(pathways), coming_sessions([one.pk for one in pathways])
    return [
        Offer(one, plans[one.pk].minutes, _modalities(plans[one.pk]), sessions[one.pk][0].starts_on if sessions[one.pk] else None)
        for one in pathways
    ]


def _modalities(plan: PathwayPlan) -> tuple[tuple[str, str], ...]:
    used = {step.modality for step in plan.steps}
    return tuple((MODALITY_ICONS[one], str(one.label)) for one in Modality if one.value in used)
