"""A quiz taken: begun, answered bit by bit, finished, graded on the server.

attempt.details: "form" (courses.domain.quiz_forms), "ends_at" (ISO, None without a time limit), "pass_share" (0 to 1
or None), as they were when the attempt began. Every write takes the registration's lock. All raise Refused.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.attempts import begin_attempt, lock_registration, record
from courses.domain.quiz_forms import clean_response, make_form, maximum_of
from courses.domain.quiz_grading import is_unanswered, points_of
from courses.domain.refusals import Refused
from courses.domain.statements import tell, tell_together, told_of, told_of_grade, told_of_part
from courses.enums import AttemptState
from courses.models import Attempt, QuizAnswer, QuizPage
from courses.players.context import LearningContext
from lrs.api import Outcome, Told, Verb

# Answers on their way when the time ends are taken; the page sends them at the end of the countdown.
GRACE = timedelta(seconds=20)
MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True)
class Taking:
    """Where a person stands with a quiz: `running` is the attempt to go on with; left is None without a limit."""

    running: Attempt | None
    finished: tuple[Attempt, ...]
    left: int | None

    @property
    def best(self) -> Attempt | None:
        return max(self.finished, key=lambda attempt: (attempt.score, attempt.number), default=None)

    @property
    def may_begin(self) -> bool:
        return self.running is None and self.left != 0


def taking_of(context: LearningContext) -> Taking:
    attempts = list(Attempt.objects.filter(registration=context.registration, activity_id=context.activity.pk).order_by("number"))
    begun = [attempt for attempt in attempts if attempt.details.get("form")]
    running = next((attempt for attempt in begun if attempt.state == AttemptState.RUNNING), None)
    limit = 0 if context.is_preview else context.activity.attempts_allowed
    left = max(0, limit - len(begun)) if limit else None
    return Taking(running, tuple(attempt for attempt in begun if attempt.state == AttemptState.FINISHED), left)


@transaction.atomic
def begin(context: LearningContext, *, now: datetime | None = None) -> Attempt:
    """The running attempt, or a new one with its own form. Raises Refused when no attempt is left."""
    now = now or timezone.now()
    lock_registration(context.registration)
    taking = taking_of(context)
    if taking.running:
        return taking.running
    if not taking.may_begin:
        limit = context.activity.attempts_allowed
        raise Refused(ngettext("You have used your only attempt.", "You have used your %(count)d attempts.", limit) % {"count": limit})
    attempt = begin_attempt(context, new=True)
    quiz: QuizPage = context.activity
    minutes = quiz.time_limit_minutes
    details = {
        "form": make_form(quiz, random.Random(attempt.pk.int)),  # noqa: S311
        "ends_at": (now + timedelta(minutes=minutes)).isoformat() if minutes else None,
        "pass_share": context.pass_share,
    }
    record(attempt, details=details, started_at=now)
    tell(attempt, Verb.INITIALIZED, activity=quiz)
    return attempt


def ends_at(attempt: Attempt) -> datetime | None:
    moment = attempt.details.get("ends_at")
    return datetime.fromisoformat(moment) if moment else None


def is_late(attempt: Attempt, now: datetime) -> bool:
    """Whether the time has ended, beyond the moment that answers may need to arrive."""
    end = ends_at(attempt)
    return end is not None and now > end + GRACE


@transaction.atomic
def save_answers(*, attempt: Attempt, responses: Mapping[str, object], now: datetime | None = None) -> None:
    """Keep answers by question id; questions that are not of the form are passed over.

    Raises Refused when the attempt is finished or its time has ended: what was saved before stays.
    """
    now = now or timezone.now()
    _lock(attempt)
    if attempt.state != AttemptState.RUNNING:
        raise Refused(_("This quiz is finished: its answers can no longer be changed."))
    if is_late(attempt, now):
        raise Refused(_("The time is over: your answers up to then are kept."))
    _keep(attempt, responses, now)
    Attempt.objects.filter(pk=attempt.pk).update(last_activity_at=now)


@transaction.atomic
def finish(*, attempt: Attempt, activity: QuizPage, now: datetime | None = None) -> Attempt:
    """Grade what was saved and end the attempt. Finishing twice changes nothing."""
    now = now or timezone.now()
    _lock(attempt)
    if attempt.state != AttemptState.RUNNING:
        return attempt
    form = attempt.details["form"]
    earned = _grade(attempt, form, activity)
    maximum = maximum_of(form)
    score = (earned / maximum).quantize(MILLIONTH) if maximum else Decimal(0)
    mark = attempt.details["pass_share"]
    success = None if mark is None else score >= Decimal(str(mark))
    record(attempt, state=AttemptState.FINISHED, completed=True, success=success, score=score, raw_score=earned, max_score=maximum)
    numbers: Outcome = {"scaled": score, "raw": earned, "maximum": maximum}
    done = told_of(attempt, Verb.COMPLETED, activity=activity, completion=True, seconds=attempt.seconds)
    tell_together(attempt, [done, *told_of_grade(attempt, numbers, success, activity=activity)])
    return attempt


def finish_overdue(now: datetime | None = None) -> int:
    """Finish the running attempts whose time has ended with nobody there to see it; how many."""
    now, done = now or timezone.now(), 0
    limited = QuizPage.objects.filter(time_limit_minutes__gt=0).values("pk")
    for attempt in Attempt.objects.filter(state=AttemptState.RUNNING, activity__in=limited).iterator():
        if is_late(attempt, now):
            finish(attempt=attempt, activity=attempt.activity.specific, now=now)
            done += 1
    return done


def answers_of(attempt: Attempt) -> dict[str, QuizAnswer]:
    """Answers by question id."""
    return {str(answer.question): answer for answer in QuizAnswer.objects.filter(attempt=attempt)}


def unanswered(attempt: Attempt, answers: Mapping[str, QuizAnswer]) -> list[int]:
    """Numbers, from 1, of the questions without an answer."""
    form = attempt.details["form"]
    return [n for n, question in enumerate(form, 1) if question["id"] not in answers or is_unanswered(answers[question["id"]].response)]


def _lock(attempt: Attempt) -> None:
    lock_registration(attempt.registration)
    attempt.refresh_from_db()


def _keep(attempt: Attempt, responses: Mapping[str, object], now: datetime) -> None:
    rows = [
        QuizAnswer(
            attempt=attempt,
            question=UUID(question["id"]),
            response=clean_response(question, responses[question["id"]]),
            maximum=question["points"],
            answered_at=now,
        )
        for question in attempt.details["form"]
        if question["id"] in responses
    ]
    QuizAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["attempt", "question"], update_fields=["response", "maximum", "answered_at"]
    )


def _grade(attempt: Attempt, form: list[dict], activity: QuizPage) -> Decimal:
    """Write the points of each question, the unanswered ones too, and state each answer; the sum of points."""
    answers, total, told = answers_of(attempt), Decimal(0), []
    for number, question in enumerate(form, 1):
        answer = answers.get(question["id"]) or QuizAnswer(attempt=attempt, question=UUID(question["id"]))
        answer.maximum = question["points"]
        answer.points = points_of(question, answer.response)
        answer.save()
        total += answer.points
        if not is_unanswered(answer.response):
            told.append(_told_of_answer(attempt, activity, number, question, answer))
    tell_together(attempt, told)
    return total


def _told_of_answer(attempt: Attempt, activity: QuizPage, number: int, question: dict, answer: QuizAnswer) -> Told:
    return told_of_part(
        attempt,
        Verb.ANSWERED,
        activity=activity,
        part=question["id"],
        name=_("Question %(number)d") % {"number": number},
        success=answer.points == answer.maximum,
        raw=answer.points,
        maximum=answer.maximum,
        response=str(answer.response),
    )
