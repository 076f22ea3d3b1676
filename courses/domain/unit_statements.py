"""What the platform itself states of a cmi5 course: launched, abandoned, waived, satisfied (cmi5 9.3, 9.6).

Packages that speak xAPI alone know nothing of these verbs: nothing is stated of them.
"""

from uuid import UUID

from courses.cmi5.launch_data import EXTENSIONS, Unit, launched_extensions
from courses.cmi5.structure import CMI5
from courses.domain.units import thing_of_node
from courses.models import Attempt, CourseNode, UnitLaunch
from lrs.api import Verb, context_of, record

CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/"
REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"


def tell_launched(opened: UnitLaunch, unit: Unit, *, mode: str, url: str) -> None:
    """Before the unit opens (cmi5 9.3.1); url: without the launch's parameters."""
    _tell_of_session(opened, Verb.LAUNCHED, extensions=launched_extensions(unit, mode=mode, url=url))


def tell_abandoned(opened: UnitLaunch, seconds: float) -> None:
    """On behalf of a unit that did not say that it ended (cmi5 9.3.6, 9.5.4.2)."""
    _tell_of_session(opened, Verb.ABANDONED, seconds=seconds)


def _tell_of_session(opened: UnitLaunch, verb: Verb, *, extensions: dict | None = None, seconds: float | None = None) -> None:
    attempt, session = opened.launch.attempt, opened.session
    assert session is not None
    record(
        user=attempt.user,
        verb=verb,
        thing=thing_of_node(attempt.activity_id, opened.node, opened.launch.version.kind),
        registration=attempt.registration,
        context=context_of(session),
        extensions=extensions,
        seconds=seconds,
    )


def tell_waived(attempt: Attempt, node: CourseNode, standard: str, *, reason: str, session_id: UUID) -> None:
    """The learner need not follow the unit (cmi5 9.3.7); session_id: one made for this statement."""
    if standard != CMI5:
        return
    record(
        user=attempt.user,
        verb=Verb.WAIVED,
        thing=thing_of_node(attempt.activity_id, node, standard),
        registration=attempt.registration,
        context=context(node, session_id, judges=True),
        completion=True,
        success=True,
        result_extensions={REASON: reason},
    )


def tell_satisfied(attempt: Attempt, node: CourseNode, standard: str, *, session_id: UUID) -> None:
    """A block or the course is done (cmi5 9.3.9); session_id: that of the launch or waiver that made it so."""
    if standard != CMI5:
        return
    record(
        user=attempt.user,
        verb=Verb.SATISFIED,
        thing=thing_of_node(attempt.activity_id, node, standard),
        registration=attempt.registration,
        context=context(node, session_id),
    )


def context(node: CourseNode, session_id: UUID, *, judges: bool = False) -> dict:
    """The context of a cmi5 defined statement of ours outside a session (cmi5 9.6).

    judges: whether its result has success or completion (cmi5 9.6.2.2).
    """
    categories = ["cmi5", "moveon"] if judges else ["cmi5"]
    return {
        "contextActivities": {
            "category": [{"objectType": "Activity", "id": CATEGORIES + name} for name in categories],
            "grouping": [{"objectType": "Activity", "id": node.publisher_id}],
        },
        "extensions": {f"{EXTENSIONS}sessionid": str(session_id)},
    }
