"""What following one object leaves behind: the attempt, its rows and its statements, as the domain functions write them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from benchmarks.seed.writing import Writer
from courses.domain.quiz_forms import make_form, maximum_of
from courses.domain.quiz_grading import points_of
from courses.domain.right_answers import solve
from courses.domain.scorm_seed import kept_elements
from courses.domain.statements import QUESTION_TYPE, thing_of
from courses.enums import AttemptState, PackageKind
from courses.models import Attempt, LibraryObject, QuizAnswer, ScormPage, Submission
from courses.models.scorm import Launch, ScoState
from demo.modules import PART
from demo.modules import graded as values_of_module
from lrs.api import Thing, Verb, compose
from sessions.models import Enrolment

MILLIONTH = Decimal("0.000001")
MARKED_WITHIN = timedelta(days=4)
WORK = "Mon objectif, en une phrase : dix commandes de plus par mois. Mon calendrier : une publication le jeudi. " * 4


@dataclass
class Learner:
    """An enrolment that is being filled, at a moment that goes forward."""

    enrolment: Enrolment
    writer: Writer
    rng: random.Random
    now: datetime
    tutor_id: int
    attempts: list[Attempt] = field(default_factory=list)
    last_at: datetime | None = None

    def say(self, verb: Verb, thing: Thing, moment: datetime, **result) -> None:
        user, registration = self.enrolment.user, self.enrolment.registration
        self.writer.add(*compose(user=user, verb=verb, thing=thing, registration=registration, stored=moment, **result))

    def attempt(self, activity: LibraryObject, begun: datetime, ended: datetime, **fields) -> Attempt:
        """An attempt that ended at `ended`, finished unless the fields say otherwise."""
        fields = {"state": AttemptState.FINISHED, "completed": True, **fields}
        over = fields["state"] == AttemptState.FINISHED
        made = Attempt(
            user=self.enrolment.user,
            registration=self.enrolment.registration,
            activity_id=activity.pk,
            started_at=begun,
            last_activity_at=ended,
            completed_at=ended if fields["completed"] else None,
            finished_at=ended if over else None,
            **fields,
        )
        self.attempts.append(made)
        self.writer.add(made)
        self.last_at = max(filter(None, [self.last_at, ended]))
        return made


@cache
def thing(activity: LibraryObject) -> Thing:
    return thing_of(activity)


def follow(learner: Learner, activity: LibraryObject, begun: datetime, score: float) -> datetime:
    """Follow `activity` from `begun` on, with `score` where it has one; returns the end."""
    minutes = max(1, round(activity.duration_minutes * learner.rng.uniform(0.5, 1.3)))
    ended = begun + timedelta(minutes=minutes, seconds=learner.rng.randint(1, 59))
    DEEDS[activity.kind](learner, activity, begun, ended, score)
    return ended


def _consult(learner: Learner, activity: LibraryObject, begun: datetime, ended: datetime, score: float) -> None:
    opened = activity.kind == "document"
    seconds = int((ended - begun).total_seconds())
    learner.attempt(activity, begun, ended, seconds=seconds, details={"opened": True} if opened else {})
    learner.say(Verb.INITIALIZED, thing(activity), begun)
    if opened:
        learner.say(Verb.EXPERIENCED, thing(activity), begun)
    learner.say(Verb.COMPLETED, thing(activity), ended, completion=True, seconds=seconds)


@cache
def _form_of(quiz: LibraryObject) -> tuple[list[dict], list]:
    """One form of the quiz, and the right response to each question."""
    form = make_form(quiz, random.Random(quiz.pk))
    return form, [solve(question) for question in form]


def _answer(learner: Learner, quiz: LibraryObject, begun: datetime, ended: datetime, score: float) -> None:
    """The first questions are answered rightly until the score is reached, the others not at all."""
    form, solutions = _form_of(quiz)
    share = None if quiz.pass_mark is None else quiz.pass_mark / 100
    maximum, earned, answers = maximum_of(form), Decimal(0), []
    for question, solution in zip(form, solutions, strict=True):
        right = earned < Decimal(str(score)) * maximum
        points = points_of(question, solution) if right else Decimal(0)
        earned += points
        answers.append((question, solution if right else None, points))
    scaled = (earned / maximum).quantize(MILLIONTH)
    success = None if share is None else scaled >= Decimal(str(share))
    seconds = int((ended - begun).total_seconds())
    attempt = learner.attempt(
        quiz,
        begun,
        ended,
        seconds=seconds,
        score=scaled,
        raw_score=earned,
        max_score=maximum,
        success=success,
        details={"form": form, "ends_at": None, "pass_share": share},
    )
    learner.say(Verb.INITIALIZED, thing(quiz), begun)
    _say_answers(learner, quiz, attempt, answers, ended)
    _say_result(learner, quiz, ended, success, seconds=seconds, scaled=scaled, raw=earned, maximum=maximum)


def _say_answers(learner: Learner, quiz: LibraryObject, attempt: Attempt, answers: list, ended: datetime) -> None:
    whole = thing(quiz)
    for number, (question, response, points) in enumerate(answers, 1):
        maximum = question["points"]
        row = {"question": UUID(question["id"]), "response": response, "points": points, "maximum": maximum}
        learner.writer.add(QuizAnswer(attempt=attempt, answered_at=ended, **row))
        if response is not None:
            asked = Thing(f"{whole.iri}/{question['id']}", f"Question {number}", QUESTION_TYPE)
            result = {"success": points == maximum, "raw": points, "maximum": maximum, "response": str(response)}
            learner.say(Verb.ANSWERED, asked, ended, parents=(whole,), **result)


def _say_result(
    learner: Learner, activity: LibraryObject, ended: datetime, success: bool | None, *, seconds: int | None = None, **numbers
) -> None:
    learner.say(Verb.COMPLETED, thing(activity), ended, completion=True, seconds=seconds)
    learner.say(Verb.SCORED, thing(activity), ended, **numbers)
    if success is not None:
        learner.say(Verb.PASSED if success else Verb.FAILED, thing(activity), ended, success=success, **numbers)


def _study(learner: Learner, page: LibraryObject, begun: datetime, ended: datetime, score: float) -> None:
    """One sitting of a module of one part, to its end."""
    version = _version_of(page)
    seconds = int((ended - begun).total_seconds())
    scaled, mark = Decimal(f"{score:.4f}"), page.pass_mark or 50
    is_12, success = version.kind == PackageKind.SCORM_12, scaled * 100 >= mark
    if is_12:
        scaled = Decimal(round(score * 100)) / 100
    raw = Decimal(round(score * 100))
    attempt = learner.attempt(
        page, begun, ended, seconds=seconds, score=scaled, raw_score=raw, max_score=Decimal(100), success=success, details={"part": PART}
    )
    launch = Launch(
        attempt=attempt,
        version=version,
        created_at=begun,
        expires_at=begun + timedelta(hours=12),
        return_url="",
        pass_share=mark / 100,
    )
    location = ("cmi.core.lesson_location", "2") if is_12 else ("cmi.location", "2")
    state = ScoState(
        attempt=attempt,
        item_identifier=PART,
        cmi=kept_elements(version.kind, dict([location, *values_of_module(is_12, score, mark)])),
        completion="completed",
        success="passed" if success else "failed",
        score_scaled=scaled,
        score_raw=raw,
        launch=launch,
        sequence=2,
        session_seconds=Decimal(seconds),
        terminated=True,
        exit="suspend",
        opened_at=begun,
        updated_at=ended,
    )
    learner.writer.add(launch, state)
    numbers = {"scaled": scaled, "raw": raw, "maximum": Decimal(100)}
    learner.say(Verb.LAUNCHED, thing(page), begun)
    learner.say(Verb.INITIALIZED, thing(page), begun)
    learner.say(Verb.COMPLETED, thing(page), ended, completion=True)
    learner.say(Verb.PASSED if success else Verb.FAILED, thing(page), ended, success=success, **numbers)
    learner.say(Verb.SUSPENDED, thing(page), ended, seconds=seconds)


@cache
def _version_of(page: ScormPage):
    return page.package.current


def _hand_in(learner: Learner, case: LibraryObject, begun: datetime, ended: datetime, score: float) -> None:
    """Handed in at `ended`, marked some days later if that has come."""
    marked = ended + MARKED_WITHIN * learner.rng.uniform(0.1, 1)
    grade, maximum = Decimal(round(score * 20)), case.maximum_grade
    share = (case.pass_mark or 0) / 100
    details = {"pass_share": share}
    seconds = int((ended - begun).total_seconds())
    learner.say(Verb.INITIALIZED, thing(case), begun)
    learner.say(Verb.SUBMITTED, thing(case), ended)
    work = {"text": WORK, "handed_in_at": ended, "maximum_grade": maximum, "updated_at": min(marked, learner.now)}
    if marked > learner.now:
        attempt = learner.attempt(case, begun, ended, state=AttemptState.SUBMITTED, completed=False, seconds=seconds, details=details)
        learner.writer.add(Submission(attempt=attempt, **work))
        return
    scaled = (grade / maximum).quantize(MILLIONTH)
    success = scaled >= Decimal(str(share))
    numbers = {"score": scaled, "raw_score": grade, "max_score": maximum}
    attempt = learner.attempt(case, begun, marked, success=success, seconds=seconds, details=details, **numbers)
    given = {"grade": grade, "feedback": "Un objectif net : bravo.", "graded_by_id": learner.tutor_id, "published_at": marked}
    learner.writer.add(Submission(attempt=attempt, **work, **given))
    _say_result(learner, case, marked, success, scaled=scaled, raw=grade, maximum=maximum)


DEEDS: dict[str, Callable] = {
    "page": _consult,
    "document": _consult,
    "quiz": _answer,
    "scorm": _study,
    "case_study": _hand_in,
}
