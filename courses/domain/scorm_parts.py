"""A part of a package in front of a learner: found, opened, its session begun. Shared by free and sequenced packages."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.prepared import Prepared
from courses.domain.scorm_outline import has_prerequisites, is_open, launchable, navigation, states_of
from courses.domain.scorm_profile import keep_attempts
from courses.domain.scorm_results import Sitting, progress_of, write_verdict
from courses.domain.scorm_seed import Seed, limit_of, seed_of
from courses.domain.scorm_shared import shared_data
from courses.domain.scorm_statements import tell_all, tell_item
from courses.enums import LaunchMode, PackageKind, ScormType
from courses.models import Attempt, Launch, PackageItem, ScoState
from courses.scorm.sequencing.runtime import given_objectives
from courses.scorm.verdicts import COMPLETED, Verdict
from lrs.api import Verb

if TYPE_CHECKING:
    from courses.domain.scorm_sequencing import Course

SUSPENDED = frozenset({"suspend", "logout"})


def part_of(launch: Launch, items: list[PackageItem], identifier: str) -> Sitting | None:
    item = next((item for item in launchable(items) if item.identifier == identifier), None)
    return Sitting(launch, items, item) if item else None


_state = Prepared(lambda attempt, item: ScoState.objects.filter(attempt=attempt, item_identifier=item))


def state_of(sitting: Sitting) -> ScoState:
    """What is stored of the part; whoever looks through a package finds it as at first."""
    attempt, item = sitting.launch.attempt, sitting.item
    if sitting.launch.mode == LaunchMode.BROWSE:
        return ScoState(attempt=attempt, item_identifier=item.identifier)
    known = _state.first(attempt=attempt.pk, item=item.identifier)
    if known is None:
        return ScoState(attempt=attempt, item_identifier=item.identifier)
    known.attempt = attempt
    return known


def seed_for(sitting: Sitting, state: ScoState, course: "Course | None" = None) -> Seed:
    """course: the sequencer's, where it gives the part its objectives."""
    attempt = sitting.launch.attempt
    activity = course.tree.get(sitting.item.identifier) if course else None
    objectives = given_objectives(course.sequencer, activity) if course and activity else None
    shared = shared_data(sitting.launch, sitting.items)
    return seed_of(sitting.item, state, user=attempt.user, mode=sitting.launch.mode, shared=shared, objectives=objectives)


def opened(sitting: Sitting, state: ScoState, course: "Course | None" = None) -> dict:
    """What the page needs to open a part (see scorm_runtime.open_item)."""
    item, seed = sitting.item, seed_for(sitting, state, course)
    answer = {
        "item": item.identifier,
        "address": item.launch_address,
        "is_sco": item.scorm_type != ScormType.ASSET,
        "values": seed.values,
        "access": seed.access,
        "entry": seed.entry,
        "limit": None if sitting.launch.read_only else limit_of(sitting.launch.version.kind, seed),
        "sequence": state.sequence if state.launch_id == sitting.launch.pk else 0,
        "state": progress_of(sitting.launch, sitting.items),
    }
    return answer if course else {**answer, "navigation": navigation_of(sitting)}


def navigation_of(sitting: Sitting) -> dict:
    """Where one may go from the part, in a package that is not sequenced."""
    launch = sitting.launch
    states = states_of(launch.attempt) if has_prerequisites(sitting.items) else {}
    return navigation(sitting.items, sitting.item.identifier, states, free=launch.read_only)


def closed(sitting: Sitting) -> dict | None:
    """The answer for a part whose prerequisites are not met; None where they are."""
    launch = sitting.launch
    if not sitting.item.prerequisites or is_open(sitting.item, sitting.items, states_of(launch.attempt)):
        return None
    message = _("This part opens once those it depends on are done. Choose another one in the contents.")
    progress = progress_of(launch, sitting.items)
    return {"item": None, "ended": False, "message": message, "navigation": navigation_of(sitting), "state": progress}


def begin_part(sitting: Sitting, state: ScoState, *, entry: str, course: "Course | None" = None) -> None:
    """A session of the part begins, and is told."""
    launch = sitting.launch
    _begin_session(sitting, state, entry)
    _bookmark(launch.attempt, sitting.item.identifier)
    tell_item(sitting, state, Verb.RESUMED if entry == "resume" else Verb.INITIALIZED)
    if sitting.item.scorm_type == ScormType.ASSET:
        # An asset speaks to nobody: opening it is all there is to it.
        standing = course.sequencer.result() if course else None
        write_verdict(sitting, state, Verdict(completion=COMPLETED), finished=False, standing=standing)
    tell_all(sitting)
    if entry != "resume" and sitting.is_told:
        keep_attempts(sitting)


def _begin_session(sitting: Sitting, state: ScoState, entry: str) -> None:
    """The former session's time joins the total. A part of SCORM 2004 that was left for good begins with nothing."""
    launch = sitting.launch
    state.total_seconds += state.session_seconds
    if entry != "resume":
        state.tries += 1
    if launch.version.kind == PackageKind.SCORM_2004 and entry != "resume":
        state.cmi, state.total_seconds = {}, Decimal(0)
    if state.launch_id != launch.pk:
        state.sequence = 0
    state.launch, state.session_seconds = launch, Decimal(0)
    state.terminated, state.exit, state.opened_at = False, "", timezone.now()
    state.save()


def _bookmark(attempt: Attempt, identifier: str) -> None:
    if attempt.details.get("part") != identifier:
        attempt.details["part"] = identifier
        attempt.save(update_fields=["details"])
