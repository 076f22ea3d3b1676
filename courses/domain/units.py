"""The units of a cmi5 or xAPI package in front of one person: the tree, where each stands, the names the journal knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import F

from courses.cmi5.addresses import is_absolute
from courses.cmi5.satisfaction import Place, Standing, satisfied
from courses.cmi5.structure import BLOCK, CMI5, COURSE, TINCAN
from courses.enums import UNIT_KINDS
from courses.models import Attempt, CourseNode, NodeState, PackageVersion
from lrs.api import Thing, activity_iri

TYPES = {kind: f"https://w3id.org/xapi/cmi5/activitytype/{kind}" for kind in (COURSE, BLOCK)}
LESSON = "http://adlnet.gov/expapi/activities/lesson"


def nodes_of(version: PackageVersion) -> tuple[CourseNode, ...]:
    """The version's nodes in document order. They are read once by each process and shared: nobody changes them."""
    return _nodes(version.pk, version.folder)


@lru_cache(maxsize=256)
def _nodes(version_id: int, folder: UUID) -> tuple[CourseNode, ...]:
    """A version never changes once it is ready, and its folder's name is its alone."""
    return tuple(CourseNode.objects.filter(version=version_id).order_by("position"))


def origins_of_units() -> set[str]:
    """Web origins of other sites whose pages are units of packages in use: they call the record store from there."""
    details = PackageVersion.objects.filter(kind__in=UNIT_KINDS, package__current=F("pk")).values_list("organization_details", flat=True)
    return {origin for one in details for origin in one.get("origins", ())}


def unit_of(version: PackageVersion, identifier: str) -> CourseNode | None:
    return next((node for node in nodes_of(version) if node.is_unit and node.identifier == identifier), None)


def states_of(attempt: Attempt | None) -> dict[str, NodeState]:
    return {state.key.hex: state for state in attempt.node_states.all()} if attempt else {}


def standing_of(state: NodeState | None) -> Standing:
    if state is None:
        return Standing()
    return Standing(
        begun=state.begun_at is not None,
        completed=state.completed_at is not None,
        passed=state.passed_at is not None,
        failed=state.failed_at is not None,
        waived=state.waived_at is not None,
        score=state.score,
    )


def places_of(nodes: Sequence[CourseNode]) -> list[Place]:
    return [Place(node.identifier, node.kind, node.depth, node.move_on) for node in nodes]


def node_iri(page_id: int, node: CourseNode, standard: str) -> str:
    """What the journal calls a node: never the publisher's id of cmi5, the same for everybody (cmi5 8.1, 9.3.9).

    A package that speaks xAPI alone names its activities itself.
    """
    if standard == TINCAN and node.is_unit:
        return node.publisher_id
    return activity_iri(CMI5, f"{page_id}/{node.key}")


def thing_of_node(page_id: int, node: CourseNode, standard: str) -> Thing:
    return Thing(node_iri(page_id, node, standard), str(node), node.activity_type or TYPES.get(node.kind, LESSON))


@dataclass(frozen=True)
class Row:
    """A line of the table of contents. state: todo, started, completed, passed, failed, waived; of a block: todo, completed.

    score: 0 to 100, or None. in_own_window: whether it opens beside the page.
    """

    node: CourseNode
    state: str
    is_satisfied: bool
    score: int | None = None
    progress: int | None = None

    @property
    def level(self) -> int:
        return max(0, self.node.depth - 1)

    @property
    def in_own_window(self) -> bool:
        return self.node.wants_own_window or is_elsewhere(self.node)


def is_elsewhere(node: CourseNode) -> bool:
    """Is its page of another site, that no frame of ours may show?"""
    return is_absolute(node.url)


def rows_of(nodes: Sequence[CourseNode], states: Mapping[str, NodeState]) -> list[Row]:
    """All but the course itself, in document order."""
    standings = {key: standing_of(state) for key, state in states.items()}
    done = set(satisfied(places_of(nodes), standings))
    return [_row(node, states.get(node.identifier), node.identifier in done) for node in nodes if node.kind != COURSE]


def _row(node: CourseNode, state: NodeState | None, done: bool) -> Row:
    if not node.is_unit:
        return Row(node, "completed" if done else "todo", done)
    score = None if state is None or state.score is None else round(state.score * 100)
    return Row(node, _word(standing_of(state)), done, score, state.progress if state else None)


def _word(standing: Standing) -> str:
    for word in ("waived", "passed", "failed", "completed"):
        if getattr(standing, word):
            return word
    return "started" if standing.begun else "todo"
