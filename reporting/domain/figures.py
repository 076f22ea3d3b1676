"""Figures of many enrolments at once, grouped by the database: the stored progress is added up, nothing is computed again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from sessions.domain.facts import THERE
from sessions.models import Presence, StepProgress


@dataclass
class Figures:
    """What a group of enrolments amounts to; groups add up. percent, score and rates are shares from 0 to 1; None where nothing is known.

    completion: the shares of completion added up. points: the scores added up, over `scored` steps.
    """

    learners: int = 0
    started: int = 0
    finished: int = 0
    succeeded: int = 0
    completion: float = 0
    seconds: int = 0
    points: float = 0
    scored: int = 0
    there: int = 0
    validated: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))

    @property
    def percent(self) -> float | None:
        return self.completion / self.learners if self.learners else None

    @property
    def score(self) -> float | None:
        return self.points / self.scored if self.scored else None

    @property
    def success(self) -> float | None:
        return self.succeeded / self.learners if self.learners else None

    @property
    def attendance(self) -> float | None:
        return self.there / self.validated if self.validated else None

    @property
    def not_started(self) -> int:
        return self.learners - self.started

    @property
    def under_way(self) -> int:
        return self.started - self.finished


@dataclass
class Row:
    """A row of a grouped table: what it is about under `names`, its figures reached as attributes of the row."""

    figures: Figures = field(default_factory=Figures)
    names: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.names:
            return self.names[name]
        if name.startswith("_") or name in ("figures", "names"):
            raise AttributeError(name)
        return getattr(self.figures, name)


COUNTS = {
    "learners": Count("pk"),
    "started": Count("pk", filter=Q(first_visit_at__isnull=False) | Q(percent__gt=0)),
    "finished": Count("pk", filter=Q(percent=100) | Q(succeeded=True)),
    "succeeded": Count("pk", filter=Q(succeeded=True)),
    "percents": Sum("percent"),
    "seconds": Sum("seconds"),
}


PATHWAY, REGION = "session__pathway", "session__region"


def figures_by(enrolments: QuerySet, *paths: str) -> dict[Any, Figures]:
    """Figures of the enrolments grouped by fields ("session", PATHWAY): three queries, whatever their number.

    Keys are values of the field, tuples with several fields.
    """
    found: dict[Any, Figures] = {}
    for row in enrolments.order_by().values(*paths).annotate(**{f"n_{name}": count for name, count in COUNTS.items()}):
        found[_key([row[path] for path in paths])] = _figures(row)
    behind, ids = [f"enrolment__{path}" for path in paths], enrolments.order_by().values("pk")
    scored = StepProgress.objects.filter(enrolment__in=ids, score__isnull=False).order_by().values(*behind)
    for *key, points, count in scored.annotate(points=Sum("score"), n=Count("pk")).values_list(*behind, "points", "n"):
        found[_key(key)].points, found[_key(key)].scored = float(points), count
    held = Presence.objects.filter(enrolment__in=ids).order_by().values(*behind)
    counted = held.annotate(n=Count("pk"), there=Count("pk", filter=Q(status__in=THERE)))
    for *key, count, there in counted.values_list(*behind, "n", "there"):
        found[_key(key)].validated, found[_key(key)].there = count, there
    return found


def _key(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else tuple(values)


def _figures(row: dict[str, Any]) -> Figures:
    counted = {name: row[f"n_{name}"] or 0 for name in COUNTS}
    return Figures(completion=counted.pop("percents") / 100, **counted)


@dataclass(frozen=True)
class Grid:
    """Figures by pathway and region, for a page that shows both and the whole: the steps are added up once."""

    cells: dict[tuple[int, int], Figures]

    @classmethod
    def of(cls, enrolments: QuerySet) -> "Grid":
        return cls(figures_by(enrolments, PATHWAY, REGION))

    @property
    def whole(self) -> Figures:
        return sum(self.cells.values(), Figures())

    @property
    def by_pathway(self) -> dict[int, Figures]:
        return self._by(0)

    @property
    def by_region(self) -> dict[int, Figures]:
        return self._by(1)

    def _by(self, place: int) -> dict[int, Figures]:
        found: dict[int, Figures] = {}
        for key, figures in self.cells.items():
            found[key[place]] = found.get(key[place], Figures()) + figures
        return found


def rows_of(found: dict[Any, Figures], names: Iterable[tuple[Any, dict[str, Any]]]) -> Sequence[Row]:
    """A row for each thing that has figures, in the order of `names`: pairs of its key and what it is called."""
    return [Row(found[key], {"key": key, **named}) for key, named in names if key in found]
