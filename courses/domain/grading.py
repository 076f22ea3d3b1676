"""Grading of work handed in: a draft that only tutors see, then published.

Callers have checked that `user` may grade the submission. Each function takes the registration's lock, so a grade
and a learner taking their work back never cross. All raise Refused, with a message for the tutor.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.domain.attempts import lock_registration, record
from courses.domain.received_files import accepted_file
from courses.domain.refusals import Refused
from courses.domain.statements import tell_together, told_of, told_of_grade
from courses.enums import AttemptState
from courses.models import Submission
from courses.signals import grade_published
from lrs.api import Outcome, Verb

CENT = Decimal("0.01")


@transaction.atomic
def save_grade(
    *,
    submission: Submission,
    grade: Decimal | None,
    feedback: str,
    feedback_file: UploadedFile | None = None,
    remove_feedback_file: bool = False,
    user: User,
) -> Submission:
    """Keep the grade and feedback as a draft; None as the grade keeps the feedback only."""
    submission = _locked(submission)
    _refuse_unless_open(submission)
    submission.grade = None if grade is None else _checked(grade, submission.maximum_grade)
    submission.feedback = feedback
    submission.graded_by = user
    if feedback_file is not None:
        accepted = accepted_file(feedback_file, max_bytes=settings.SUBMISSION_MAX_BYTES)
        submission.feedback_filename = accepted.name
        submission.feedback_file = feedback_file
    elif remove_feedback_file:
        submission.feedback_file, submission.feedback_filename = "", ""
    submission.save()
    return submission


@transaction.atomic
def publish(*, submission: Submission, user: User) -> Submission:
    """Show the draft grade to the learner and let progress count it. Published once: a second call changes nothing."""
    submission = _locked(submission)
    if submission.published_at:
        return submission
    _refuse_unless_open(submission)
    if submission.grade is None:
        raise Refused(_("Give a grade before publishing."))
    submission.published_at = timezone.now()
    submission.graded_by = user
    submission.save()
    _record_grade(submission, submission.grade)
    transaction.on_commit(lambda: grade_published.send(sender=Submission, submission_id=submission.pk))
    return submission


@transaction.atomic
def publish_many(*, submissions: Iterable[Submission], user: User) -> list[Submission]:
    """Publish those of `submissions` that carry a draft grade; returns them. The others are left as they are."""
    ready = [one for one in submissions if one.handed_in_at and one.grade is not None and not one.published_at]
    ready.sort(key=lambda one: str(one.attempt.registration))
    return [publish(submission=one, user=user) for one in ready]


@transaction.atomic
def reopen(*, submission: Submission, user: User, reason: str = "") -> Submission:
    """Take a published grade back to a draft, to correct it. What was published stays in attempt.details["grades"]."""
    submission = _locked(submission)
    if not submission.published_at:
        return submission
    attempt = submission.attempt
    trace = {
        "grade": str(submission.grade),
        "maximum": str(submission.maximum_grade),
        "feedback": submission.feedback,
        "published_at": submission.published_at.isoformat(),
        "graded_by": submission.graded_by_id,
        "reopened_by": user.pk,
        "reopened_at": timezone.now().isoformat(),
        "reason": reason,
    }
    submission.published_at = None
    submission.save()
    details = {**attempt.details, "grades": [*attempt.details.get("grades", []), trace]}
    record(attempt, state=AttemptState.SUBMITTED, success=None, score=None, raw_score=None, details=details)
    return submission


def _locked(submission: Submission) -> Submission:
    """The submission and its attempt as they are now, under the registration's lock."""
    lock_registration(submission.attempt.registration)
    return Submission.objects.select_related("attempt__user", "attempt__activity").get(pk=submission.pk)


def _refuse_unless_open(submission: Submission) -> None:
    if submission.handed_in_at is None:
        raise Refused(_("This work is not handed in, or the learner took it back to change it."))
    if submission.published_at:
        raise Refused(_("This grade is published. Reopen it to correct it."))


def _checked(grade: Decimal, maximum: Decimal) -> Decimal:
    if not grade.is_finite() or not 0 <= grade <= maximum:
        raise Refused(_("The grade goes from 0 to %(maximum)s.") % {"maximum": f"{maximum.normalize():f}"})
    return grade.quantize(CENT)


def _record_grade(submission: Submission, grade: Decimal) -> None:
    """Write the published grade to the attempt: what progress counts, and what the journal tells."""
    attempt, score = submission.attempt, grade / submission.maximum_grade
    activity = attempt.activity.specific
    mark = attempt.details.get("pass_share")
    if mark is None and activity.pass_mark is not None:
        mark = activity.pass_mark / 100
    success = None if mark is None else score >= Decimal(str(mark))
    numbers: Outcome = {"scaled": score, "raw": grade, "maximum": submission.maximum_grade}
    scored, *judged = told_of_grade(attempt, numbers, success, activity=activity)
    tell_together(attempt, [scored, told_of(attempt, Verb.COMPLETED, activity=activity, completion=True), *judged])
    record(
        attempt,
        state=AttemptState.FINISHED,
        completed=True,
        success=success,
        score=score.quantize(Decimal("0.000001")),
        raw_score=grade,
        max_score=submission.maximum_grade,
    )
