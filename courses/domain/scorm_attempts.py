"""Attempts at a module: how many, when a new one begins, and when one is over and only read again.

An attempt that completed stays open to whoever has it open. It is over, for those who come back, once nothing of it can
still change for the better: see is_over. Where the editor wants one attempt that goes on (NewAttempt.NEVER) none is ever over.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.attempts import begin_attempt, current_attempt, lock_registration
from courses.domain.facts import shown_as_counting
from courses.domain.refusals import Refused
from courses.domain.scorm_parts import SUSPENDED
from courses.enums import AttemptState, NewAttempt
from courses.models import Attempt, Launch, ScormPage, SequencingState
from courses.players.context import LearningContext


@dataclass(frozen=True)
class Taking:
    """Where a person stands with a module. attempts: oldest first; left: None without a limit.

    is_over: the newest attempt is only read again.
    """

    page: ScormPage
    attempts: tuple[Attempt, ...]
    left: int | None
    is_over: bool

    @property
    def newest(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None

    @property
    def has_several(self) -> bool:
        """Does the module know attempts, in the plural?"""
        return self.page.new_attempt != NewAttempt.NEVER

    @property
    def may_begin_again(self) -> bool:
        if not self.has_several or self.newest is None or self.left == 0:
            return False
        return self.page.new_attempt == NewAttempt.ON_DEMAND or self.newest.state == AttemptState.FINISHED

    @property
    def opens_at_once(self) -> bool:
        """Is there nothing to choose or to know before it opens?"""
        if not self.has_several:
            return True
        return self.left is None if self.newest is None else not (self.is_over or self.may_begin_again)

    @property
    def shown(self) -> Attempt | None:
        """The attempt whose result stands for the module: the one that counts, else the newest."""
        return self.counting[0] if len(self.counting) == 1 else self.newest

    @property
    def counting(self) -> tuple[Attempt, ...]:
        """Those that make the result."""
        return shown_as_counting(self.attempts)


def taking_of(context: LearningContext) -> Taking:
    page: ScormPage = context.activity
    found = Attempt.objects.filter(registration=context.registration, activity_id=page.pk).with_counting_rule()
    attempts = tuple(found.order_by("number"))
    limit = 0 if context.is_preview else page.attempts_allowed
    over = bool(attempts) and page.new_attempt != NewAttempt.NEVER and is_over(attempts[-1])
    return Taking(page, attempts, max(0, limit - len(attempts)) if limit else None, over)


def is_over(attempt: Attempt) -> bool:
    """Completed, and passed, or with nothing under way that might still pass.

    A module that failed is over, unless its own sequencer is in the middle of leading the learner through it again.
    """
    if attempt.state != AttemptState.FINISHED:
        return False
    if attempt.success:
        return True
    sequencing = SequencingState.objects.filter(attempt=attempt).first()
    if sequencing is not None:
        return not (sequencing.state.get("current") or sequencing.state.get("suspended"))
    return attempt.success is False or not _has_part_under_way(attempt)


def _has_part_under_way(attempt: Attempt) -> bool:
    states = attempt.sco_states.values_list("terminated", "exit")
    return any(not terminated or how in SUSPENDED for terminated, how in states)


def attempt_to_follow(context: LearningContext, *, new: bool = False) -> Attempt:
    """The attempt to go on with, begun where there is none. It keeps the share that passes, as it was then."""
    return begin_attempt(context, new=new, details={"pass_share": context.pass_share})


@transaction.atomic
def begin_again(context: LearningContext) -> Attempt:
    """A new attempt, in place of the one before, which can no longer be written. Raises Refused."""
    lock_registration(context.registration)
    taking = taking_of(context)
    if not taking.may_begin_again:
        raise Refused(_why_not(taking))
    open_ones = Launch.objects.writing().filter(attempt__in=[attempt.pk for attempt in taking.attempts], closed_at=None)
    open_ones.update(closed_at=timezone.now())
    return attempt_to_follow(context, new=True)


def _why_not(taking: Taking) -> str:
    if taking.left == 0:
        limit = taking.page.attempts_allowed
        return ngettext("You have used your only attempt.", "You have used your %(count)d attempts.", limit) % {"count": limit}
    return _("Finish the attempt you are in before you begin a new one.")


def attempt_to_read(context: LearningContext, number: int | None) -> Attempt | None:
    """The attempt of that number, or the newest; None where there is none."""
    if number is None:
        return current_attempt(context)
    return Attempt.objects.filter(registration=context.registration, activity_id=context.activity.pk, number=number).first()
