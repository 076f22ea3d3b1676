"""Work handed in by the learners one follows. The link from a hand-in to its enrolment is the registration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from courses.enums import AttemptMode
from courses.models import Submission
from sessions.models import Enrolment
from tutoring.rules import sessions_graded_by


@dataclass(frozen=True)
class HandIn:
    """A hand-in with the enrolment it belongs to."""

    submission: Submission
    enrolment: Enrolment

    @property
    def person(self) -> User:
        return self.enrolment.user

    @property
    def title(self) -> str:
        return self.submission.attempt.activity.title

    @property
    def since(self) -> datetime | None:
        return self.submission.handed_in_at

    @property
    def has_draft(self) -> bool:
        """Graded, not published yet."""
        return self.submission.grade is not None and self.submission.published_at is None


def hand_ins_of(enrolments: QuerySet) -> QuerySet:
    """Hand-ins that count, of the given enrolments, oldest first; drafts of learners are not among them."""
    found = Submission.objects.filter(attempt__registration__in=enrolments.order_by().values("registration"))
    found = found.filter(attempt__mode=AttemptMode.NORMAL, handed_in_at__isnull=False)
    return found.select_related("attempt__activity", "graded_by").order_by("handed_in_at", "pk")


def to_grade(user, *, session_id=None) -> QuerySet:
    """What waits for a grade of `user`, oldest first: handed in, not published, in sessions where they grade."""
    sessions = sessions_graded_by(user)
    if session_id:
        sessions = sessions.filter(pk=session_id)
    return hand_ins_of(Enrolment.objects.active().filter(session__in=sessions)).filter(published_at__isnull=True)


def with_enrolments(submissions: Iterable[Submission]) -> list[HandIn]:
    """The hand-ins with their learners, in one more query."""
    rows = list(submissions)
    registrations = [row.attempt.registration for row in rows]
    people = {one.registration: one for one in Enrolment.objects.with_people().filter(registration__in=registrations)}
    return [HandIn(row, people[row.attempt.registration]) for row in rows]
