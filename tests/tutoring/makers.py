"""Rows that tutors work on. Hand-ins are made as rows: handing in is another area's, tested there."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.enums import AttemptState
from courses.models import Attempt, CaseStudyPage, Submission, SubmissionFile
from sessions.models import Enrolment
from tests.factories import make_user


def case_study() -> CaseStudyPage:
    return CaseStudyPage.objects.get()


def make_hand_in(enrolment: Enrolment, *, days_ago: float = 2, text: str = "Ma page présente la boulangerie.", activity=None, **fields):
    """Work handed in `days_ago` and not graded."""
    moment = timezone.now() - timedelta(days=days_ago)
    attempt = Attempt.objects.create(
        user=enrolment.user,
        registration=enrolment.registration,
        activity_id=(activity or case_study()).pk,
        state=AttemptState.SUBMITTED,
        started_at=moment,
        last_activity_at=moment,
    )
    return Submission.objects.create(attempt=attempt, text=text, handed_in_at=moment, **fields)


def add_file(submission: Submission, name: str = "page.txt", media_type: str = "text/plain", content: bytes = b"Bonjour"):
    return SubmissionFile.objects.create(
        submission=submission, file=ContentFile(content, name), name=name, media_type=media_type, size=len(content)
    )


def make_learners(session, count: int, **fields) -> list[Enrolment]:
    return [Enrolment.objects.create(session=session, user=make_user("Élève", f"Numéro {number}"), **fields) for number in range(count)]
