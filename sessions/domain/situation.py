"""What now: the one thing that a learner's page begins with."""

from enum import StrEnum
from functools import cached_property

from pathways.api import StageStep, row_of
from sessions.domain.access import Access
from sessions.domain.learning import Journey, place_of
from sessions.models import SessionEvent


class Kind(StrEnum):
    """NOT_YET and OVER come from the dates; the others say what the running session asks for."""

    NOT_YET = "not_yet"
    STEP = "step"
    EVENT = "event"
    WAITING = "waiting"
    LOCKED = "locked"
    MISSING = "missing"
    SUCCEEDED = "succeeded"
    OVER = "over"


class Situation:
    """The situation of a journey. events: those of its session, in order of time."""

    def __init__(self, journey: Journey, events: list[SessionEvent]):
        self.journey = journey
        self.events = events

    @cached_property
    def kind(self) -> Kind:
        journey, standing = self.journey, self.journey.standing
        if journey.access is not Access.OPEN:
            return Kind.NOT_YET if journey.access is Access.NOT_YET else Kind.OVER
        if standing.succeeded:
            return Kind.SUCCEEDED
        if standing.next_step is not None:
            return Kind.EVENT if standing.next_step.plan.is_event else Kind.STEP
        if any(one.state == "waiting" for one in standing.steps):
            return Kind.WAITING
        return Kind.LOCKED if self.locked else Kind.MISSING

    @property
    def step(self):
        """The step to do; None when there is none."""
        return self.journey.standing.next_step

    @cached_property
    def row(self) -> StageStep | None:
        """The step to do as the path draws it, with its modality in words."""
        return row_of(self.step, self.step, self.journey.step_url) if self.step else None

    @property
    def place(self) -> str:
        return place_of(self.journey.plan, self.step.plan.step_id) if self.step else ""

    @property
    def href(self) -> str:
        return self.journey.step_url(self.step) if self.step else self.journey.url

    @cached_property
    def locked(self):
        """The first step that is not open yet, or None."""
        return next((one for one in self.journey.standing.steps if not one.is_open), None)

    @cached_property
    def waiting(self) -> list:
        return [one for one in self.journey.standing.steps if one.state == "waiting"]

    @property
    def missing(self) -> list:
        """Conditions of success not met, each with its words."""
        return [one for one in self.journey.standing.conditions if not one.met]

    @cached_property
    def event(self) -> SessionEvent | None:
        """The next date of the step to do, when it is an event: to come, else the last one held."""
        mine = [one for one in self.events if self.step and one.activity_id == self.step.plan.activity_id]
        return next((one for one in mine if one.ends_at > self.journey.now), mine[-1] if mine else None)

    @property
    def is_event_past(self) -> bool:
        return self.event is not None and self.event.ends_at <= self.journey.now
