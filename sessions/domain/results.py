"""A learner's own report: what was done, how well, in how long."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Submission
from pathways.api import StepStanding
from sessions.domain.attendance import presence_words
from sessions.domain.learning import Journey
from sessions.models import Enrolment, SessionEvent


@dataclass(frozen=True)
class Result:
    """One step. feedback: the tutor's published answer to the work handed in, or None. href: "" where nothing can be read any more."""

    step: StepStanding
    feedback: Submission | None
    href: str

    @property
    def minutes(self) -> int:
        return round(self.step.fact.seconds / 60)


@dataclass(frozen=True)
class Attended:
    """A half-day or virtual class: what was noted, in words, and whether the learner signed."""

    event: SessionEvent
    words: str
    there: bool | None
    signed: bool


@dataclass(frozen=True)
class Results:
    rows: list[Result]
    attended: list[Attended]
    seconds: int
    done: int
    met: int
    percent: int

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


def results_of(journey: Journey) -> Results:
    answered = Submission.objects.filter(attempt__registration=journey.enrolment.registration, published_at__isnull=False)
    feedback = {one.attempt.activity_id: one for one in answered.select_related("attempt", "graded_by").order_by("published_at")}
    steps = journey.standing.steps
    rows = [Result(one, feedback.get(one.plan.activity_id), journey.step_url(one) if one.is_open else "") for one in steps]
    return Results(
        rows,
        attended_of(journey.enrolment),
        seconds=sum(one.fact.seconds for one in steps),
        done=sum(one.is_done for one in steps),
        met=sum(one.met for one in journey.standing.conditions),
        percent=journey.standing.percent,
    )


def attended_of(enrolment: Enrolment) -> list[Attended]:
    """The dates of the session so far, with the learner's presence; to come ones are left out."""
    events = list(enrolment.session.events.filter(starts_at__lte=timezone.now()))
    presences = {one.event_id: one for one in enrolment.presences.filter(event__in=events)}
    signed = set(enrolment.signatures.filter(cancelled_at__isnull=True).values_list("event", flat=True))
    found = []
    for event in events:
        presence = presences.get(event.pk)
        words = presence_words(presence, enrolment.session.zone) if presence else _("not noted yet")
        found.append(Attended(event, words, presence.was_there if presence else None, event.pk in signed))
    return found
