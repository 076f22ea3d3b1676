"""What the units of a course report, kept as the attempt's result (cmi5 9.3, 13.1.4; docs/decisions/0070-cmi5.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.domain.connection import count_learning
from courses.cmi5.satisfaction import Outcome, outcome, satisfied
from courses.domain.attempts import lock_registration, record
from courses.domain.statements import tell
from courses.domain.timekeeping import spend
from courses.domain.unit_statements import tell_satisfied
from courses.domain.units import nodes_of, places_of, standing_of, states_of
from courses.enums import AttemptMode, AttemptState
from courses.models import Attempt, CourseNode, NodeState, PackageVersion, UnitLaunch
from lrs.api import Verb

VERDICTS = frozenset({"completed", "passed", "failed"})


@dataclass(frozen=True)
class Report:
    """One thing that a unit said. verb: one of VERDICTS; others change nothing. scaled: 0 to 1."""

    verb: str
    at: datetime
    scaled: Decimal | None = None


@transaction.atomic
def take(opened: UnitLaunch, reports: Iterable[Report], *, progress: int | None = None, seconds: float = 0, over: bool = False) -> None:
    """Keep what a unit reported in one of its openings, and what the course comes to with it.

    progress: percent. seconds: time spent that it claims. over: the opening has ended. The registration is locked here.
    """
    launch, now = opened.launch, timezone.now()
    verdicts = [report for report in reports if report.verb in VERDICTS]
    if not (verdicts or progress is not None or seconds or over):
        return
    clock = lock_registration(launch.attempt.registration)
    attempt = Attempt.objects.select_related("user").get(pk=launch.attempt_id)
    granted = spend(clock, seconds, launch.created_at, now) if attempt.mode == AttemptMode.NORMAL else 0
    if over and launch.closed_at is None:
        launch.closed_at = now
        launch.save(update_fields=["closed_at"])
    kept = not launch.read_only and (verdicts or progress is not None)
    if kept:
        _keep(attempt, opened.node, verdicts, progress)
    if kept and verdicts:
        settle(attempt, launch.version, session_id=opened.session_id, seconds=granted)
    elif granted:
        record(attempt, seconds=attempt.seconds + granted)
    if granted:
        count_learning(attempt.user_id, granted, now)


def _keep(attempt: Attempt, node: CourseNode, verdicts: Iterable[Report], progress: int | None) -> None:
    state, _created = NodeState.objects.get_or_create(attempt=attempt, key=node.key)
    for report in verdicts:
        _apply(state, report)
    if progress is not None and state.completed_at is None:
        state.progress = progress
    state.save()


def _apply(state: NodeState, report: Report) -> None:
    """Each verdict the first time; "failed" counts for nothing once the unit was passed (cmi5 9.3)."""
    if report.verb == "completed":
        state.completed_at, state.progress = state.completed_at or report.at, 100
    elif report.verb == "passed":
        state.passed_at = state.passed_at or report.at
    elif state.passed_at is None:
        state.failed_at = report.at
    if report.scaled is not None and (state.score is None or report.scaled > state.score):
        state.score = round(report.scaled, 6)


def settle(attempt: Attempt, version: PackageVersion, *, session_id: UUID | None = None, seconds: int = 0) -> None:
    """State what has become satisfied and write the attempt's result. Call it with the registration locked.

    session_id: of the session that it comes from; one is made where there is none (cmi5 9.6.1).
    """
    nodes, states = nodes_of(version), states_of(attempt)
    standings = {key: standing_of(state) for key, state in states.items()}
    done = satisfied(places_of(nodes), standings)
    groups = {node.identifier: node for node in nodes if not node.is_unit}
    fresh = [groups[key] for key in done if key in groups and key not in states]
    _state_satisfied(attempt, version, fresh, session_id or uuid4())
    _write(attempt, outcome(places_of(nodes), standings), seconds)


def _state_satisfied(attempt: Attempt, version: PackageVersion, fresh: list[CourseNode], session_id: UUID) -> None:
    """Each block and the course once in a registration, the innermost first (cmi5 9.3.9)."""
    now = timezone.now()
    NodeState.objects.bulk_create([NodeState(attempt=attempt, key=node.key, satisfied_at=now) for node in fresh], batch_size=500)
    if attempt.mode == AttemptMode.NORMAL:
        for node in fresh:
            tell_satisfied(attempt, node, version.kind, session_id=session_id)


def _write(attempt: Attempt, found: Outcome, seconds: int) -> None:
    """Completion and success are not taken back, nor is the best score of a part: opening it again costs nothing."""
    before = (attempt.completed, attempt.success, attempt.score)
    after = (
        attempt.completed or found.completed,
        attempt.success if attempt.success or found.success is None else found.success,
        attempt.score if found.score is None else found.score,
    )
    if after == before:
        if seconds:
            record(attempt, seconds=attempt.seconds + seconds)
        return
    completed, success, score = after
    state = AttemptState.FINISHED if completed else attempt.state
    record(attempt, completed=completed, success=success, score=score, state=state, seconds=attempt.seconds + seconds)
    _tell(attempt, before)


def _tell(attempt: Attempt, before: tuple) -> None:
    """The module's own result, as that of any other module: the platform says it."""
    page = attempt.activity.specific
    if attempt.completed and not before[0]:
        tell(attempt, Verb.COMPLETED, activity=page, completion=True, scaled=attempt.score, seconds=attempt.seconds)
    if attempt.success is not None and attempt.success != before[1]:
        tell(attempt, Verb.PASSED if attempt.success else Verb.FAILED, activity=page, success=attempt.success, scaled=attempt.score)
