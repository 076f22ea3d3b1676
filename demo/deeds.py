"""What the people of the demonstration do, each through the domain function that a page calls."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.domain import assignments, consulting, grading, quiz
from courses.domain.right_answers import solve
from courses.domain.timekeeping import credit
from courses.models import LibraryObject
from courses.players.context import LearningContext
from demo.clock import at
from demo.modules import follow_module
from forum.domain.posting import reply, start_thread
from forum.domain.visits import note_visit
from messaging.api import write
from sessions.domain.learning import context_of, journey_of
from sessions.domain.visits import note_visit as note_learner_visit
from sessions.models import Enrolment


def context(enrolment: Enrolment, activity: LibraryObject) -> LearningContext:
    """The step of `activity` in front of the learner, at the moment that the clock tells."""
    enrolment = Enrolment.objects.with_people().get(pk=enrolment.pk)
    journey = journey_of(enrolment, timezone.now())
    standing = next(one for one in journey.standing.steps if one.plan.activity_id == activity.pk)
    if not standing.is_open:
        raise AssertionError(f"{activity} is not open for {enrolment.user}: {standing.locked_by}")
    note_learner_visit(enrolment)
    return context_of(journey, standing)


def consult(enrolment: Enrolment, activity: LibraryObject, moment: datetime, minutes: int = 6) -> None:
    with at(moment):
        here = context(enrolment, activity)
        attempt = consulting.see(here)
        if here.activity.kind in {"document", "link"}:
            consulting.open_content(here)
    with at(moment + timedelta(minutes=minutes)):
        if attempt is not None:
            credit(attempt=attempt, claimed_seconds=minutes * 60, not_before=moment)
        consulting.finish_consulting(here)


def take_quiz(enrolment: Enrolment, activity: LibraryObject, moment: datetime, right: int, minutes: int = 9) -> None:
    """Answer the quiz, the first `right` questions rightly and the others not at all."""
    with at(moment):
        here = context(enrolment, activity)
        attempt = quiz.begin(here)
        answers = [solve(question) for question in attempt.details["form"]]
        ids = [question["id"] for question in attempt.details["form"]]
        quiz.save_answers(attempt=attempt, responses=dict(list(zip(ids, answers, strict=True))[:right]))
    with at(moment + timedelta(minutes=minutes)):
        credit(attempt=attempt, claimed_seconds=minutes * 60, not_before=moment)
        quiz.finish(attempt=attempt, activity=here.activity)


def study(enrolment: Enrolment, activity: LibraryObject, moment: datetime, *, share: float | None, minutes: int) -> None:
    """Follow a SCORM module for `minutes`; share is the score of its quiz, None when left half-way."""
    with at(moment):
        here = context(enrolment, activity)
    follow_module(here, moment, share=share, minutes=minutes)


def hand_in(enrolment: Enrolment, activity: LibraryObject, moment: datetime, text: str) -> None:
    with at(moment):
        here = context(enrolment, activity)
        attempt = assignments.open_work(here)
        assignments.save_draft(here, text=text)
        calendar = SimpleUploadedFile("calendrier.txt", b"Lundi : le feuilletage\nJeudi : la tarte du samedi\n", "text/plain")
        assignments.add_file(here, upload=calendar)
        assignments.hand_in(here)
        if attempt is not None:
            credit(attempt=attempt, claimed_seconds=1500, not_before=moment - timedelta(minutes=30))


def grade(submission, moment: datetime, mark: int, feedback: str, tutor) -> None:
    with at(moment):
        grading.save_grade(submission=submission, grade=Decimal(mark), feedback=feedback, user=tutor)
        submission.refresh_from_db()
        grading.publish(submission=submission, user=tutor)


def open_thread(session, author, moment: datetime, title: str, text: str):
    with at(moment):
        note_visit(session=session, user=author)
        return start_thread(session=session, author=author, title=title, text=text)


def answer(thread, author, moment: datetime, text: str) -> None:
    with at(moment):
        note_visit(session=thread.session, user=author)
        reply(thread=thread, author=author, text=text)


def letter(address, author, moment: datetime, text: str, *, read: bool = True) -> None:
    """A message in a conversation; read: the other side has opened it since."""
    with at(moment):
        conversation = write(to=address, author=author, text=text).conversation
    if read:
        conversation.participations.update(unread=False, read_at=moment + timedelta(hours=1))
