"""Content that is consulted: opened, followed to some point, done."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.attempts import begin_attempt, current_attempt, lock_registration, record
from courses.domain.refusals import Refused
from courses.domain.statements import tell
from courses.enums import AttemptState
from courses.models import Attempt
from courses.players.context import LearningContext
from lrs.api import Verb

PROGRESS_EXTENSION = "https://w3id.org/xapi/video/extensions/progress"
WATCHED_SHARE = 0.9
FASTEST_PLAYBACK = 2
# The last heartbeat before the end may still be on its way.
WATCH_SLACK_SECONDS = 20


@transaction.atomic
def see(context: LearningContext) -> Attempt | None:
    """The attempt of someone who opens a page to consult: begun at first sight, None once access is closed."""
    existing = current_attempt(context)
    if existing or not context.can_write:
        return existing
    attempt = begin_attempt(context)
    tell(attempt, Verb.INITIALIZED, activity=context.activity)
    return attempt


@transaction.atomic
def open_content(context: LearningContext) -> None:
    """Note that the file or link itself was opened."""
    attempt = _locked(context)
    if attempt and not attempt.details.get("opened"):
        record(attempt, details={**attempt.details, "opened": True})
        tell(attempt, Verb.EXPERIENCED, activity=context.activity)


@transaction.atomic
def finish_consulting(context: LearningContext, *, must_open: bool = False) -> Attempt:
    """The person says they are done. Raises Refused when they have not opened what there is to open."""
    attempt = _locked(context) or see(context)
    if attempt is None:
        raise Refused(_("Access to this step is closed."))
    if must_open and not attempt.details.get("opened"):
        raise Refused(_("Open the content first, then say that you have finished."))
    return _complete(attempt, context)


@transaction.atomic
def follow(context: LearningContext, *, position: float, duration: float) -> Attempt | None:
    """Note how far a sound or video was played, in seconds; done at nine tenths.

    The furthest point counts only as far as the credited time allows at the fastest playback: who drags the
    cursor to the end has not watched. The position to resume at is kept as it is.
    """
    attempt = _locked(context)
    if attempt is None or not 0 < duration < 86_400 or not 0 <= position <= duration + 1:
        return attempt
    reached = max(attempt.details.get("reached", 0), min(position, attempt.seconds * FASTEST_PLAYBACK + WATCH_SLACK_SECONDS))
    before = _tenths(attempt.details.get("reached", 0), duration)
    details = {**attempt.details, "position": round(position, 1), "duration": round(duration, 1), "reached": round(reached, 1)}
    record(attempt, details=details)
    if _tenths(reached, duration) > before:
        tell(attempt, Verb.PROGRESSED, activity=context.activity, extensions={PROGRESS_EXTENSION: _tenths(reached, duration) / 10})
    return _complete(attempt, context) if reached >= duration * WATCHED_SHARE else attempt


def _tenths(reached: float, duration: float) -> int:
    return min(10, int(Decimal(str(reached)) * 10 / Decimal(str(duration))))


def _locked(context: LearningContext) -> Attempt | None:
    lock_registration(context.registration)
    return current_attempt(context)


def _complete(attempt: Attempt, context: LearningContext) -> Attempt:
    if attempt.completed:
        return attempt
    record(attempt, completed=True, state=AttemptState.FINISHED)
    tell(attempt, Verb.COMPLETED, activity=context.activity, completion=True, seconds=attempt.seconds)
    return attempt
