"""What a tutor reads: the learners of a session, step by step, and one learner in detail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from courses.domain.facts import shown_as_counting
from courses.models import Attempt
from pathways.api import PathwayPlan, StepPlan, plan_of
from sessions.domain.learning import Journey, journey_of
from sessions.enums import StepState
from sessions.models import Enrolment, StepProgress, TrainingSession
from tutoring.domain.hand_ins import HandIn, hand_ins_of
from tutoring.domain.modules import modules_with_parts


@dataclass(frozen=True)
class Cell:
    """A learner at a step, as stored."""

    step: StepPlan
    state: StepState
    score: Decimal | None = None


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    cells: tuple[Cell, ...]


def matrix_of(session: TrainingSession, enrolments: Iterable[Enrolment]) -> tuple[PathwayPlan, list[Row]]:
    """The pathway's plan and a row for each learner with a cell for each of its steps."""
    plan, people = plan_of(session.pathway), list(enrolments)
    stored: dict = defaultdict(dict)
    for progress in StepProgress.objects.filter(enrolment__in=people):
        stored[progress.enrolment_id][progress.step_id] = progress
    return plan, [Row(one, tuple(_cell(step, stored[one.pk].get(step.step_id)) for step in plan.steps)) for one in people]


def _cell(step: StepPlan, progress: StepProgress | None) -> Cell:
    return Cell(step, StepState(progress.state), progress.score) if progress else Cell(step, StepState.TODO)


@dataclass(frozen=True)
class Visit:
    """What a learner did at one step: where they stand, each try, those that make the result, and what they handed in.

    has_parts: it is a module whose parts are followed one by one (cmi5, xAPI).
    """

    standing: object
    tries: tuple[Attempt, ...]
    hand_ins: tuple[HandIn, ...]
    has_parts: bool = False

    @property
    def counting(self) -> tuple[Attempt, ...]:
        return shown_as_counting(self.tries)

    @property
    def allowed(self) -> int:
        """How many attempts there may be; 0 without a limit."""
        return self.tries[0].allowed if self.tries else 0


@dataclass(frozen=True)
class LearnerReport:
    journey: Journey
    sequences: tuple[tuple[str, tuple[Visit, ...]], ...]
    positioning: Visit | None

    @property
    def last_at(self) -> datetime | None:
        return self.journey.enrolment.last_visit_at


def report_of(enrolment: Enrolment) -> LearnerReport:
    """Everything a tutor sees of one learner, in a constant number of queries."""
    journey = journey_of(enrolment)
    tries, works = defaultdict(list), defaultdict(list)
    for attempt in Attempt.objects.counting().with_counting_rule().with_limit().of(enrolment.registration).order_by("number"):
        tries[attempt.activity_id].append(attempt)
    for submission in hand_ins_of(Enrolment.objects.filter(pk=enrolment.pk)):
        works[submission.attempt.activity_id].append(HandIn(submission, enrolment))
    with_parts = modules_with_parts(standing.plan.activity_id for standing in journey.steps.values())
    visits = {step_id: _visit(standing, tries, works, with_parts) for step_id, standing in journey.steps.items()}
    sequences = tuple((one.title, tuple(visits[step.step_id] for step in one.steps)) for one in journey.plan.sequences)
    return LearnerReport(journey, sequences, _positioning(journey.plan, visits))


def _visit(standing, tries: dict, works: dict, with_parts: set[int]) -> Visit:
    activity = standing.plan.activity_id
    return Visit(standing, tuple(tries[activity]), tuple(works[activity]), activity in with_parts)


def _positioning(plan: PathwayPlan, visits: dict[int, Visit]) -> Visit | None:
    """The self-positioning quiz: a quiz with no pass mark before any step that is passed or failed."""
    for step in plan.steps:
        if step.is_scored and (step.pass_mark is not None or step.kind != "quiz"):
            return None
        if step.is_scored:
            return visits[step.step_id]
    return None
