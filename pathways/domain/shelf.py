"""The filters of the catalogue, each with the count of what it would show, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import Modality
from pathways.models import Step, Theme
from pathways.registry import region_offers

# Name in the address, words, minutes from (included) and up to (excluded).
DURATIONS: tuple[tuple[str, object, int, int | None], ...] = (
    ("courte", gettext_lazy("Less than 3 hours"), 0, 180),
    ("moyenne", gettext_lazy("3 to 7 hours"), 180, 420),
    ("longue", gettext_lazy("7 hours and more"), 420, None),
)


@dataclass(frozen=True)
class Choice:
    """One value of a filter; count: of the pathways it would show beside the words and the other filters."""

    value: str
    label: str
    chosen: bool
    count: int = 0


@dataclass(frozen=True)
class Filter:
    """name: in the address; choices: the first says that nothing is filtered, those that would show nothing are left out."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> str:
        return next((one.value for one in self.choices if one.chosen), "")


@dataclass
class Facet:
    """One filter before anything is chosen: the words of each value, and the pathways that have it."""

    name: str
    label: str
    everything: str
    values: dict[str, str]
    holders: dict[str, set[int]] = field(default_factory=dict)

    def chosen_in(self, asked) -> str:
        value = asked.get(self.name, "")
        return value if value in self.values else ""

    def filter(self, chosen: str, beside: set[int]) -> Filter:
        """beside: the pathways that the other filters keep."""
        choices = [Choice("", self.everything, not chosen, len(beside))]
        for value, words in self.values.items():
            count = len(self.holders.get(value, set()) & beside)
            if count or value == chosen:
                choices.append(Choice(value, words, value == chosen, count))
        return Filter(self.name, self.label, choices)


@dataclass
class Shelf:
    """The pathways found by words, and the facets they are sorted by."""

    ids: set[int]
    facets: list[Facet]

    @classmethod
    def of(cls, found) -> "Shelf":
        ids = set(found.values_list("pk", flat=True))
        return cls(ids, [_themes(ids), _modalities(ids), _durations(ids), _regions(ids)])

    def sift(self, asked) -> tuple[list[Filter], set[int]]:
        """The filters as chosen, and the pathways that all of them keep."""
        chosen = {facet.name: facet.chosen_in(asked) for facet in self.facets}
        filters = [facet.filter(chosen[facet.name], self._kept(chosen, except_for=facet.name)) for facet in self.facets]
        return [one for one in filters if len(one.choices) > 1], self._kept(chosen)

    def _kept(self, chosen: dict[str, str], except_for: str = "") -> set[int]:
        kept = self.ids
        for facet in self.facets:
            if chosen[facet.name] and facet.name != except_for:
                kept = kept & facet.holders.get(chosen[facet.name], set())
        return kept


def _held(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for value, pk in pairs:
        found.setdefault(value, set()).add(pk)
    return found


def _themes(ids: set[int]) -> Facet:
    rows = list(Theme.objects.filter(pathways__in=ids).values_list("slug", "name", "pathways"))
    values = {slug: name for slug, name, _pk in rows}
    return Facet("theme", _("Theme"), _("Every theme"), values, _held((slug, pk) for slug, _name, pk in rows))


def _steps(ids: set[int]):
    return Step.objects.filter(sequence__pathway__in=ids, activity__live=True).order_by()


def _modalities(ids: set[int]) -> Facet:
    pairs = _steps(ids).values_list("activity__modality", "sequence__pathway").distinct()
    return Facet("modalite", _("Modality"), _("Every modality"), {one.value: str(one.label) for one in Modality}, _held(pairs))


def _durations(ids: set[int]) -> Facet:
    minutes = dict.fromkeys(ids, 0) | dict(
        _steps(ids)
        .values_list("sequence__pathway")
        .annotate(minutes=Sum("activity__duration_minutes"))
        .values_list("sequence__pathway", "minutes")
    )
    pairs = [
        (name, pk) for pk, long in minutes.items() for name, _words, low, high in DURATIONS if long >= low and (high is None or long < high)
    ]
    return Facet("duree", _("Duration"), _("Any duration"), {one[0]: str(one[1]) for one in DURATIONS}, _held(pairs))


def _regions(ids: set[int]) -> Facet:
    offers = region_offers()
    holders = {offer.code: set(offer.pathway_ids) & ids for offer in offers}
    return Facet("region", _("Session to come in"), _("Anywhere"), {offer.code: offer.name for offer in offers}, holders)
