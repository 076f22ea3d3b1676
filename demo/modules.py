"""Following a SCORM module as the page does: a launch, a part opened, commits with what the module sets."""

from datetime import datetime, timedelta

from courses.domain.scorm_launch import open_launch
from courses.domain.scorm_runtime import Commit, commit, open_item
from courses.enums import PackageKind
from courses.models import ScormPage
from courses.players.context import LearningContext
from demo.clock import at

PART = "item-1"


def follow_module(here: LearningContext, moment: datetime, *, share: float | None, minutes: int) -> None:
    """One sitting of `minutes`. share: the score of the quiz at its end, 0 to 1; None when it was left half-way."""
    activity = here.activity
    if not isinstance(activity, ScormPage):
        raise TypeError(activity)
    is_12 = activity.package.current is not None and activity.package.current.kind == PackageKind.SCORM_12
    with at(moment):
        launch = open_launch(here).launch
        open_item(launch, PART)
        commit(launch, Commit(PART, 1, _under_way(is_12)))
    with at(moment + timedelta(minutes=minutes)):
        changes = graded(is_12, share, activity.pass_mark or 50) if share is not None else ()
        commit(launch, Commit(PART, 2, (*changes, *_leaving(is_12, minutes)), finished=True))


def _under_way(is_12: bool) -> tuple[tuple[str, str], ...]:
    if is_12:
        return (("cmi.core.lesson_location", "2"), ("cmi.core.lesson_status", "incomplete"))
    return (("cmi.location", "2"), ("cmi.completion_status", "incomplete"), ("cmi.progress_measure", "0.40"))


def graded(is_12: bool, share: float, mark: int) -> tuple[tuple[str, str], ...]:
    points, passed = round(share * 100), share * 100 >= mark
    verdict = "passed" if passed else "failed"
    if is_12:
        scores = (("cmi.core.score.min", "0"), ("cmi.core.score.max", "100"), ("cmi.core.score.raw", str(points)))
        return (*scores, ("cmi.core.lesson_status", verdict))
    return (
        ("cmi.score.scaled", f"{share:.4f}"),
        ("cmi.score.min", "0"),
        ("cmi.score.max", "100"),
        ("cmi.score.raw", str(points)),
        ("cmi.success_status", verdict),
        ("cmi.completion_status", "completed"),
        ("cmi.progress_measure", "1"),
    )


def _leaving(is_12: bool, minutes: int) -> tuple[tuple[str, str], ...]:
    if is_12:
        return (("cmi.core.session_time", f"{minutes // 60:04d}:{minutes % 60:02d}:00.00"), ("cmi.core.exit", "suspend"))
    return (("cmi.session_time", f"PT{minutes}M0S"), ("cmi.exit", "suspend"))
