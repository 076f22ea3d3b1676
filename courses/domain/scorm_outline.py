"""A package as its table of contents shows it to one attempt: parts in order, where each stands, where one may go."""

from collections.abc import Iterable, Mapping
from copy import copy
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from uuid import UUID

from courses.models import Attempt, PackageItem, PackageVersion, ScoState
from courses.scorm.prerequisites import are_met
from courses.scorm.verdicts import Verdict

Part = dict


def states_of(attempt: Attempt) -> dict[str, ScoState]:
    return {state.item_identifier: state for state in attempt.sco_states.all()}


def launchable(items: Iterable[PackageItem]) -> list[PackageItem]:
    return [item for item in items if item.is_launchable]


def verdict_of_state(state: ScoState | None) -> Verdict:
    """The verdict of record."""
    if state is None:
        return Verdict()
    return Verdict(state.completion, state.success, state.score_scaled, state.score_raw)


def outline(items: Iterable[PackageItem], states: Mapping[str, ScoState]) -> list[Part]:
    """What the page is told of each part: id, title, depth, opens (has content), shown, state and score.

    A cluster whose every title is hidden still counts in the order; state is one of "", todo, started, completed,
    passed, failed. score: 0 to 100, or None.
    """
    return [
        {
            "id": item.identifier,
            "title": item.title or item.identifier,
            "depth": item.depth,
            "opens": item.is_launchable,
            "shown": item.is_visible,
            "state": state_word(states.get(item.identifier)) if item.is_launchable else "",
            "score": percent(states.get(item.identifier)),
        }
        for item in items
    ]


def state_word(state: ScoState | None) -> str:
    if state is None:
        return "todo"
    if state.success in {"passed", "failed"}:
        return state.success
    return "completed" if state.completion == "completed" else "started"


def percent(state: ScoState | None) -> int | None:
    if state is None or state.score_scaled is None:
        return None
    return round(max(Decimal(0), state.score_scaled) * 100)


def navigation(items: Iterable[PackageItem], current: str, states: Mapping[str, ScoState], *, free: bool = False) -> dict:
    """Where one may go from the part `current`: identifiers or None, and all that may be chosen.

    Parts follow one another as in the manifest; those of SCORM 1.2 open once their prerequisites are met, unless all is
    free. Packages that are sequenced have courses.domain.scorm_sequencing.Course.navigation instead.
    """
    items = list(items)
    order = [item.identifier for item in launchable(items)]
    opens = order if free else [item.identifier for item in launchable(items) if is_open(item, items, states)]
    at = order.index(current) if current in order else -1
    previous = order[at - 1] if at > 0 else None
    following = order[at + 1] if 0 <= at < len(order) - 1 else None
    return {
        "previous": previous if previous in opens else None,
        "continue": following if following in opens else None,
        "choices": opens,
    }


def has_prerequisites(items: Iterable[PackageItem]) -> bool:
    return any(item.prerequisites for item in items)


def is_open(item: PackageItem, items: list[PackageItem], states: Mapping[str, ScoState]) -> bool:
    """Are the prerequisites of a SCORM 1.2 item met (AICC script)?"""
    return are_met(item.prerequisites, lambda name: _status(name, items, states))


def _status(name: str, items: list[PackageItem], states: Mapping[str, ScoState]) -> str | None:
    """The status of an item as prerequisites know it; a cluster is completed when all below it are."""
    item = next((item for item in items if item.identifier == name), None)
    if item is None:
        return None
    if item.is_launchable:
        return _status_of(states.get(name))
    below = [_status_of(states.get(part.identifier)) for part in launchable(_below(item, items))]
    return "completed" if below and all(status in {"passed", "completed"} for status in below) else "incomplete"


def _below(item: PackageItem, items: list[PackageItem]) -> Iterable[PackageItem]:
    following = (other for other in items if other.position > item.position)
    return takewhile(lambda other: other.depth > item.depth, following)


def _status_of(state: ScoState | None) -> str:
    if state is None:
        return "not attempted"
    if state.success in {"passed", "failed"}:
        return state.success
    if state.completion == "completed":
        return "completed"
    return "browsed" if state.cmi.get("cmi.core.lesson_status") == "browsed" else "incomplete"


def items_of(version: PackageVersion) -> list[PackageItem]:
    """The version's items in document order, each knowing its version without a query."""
    items = [copy(item) for item in _items(version.pk, version.folder)]
    for item in items:
        item.version = version
    return items


@lru_cache(maxsize=256)
def _items(version_id: int, folder: UUID) -> tuple[PackageItem, ...]:
    """A version never changes once it is ready, and its folder's name is its alone: read once by each process."""
    return tuple(PackageItem.objects.filter(version=version_id).order_by("position"))


def first_to_open(items: Iterable[PackageItem], states: Mapping[str, ScoState], bookmark: str) -> str:
    """The part to begin with: where the learner was, else the first that is not done, else the first."""
    order = [item.identifier for item in launchable(items)]
    if bookmark in order:
        return bookmark
    todo = (name for name in order if verdict_of_state(states.get(name)).completion != "completed")
    return next(todo, order[0] if order else "")
