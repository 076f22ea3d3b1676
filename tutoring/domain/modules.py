"""A module made of parts (cmi5, xAPI), as the tutor of a learner sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.domain.units import Row, nodes_of, rows_of, states_of
from courses.enums import UNIT_KINDS, AttemptMode
from courses.models import Attempt, NodeState, ScormPage, UnitLaunch
from sessions.models import Enrolment


@dataclass(frozen=True)
class Part:
    """A line of the module; state: what is known of it; open: the launch that has not ended, if any."""

    row: Row
    state: NodeState | None
    open: UnitLaunch | None = None


def modules_with_parts(activity_ids: Iterable[int]) -> set[int]:
    """Of these activities, those whose parts are followed one by one."""
    found = ScormPage.objects.filter(pk__in=list(activity_ids), package__current__kind__in=UNIT_KINDS)
    return set(found.values_list("pk", flat=True))


def parts_of(enrolment: Enrolment, activity: ScormPage) -> list[Part]:
    """The lines of a module in order, with where the learner stands in each. Four queries at most."""
    attempt = Attempt.objects.filter(registration=enrolment.registration, activity_id=activity.pk, mode=AttemptMode.NORMAL).last()
    states = states_of(attempt)
    running = UnitLaunch.objects.of(attempt).running().select_related("launch", "session") if attempt else []
    by_key = {opened.node_id: opened for opened in running}
    rows = rows_of(nodes_of(activity.package.current), states)
    return [Part(row, states.get(row.node.identifier), by_key.get(row.node.pk)) for row in rows]
