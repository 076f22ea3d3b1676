"""Grade a hand-in: what courses.domain.grading writes, and two tutors never overwriting each other unawares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.domain import grading
from courses.domain.attempts import lock_registration
from courses.models import Submission
from messaging.api import send
from tutoring.domain.hand_ins import HandIn


class Crossed(Exception):
    """The hand-in changed while the tutor was grading it; the message says who changed what."""

    def __init__(self, submission: Submission):
        self.submission = submission
        super().__init__(_what_changed(submission))


@dataclass(frozen=True)
class Marks:
    """What a tutor wrote. version: that of the hand-in they had in front of them."""

    version: str
    grade: Decimal | None
    feedback: str
    feedback_file: UploadedFile | None = None
    remove_feedback_file: bool = False


def version_of(submission: Submission) -> str:
    return submission.updated_at.isoformat()


def _own_draft_since(current: Submission, version: str, user) -> bool:
    """Only this tutor's own draft came between: one sent while they left the page, on a slow line. Nobody's words are lost by going on."""
    try:
        seen = datetime.fromisoformat(version)
        return (
            current.graded_by_id == user.pk and current.published_at is None and bool(current.handed_in_at and current.handed_in_at <= seen)
        )
    except (ValueError, TypeError):
        return False


@transaction.atomic
def save_draft(*, hand_in: HandIn, marks: Marks, user) -> Submission:
    """Keep the marks as a draft. Raises Crossed, or courses' Refused."""
    lock_registration(hand_in.enrolment.registration)
    current = Submission.objects.select_related("attempt", "graded_by").get(pk=hand_in.submission.pk)
    if version_of(current) != marks.version and not _own_draft_since(current, marks.version, user):
        raise Crossed(current)
    return grading.save_grade(
        submission=current,
        grade=marks.grade,
        feedback=marks.feedback,
        feedback_file=marks.feedback_file,
        remove_feedback_file=marks.remove_feedback_file,
        user=user,
    )


@transaction.atomic
def grade_and_publish(*, hand_in: HandIn, marks: Marks, user) -> Submission:
    """Save the marks, show them to the learner and tell them by mail."""
    return _publish(HandIn(save_draft(hand_in=hand_in, marks=marks, user=user), hand_in.enrolment), user)


@transaction.atomic
def publish_drafts(*, hand_ins: Iterable[HandIn], user) -> int:
    """Publish the hand-ins that carry a grade; the others are left. Returns how many were."""
    ready = sorted((one for one in hand_ins if one.has_draft), key=lambda one: str(one.enrolment.registration))
    for hand_in in ready:
        _publish(hand_in, user)
    return len(ready)


def _publish(hand_in: HandIn, user) -> Submission:
    submission = grading.publish(submission=hand_in.submission, user=user)
    enrolment = hand_in.enrolment
    send(
        to=enrolment.user,
        kind="work_graded",
        # A grade reopened, corrected and published again is news again.
        key=f"work-graded:{submission.pk}:{submission.published_at:%Y%m%d%H%M%S%f}",
        context={
            "title": hand_in.title,
            "session": enrolment.session,
            "tutor": user,
            "link": settings.SITE_ORIGIN + reverse("training_sessions:pathway", args=[enrolment.pk]),
        },
        reply_to=user.email,
    )
    return submission


def _what_changed(submission: Submission) -> str:
    if submission.handed_in_at is None:
        return _("The learner took this work back to change it while you were grading. It will come back here once handed in again.")
    if submission.graded_by is None:
        return _("The learner handed this work in again while you were grading. Look at the new version; what you wrote is kept below.")
    if submission.grade is None:
        return _("%(name)s wrote a comment on this work meanwhile. What you wrote is kept below.") % {"name": submission.graded_by}
    values = {
        "name": submission.graded_by,
        "grade": f"{submission.grade.normalize():f}",
        "maximum": f"{submission.maximum_grade.normalize():f}",
    }
    if submission.published_at:
        return _("%(name)s has published a grade for this work meanwhile: %(grade)s out of %(maximum)s.") % values
    return _("%(name)s graded this work meanwhile: %(grade)s out of %(maximum)s. Save again to replace it with yours.") % values
