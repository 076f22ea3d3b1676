"""Work handed in for a case study: a draft with its files, handed in, taken back until graded, done again when failed.

One submission for each attempt. Every write takes the registration's lock. All raise Refused, for the learner.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.attempts import begin_attempt, lock_registration, record
from courses.domain.received_files import accepted_file
from courses.domain.refusals import Refused
from courses.domain.statements import tell
from courses.enums import AttemptState
from courses.models import Attempt, CaseStudyPage, Submission, SubmissionFile
from courses.players.context import LearningContext
from courses.signals import work_handed_in
from files.domain.stored import delete_after_commit
from lrs.api import Verb

LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class Work:
    """Where a learner stands with a case study: `current` is the newest submission, `former` the graded ones before it."""

    current: Submission | None
    former: tuple[Submission, ...]

    @property
    def is_draft(self) -> bool:
        return self.current is None or self.current.handed_in_at is None

    @property
    def is_published(self) -> bool:
        return self.current is not None and self.current.published_at is not None

    @property
    def may_take_back(self) -> bool:
        """Handed in, and nobody has begun to grade it."""
        if self.current is None or self.is_draft or self.is_published:
            return False
        return self.current.graded_by_id is None

    @property
    def may_begin_again(self) -> bool:
        """Graded, and not enough."""
        return self.current is not None and self.is_published and self.current.attempt.success is False

    @property
    def published(self) -> tuple[Submission, ...]:
        """Submissions with their grade, the newest first."""
        newest = (self.current,) if self.current is not None and self.is_published else ()
        return newest + tuple(reversed(self.former))


def work_of(context: LearningContext) -> Work:
    """A constant number of queries."""
    rows = Submission.objects.filter(attempt__registration=context.registration, attempt__activity_id=context.activity.pk)
    found = list(rows.select_related("attempt", "graded_by").prefetch_related("files").order_by("attempt__number"))
    if not found:
        return Work(None, ())
    return Work(found[-1], tuple(one for one in found[:-1] if one.published_at))


def max_files(page: CaseStudyPage) -> int:
    return min(page.max_files, settings.SUBMISSION_MAX_FILES) if page.accepts_files else 0


def max_bytes(page: CaseStudyPage) -> int:
    """The most that one file may weigh."""
    return min(page.max_file_mb * settings.MEGABYTE, settings.SUBMISSION_MAX_BYTES)


@transaction.atomic
def open_work(context: LearningContext) -> Attempt | None:
    """The attempt of someone who opens the case study; begun at first sight, None once access is closed."""
    newest = _newest(context)
    if newest or not context.can_write:
        return newest
    return _begin(context)


@transaction.atomic
def save_draft(context: LearningContext, *, text: str) -> Submission:
    """Keep what was typed."""
    submission = _draft(context)
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Your text is too long: send it as a file."))
    submission.text = text.replace("\x00", "") if context.activity.accepts_text else ""
    submission.save(update_fields=["text", "updated_at"])
    Attempt.objects.filter(pk=submission.attempt_id).update(last_activity_at=timezone.now())
    return submission


@transaction.atomic
def add_file(context: LearningContext, *, upload: UploadedFile) -> SubmissionFile:
    """Check the file and keep it under a generated name."""
    page: CaseStudyPage = context.activity
    if not page.accepts_files:
        raise Refused(_("This case study is handed in as a text, without files."))
    accepted = accepted_file(upload, max_bytes=max_bytes(page))
    submission = _draft(context)
    limit = max_files(page)
    if submission.files.count() >= limit:
        raise Refused(
            ngettext("One file at most: remove the other to send this one.", "%(count)d files at most: remove one to send another.", limit)
            % {"count": limit}
        )
    return SubmissionFile.objects.create(
        submission=submission, file=upload, name=accepted.name, media_type=accepted.media_type, size=accepted.size
    )


@transaction.atomic
def remove_file(context: LearningContext, *, file_id) -> None:
    """Remove a file of the draft; one that is not there any more is passed over."""
    submission = _draft(context)
    file = submission.files.filter(pk=file_id).first()
    if file is None:
        return
    delete_after_commit([file.file])
    file.delete()


@transaction.atomic
def hand_in(context: LearningContext) -> Submission:
    """Give the draft to the tutors. Handed in twice, the second changes nothing."""
    newest = _newest(context)
    if newest and newest.state == AttemptState.SUBMITTED:
        return newest.submission
    submission = _draft(context)
    if not submission.text.strip() and not submission.files.exists():
        raise Refused(_("There is nothing to hand in yet: write a text or add a file."))
    submission.handed_in_at = timezone.now()
    submission.maximum_grade = context.activity.maximum_grade
    submission.save(update_fields=["handed_in_at", "maximum_grade", "updated_at"])
    attempt = submission.attempt
    details = {**attempt.details, "pass_share": context.pass_share}
    record(attempt, state=AttemptState.SUBMITTED, details=details)
    tell(attempt, Verb.SUBMITTED, activity=context.activity)
    if not context.is_preview:
        transaction.on_commit(lambda: work_handed_in.send(sender=Submission, submission_id=submission.pk))
    return submission


@transaction.atomic
def take_back(context: LearningContext) -> Submission:
    """Make work handed in a draft again. Raises Refused once a tutor has begun to grade it."""
    lock_registration(context.registration)
    work = work_of(context)
    if work.current is None or work.is_draft:
        return _draft(context)
    if not work.may_take_back:
        raise Refused(_("Your tutor has begun to grade this work: it can no longer be changed."))
    work.current.handed_in_at = None
    work.current.save(update_fields=["handed_in_at", "updated_at"])
    record(work.current.attempt, state=AttemptState.RUNNING)
    return work.current


@transaction.atomic
def begin_again(context: LearningContext) -> Submission:
    """A new draft after a grade that was not enough, beginning with the text of the former one."""
    lock_registration(context.registration)
    work = work_of(context)
    if work.current is None or work.is_draft:
        return _draft(context)
    if not work.may_begin_again:
        raise Refused(_("This work cannot be handed in again."))
    attempt = begin_attempt(context, new=True)
    return Submission.objects.create(attempt=attempt, text=work.current.text, maximum_grade=context.activity.maximum_grade)


def _newest(context: LearningContext) -> Attempt | None:
    lock_registration(context.registration)
    rows = Attempt.objects.filter(registration=context.registration, activity_id=context.activity.pk)
    return rows.select_related("submission").order_by("-number").first()


def _begin(context: LearningContext) -> Attempt:
    attempt = begin_attempt(context)
    tell(attempt, Verb.INITIALIZED, activity=context.activity)
    return attempt


def _draft(context: LearningContext) -> Submission:
    """The draft to write to, made when there is none. Raises Refused when the work is handed in or graded."""
    attempt = _newest(context) or _begin(context)
    if attempt.state == AttemptState.SUBMITTED:
        raise Refused(_("This work is handed in. Take it back to change it."))
    if attempt.state == AttemptState.FINISHED:
        raise Refused(_("This work is graded: it can no longer be changed."))
    submission, _new = Submission.objects.get_or_create(attempt=attempt, defaults={"maximum_grade": context.activity.maximum_grade})
    submission.attempt = attempt
    return submission
