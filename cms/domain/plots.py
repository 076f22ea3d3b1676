"""Plots drawn by the server: figures in, positions for the SVG templates out (templates/components/plot_*.html).

Positions along the width are percentages and text is never stretched, so that a plot follows its column and the reader's
text size. Each plot carries its own data as a table: a picture is never the only way to the figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_LABEL = 36
MOST_TICKS = 12
# One after the other, each told by its name in words too: a colour is never the only difference.
PARTS = ("a", "b", "c", "d")
# Heights of a row in the text's own size, and the share of the width that a bar with its figure beside it may fill.
BAR_LINE = 3.2
STACKED_LINE = 4.6
BAR_SPACE = 0.8


@dataclass(frozen=True)
class Mark:
    """One shape: `at` and `size` in percent of the space, `part` its tone, `words` its figure, `label` what it is of.

    minor: its label is left out where there is little room.
    """

    at: float
    size: float
    words: str = ""
    part: str = "a"
    label: str = ""
    width: float = 0
    minor: bool = False

    @property
    def start(self) -> str:
        return f"{self.at:g}%"

    @property
    def extent(self) -> str:
        return f"{self.size:g}%"

    @property
    def rest(self) -> str:
        """From the top of the space down to where a column begins."""
        return f"{100 - self.size:g}%"

    @property
    def middle(self) -> str:
        return f"{self.at + self.width / 2:g}%"

    @property
    def thickness(self) -> str:
        """How wide a column is drawn, a little air left between two."""
        return f"{self.width * 0.72:g}%"

    @property
    def inset(self) -> str:
        return f"{self.at + self.width * 0.14:g}%"


@dataclass(frozen=True)
class Line:
    """A row of a plot of rows: its label, its figure in words, its marks. top: where it begins, in the text's own size."""

    top: float
    label: str
    words: str
    marks: tuple[Mark, ...]

    @property
    def label_at(self) -> str:
        return f"{self.top + 1:g}em"

    @property
    def bar_at(self) -> str:
        return f"{self.top + 1.5:g}em"

    @property
    def beside_at(self) -> str:
        return f"{self.top + 2.3:g}em"

    @property
    def under_at(self) -> str:
        return f"{self.top + 3.6:g}em"


@dataclass(frozen=True)
class Plot:
    """name: unique on the page. text: what it shows in a sentence. head and rows: its table. legend: part and name.

    height: of the picture, in the text's own size. most: the highest figure in words.
    """

    name: str
    title: str
    text: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    points: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    height: str = "10em"
    most: str = ""

    @property
    def is_empty(self) -> bool:
        drawn = [*self.marks, *(mark for line in self.lines for mark in line.marks)]
        return not self.points and not any(mark.size for mark in drawn)


def bars(name: str, title: str, text: str, *, head: Sequence[str], values: Iterable[tuple[str, float, str]], most: float = 0) -> Plot:
    """Rows with one bar each. values: label, figure, figure in words. most: what a whole bar stands for; the largest by default."""
    given = list(values)
    top = most or max((value for _label, value, _words in given), default=0)
    lines = tuple(
        Line(number * BAR_LINE, short(label), words, (Mark(0, share(value, top) * BAR_SPACE, words),))
        for number, (label, value, words) in enumerate(given)
    )
    rows = tuple((label, words) for label, _value, words in given)
    return Plot(name, title, text, tuple(head), rows, lines, height=f"{len(given) * BAR_LINE:g}em")


def stacked(
    name: str, title: str, text: str, *, head: Sequence[str], parts: Sequence[str], values: Iterable[tuple[str, Sequence[int]]]
) -> Plot:
    """Rows whose bar is made of parts, each row a whole of its own. values: label, and the figure of each part."""
    given = list(values)
    lines = tuple(
        Line(number * STACKED_LINE, short(label), _told(parts, counts), _beside(counts)) for number, (label, counts) in enumerate(given)
    )
    rows = tuple((label, *(str(count) for count in counts)) for label, counts in given)
    legend = tuple(zip(PARTS, parts, strict=False))
    return Plot(name, title, text, (*head, *parts), rows, lines, legend=legend, height=f"{len(given) * STACKED_LINE:g}em")


def columns(name: str, title: str, text: str, *, head: Sequence[str], values: Iterable[tuple[str, float, str]]) -> Plot:
    """Columns side by side, as for months; of many, some have their label below them. values: label, figure, figure in words."""
    given = list(values)
    top = max((value for _label, value, _words in given), default=0)
    width = round(100 / len(given), 3) if given else 100
    every = -(-len(given) // MOST_TICKS) or 1
    marks = tuple(
        Mark(
            number * width,
            share(value, top),
            words,
            label=label if number % every == 0 else "",
            width=width,
            minor=number // every % 3 != 0,
        )
        for number, (label, value, words) in enumerate(given)
    )
    most = next((words for _label, value, words in given if value == top), "") if top else ""
    return Plot(name, title, text, tuple(head), tuple((label, words) for label, _value, words in given), marks=marks, most=most)


def spark(name: str, title: str, text: str, *, head: Sequence[str], values: Iterable[tuple[str, float, str]]) -> Plot:
    """A line without axes, from the first figure to the last, in a space of 100 by 100."""
    given = list(values)
    top = max((value for _label, value, _words in given), default=0)
    step = 100 / (len(given) - 1) if len(given) > 1 else 0
    points = [f"{number * step:.2f},{100 - share(value, top):.2f}" for number, (_label, value, _words) in enumerate(given)] if top else []
    return Plot(name, title, text, tuple(head), tuple((label, words) for label, _value, words in given), points=" ".join(points))


def share(value: float, whole: float) -> float:
    """In percent of the whole, to two decimals."""
    return round(min(100.0, 100 * value / whole), 2) if whole and value > 0 else 0


def short(label: str) -> str:
    """A label that fits on a phone; the table below the plot has it whole."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _beside(counts: Sequence[int]) -> tuple[Mark, ...]:
    whole, at, marks = sum(counts), 0.0, []
    for part, count in zip(PARTS, counts, strict=False):
        size = share(count, whole)
        marks.append(Mark(at, size, part=part))
        at = round(at + size, 2)
    return tuple(marks)


def _told(parts: Sequence[str], counts: Sequence[int]) -> str:
    return " · ".join(f"{count} {part.lower()}" for part, count in zip(parts, counts, strict=True) if count)


def plot_samples() -> dict[str, Any]:
    """One of each, for the gallery."""
    regions = [("Bretagne", 62, "62 %"), ("La Réunion", 48, "48 %"), ("Provence-Alpes-Côte d’Azur, Corse et littoral", 81, "81 %")]
    states = [("Réussir ma stratégie Facebook", (5, 4, 3)), ("Fixer ses prix", (2, 0, 6))]
    months = [("janv.", 12, "12"), ("févr.", 30, "30"), ("mars", 22, "22"), ("avr.", 0, "0")]
    parts = ("Ont terminé", "En cours", "Pas commencé")
    by_region, by_month = ("Région", "Avancement"), ("Mois", "Nombre")
    return {
        "bars": bars("g-bars", "Avancement moyen par région", "De 48 à 81 %.", head=by_region, values=regions, most=100),
        "stacked": stacked("g-stacked", "Où en sont les apprenants", "Deux parcours.", head=("Parcours",), parts=parts, values=states),
        "columns": columns("g-columns", "Inscriptions par mois", "Quatre mois.", head=by_month, values=months),
        "spark": spark("g-spark", "Connexions", "De 12 à 0 en quatre mois.", head=by_month, values=months),
        "none": bars("g-none", "Rien à montrer", "Aucune donnée.", head=by_region, values=[]),
    }
