"""Facts for the tests of learners: attempts written as players write them."""

from courses.domain.attempts import begin_attempt, record
from courses.enums import AttemptState
from sessions.domain.learning import context_of, journey_of


def context_for(enrolment, number=0):
    journey = journey_of(enrolment)
    return context_of(journey, journey.standing.steps[number])


def begin(enrolment, number=0, **changes):
    """Begin the step at place `number` (0 the first), and write what is given to its attempt."""
    attempt = begin_attempt(context_for(enrolment, number))
    return record(attempt, **changes) if changes else attempt


def finish(enrolment, number=0, score=None, success=None):
    return begin(enrolment, number, state=AttemptState.FINISHED, completed=True, score=score, success=success)


def succeed(enrolment):
    """Everything of the cast's pathway, well done."""
    finish(enrolment, 0)
    finish(enrolment, 1, score=0.9, success=True)
    return finish(enrolment, 2, score=0.8, success=True)
