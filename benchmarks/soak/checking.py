"""After the run: is every commit that was answered found, and is the stored progress what the facts give."""

from urllib.parse import urlsplit

from courses.domain.scorm_launch import launch_of
from courses.models import ScoState
from sessions.domain.progress import FIGURES, STEP_FIELDS, rebuild
from sessions.models import Enrolment, StepProgress


def lost_commits(acknowledged: dict[str, tuple[str, str, int]]) -> list[str]:
    """Players whose last answered commit is not what is stored, with what is."""
    lost = []
    for player, (item, state, sequence) in acknowledged.items():
        launch = launch_of(urlsplit(player).path.rstrip("/").rsplit("/", 1)[1])
        stored = launch and ScoState.objects.filter(attempt=launch.attempt_id, item_identifier=item).first()
        if not stored or stored.sequence < sequence or (stored.sequence == sequence and stored.cmi.get("cmi.suspend_data") != state):
            lost.append(f"{player}: answered {sequence}, stored {stored.sequence if stored else None}")
    return lost


def wrong_progress(emails: list[str]) -> list[str]:
    """Enrolments of these learners whose stored progress is not what rebuilding gives (which then is stored)."""
    enrolments = Enrolment.objects.filter(user__email__in=emails)
    before = _stored(enrolments)
    rebuild(enrolments)
    after = _stored(enrolments)
    return [f"{pk}: {before[pk]} → {after[pk]}" for pk in before if before[pk] != after[pk]]


def _stored(enrolments) -> dict:
    found = {one["pk"]: [one] for one in enrolments.values("pk", *FIGURES)}
    for row in StepProgress.objects.filter(enrolment__in=enrolments).order_by("step_id").values("enrolment_id", "step_id", *STEP_FIELDS):
        found[row["enrolment_id"]].append(row)
    return found
