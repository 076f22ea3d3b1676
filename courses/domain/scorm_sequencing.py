"""The sequencer of a launched package: its tree from the rows, its state from the attempt, both written in the transaction.

Packages of SCORM 2004 that say nothing of sequencing follow their manifest's order, without a sequencer.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.functional import cached_property

from courses.enums import AttemptMode, PackageKind
from courses.models import Launch, PackageItem, PackageVersion, SequencingState, SharedValue
from courses.scorm.sequencing import Activity, Node, Sequencer, State, Tree, tree_of
from courses.scorm.sequencing.state import Record

# Trees by the version's folder, which names an unchanging version for ever.
KEPT_TREES = 64


def is_sequenced(launch: Launch) -> bool:
    """Is it the sequencer that says where one may go? Not when reading again: all is open then."""
    return not launch.read_only and launch.version.kind == PackageKind.SCORM_2004 and tree_of_version(launch.version).has_rules


def tree_of_version(version: PackageVersion) -> Tree:
    """The activity tree of a ready version. Kept in the process: reading 500 elements costs more than a request."""
    return _tree(version.folder.hex, version.pk)


@lru_cache(maxsize=KEPT_TREES)
def _tree(folder: str, pk: int) -> Tree:
    version = PackageVersion.objects.get(pk=pk)
    return build_tree(version, version.items.order_by("position"))


def build_tree(version: PackageVersion, items: Iterable[PackageItem]) -> Tree:
    details = version.organization_details
    items = list(items)
    taken = {item.identifier for item in items}
    identifier = version.organization_identifier or "organization"
    while identifier in taken:
        identifier += "-"
    given = details.get("completionThreshold", {})
    threshold = (given.get("minProgressMeasure", ""), given.get("completedByMeasure", False), given.get("progressWeight", "1.0"))
    root = Node(
        identifier=identifier,
        title=version.title,
        sequencing=version.organization_sequencing,
        threshold=threshold,
    )
    return tree_of(
        root,
        [_node(item) for item in items],
        collection=version.sequencing_collection,
        edition=version.schema_version,
        global_to_system=details.get("objectivesGlobalToSystem", True),
    )


def _node(item: PackageItem) -> Node:
    return Node(
        identifier=item.identifier,
        title=item.title,
        is_visible=item.is_visible,
        content=item.is_launchable,
        sequencing=item.sequencing,
        presentation=item.presentation,
        threshold=(item.completion_threshold, item.completed_by_measure, item.progress_weight),
        depth=item.depth,
    )


class Course:
    """A launched package with its sequencer. Call within the transaction that holds the registration's lock."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        self.tree = tree_of_version(launch.version)

    @cached_property
    def row(self) -> SequencingState:
        found = SequencingState.objects.filter(attempt_id=self.launch.attempt_id).first()
        return found or SequencingState(attempt_id=self.launch.attempt_id, version=self.launch.version)

    @cached_property
    def sequencer(self) -> Sequencer:
        if not self.row.state:
            sequencer = Sequencer(self.tree)
        else:
            sequencer = Sequencer(self.tree, State.load(self.row.state))
            if self.row.version_id != self.launch.version_id:
                sequencer.follow_new_tree()
        if self.is_system_wide:
            sequencer.state.globals = self._shared_objectives()
        return sequencer

    @property
    def is_system_wide(self) -> bool:
        """Do global objectives outlive the attempt? Never those of a preview."""
        return self.tree.global_to_system and self.launch.attempt.mode == AttemptMode.NORMAL

    @property
    def current(self) -> Activity | None:
        return self.sequencer.current

    def navigation(self) -> dict:
        """What the page is told: requests, choices and jumps that are valid, what to hide from contents and controls."""
        valid, current = self.sequencer.validity(), self.current
        return {
            "sequenced": True,
            "requests": sorted(valid.requests),
            "choices": sorted(valid.choices),
            "jumps": sorted(valid.jumps),
            "hidden": sorted(valid.hidden),
            "hiddenControls": sorted(current.hidden_controls) if current else [],
        }

    def save(self) -> None:
        state = self.sequencer.state.dump()
        if self.is_system_wide:
            self._save_shared(state.pop("globals"))
            state["globals"] = {}
        if state != self.row.state or self.row.version_id != self.launch.version_id:
            self.row.state, self.row.version = state, self.launch.version
            self.row.save()

    @cached_property
    def _stored(self) -> dict[str, SharedValue]:
        rows = SharedValue.objects.filter(user_id=self.launch.attempt.user_id, kind=SharedValue.Kind.OBJECTIVE)
        return {row.identifier: row for row in rows.filter(identifier__in=self.tree.global_objectives)}

    def _shared_objectives(self) -> dict[str, Record]:
        return {identifier: Record(**row.value) for identifier, row in self._stored.items()}

    def _save_shared(self, records: dict[str, dict]) -> None:
        for identifier in self.tree.global_objectives:
            row, value = self._stored.get(identifier), records.get(identifier, {})
            if row is None and value:
                row = SharedValue(user_id=self.launch.attempt.user_id, kind=SharedValue.Kind.OBJECTIVE, identifier=identifier[:500])
            if row is not None and row.value != value:
                row.value = value
                row.save()
