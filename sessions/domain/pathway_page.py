"""What the page of a learner's pathway shows."""

from dataclasses import dataclass, replace

from pathways.api import Stage, StageStep
from sessions.domain.access import Access
from sessions.domain.contacts import RegionContact, TutorContact, region_contact, tutor_contacts
from sessions.domain.dates import KeyDate, event_dates, events_of
from sessions.domain.learning import Journey
from sessions.domain.situation import Situation
from sessions.domain.summary_sheets import sheet_url
from sessions.models import SessionEvent
from sessions.registry import SessionLink, session_links


@dataclass(frozen=True)
class PathwayView:
    """stages: the path. tutors, region: whom to turn to. links: pages of the session kept by other apps, with addresses."""

    journey: Journey
    situation: Situation
    stages: tuple[Stage, ...]
    dates: list[KeyDate]
    tutors: tuple[TutorContact, ...]
    region: RegionContact
    links: list[tuple[SessionLink, str]]

    @property
    def is_new(self) -> bool:
        """Whether the learner has done nothing yet, and should meet the team first."""
        return self.journey.standing.last_at is None

    @property
    def met(self) -> int:
        return sum(one.met for one in self.journey.standing.conditions)


def pathway_view(journey: Journey) -> PathwayView:
    session = journey.session
    events = events_of([journey.enrolment]).get(session.pk, [])
    return PathwayView(
        journey=journey,
        situation=Situation(journey, events),
        stages=_stages(journey, events),
        dates=event_dates(journey.enrolment, events, journey.now, journey),
        tutors=tutor_contacts(session),
        region=region_contact(session.region),
        links=session_links(session, team=False) if journey.access is not Access.NOT_YET else [],
    )


def _stages(journey: Journey, events: list[SessionEvent]) -> tuple[Stage, ...]:
    """The path with the dates of its events, and the sheets of finished sequences."""
    dates = {event.activity_id: event for event in events if event.activity_id}
    activities = {one.plan.number: one.plan.activity_id for one in journey.standing.steps}
    found = []
    for stage in journey.stages:
        steps = tuple(_dated(step, dates.get(activities[step.number])) for step in stage.steps)
        finished = stage.has_sheet and stage.sequence_id in journey.standing.finished_sequences
        url = sheet_url(journey.enrolment, stage.sequence_id) if finished else ""
        state = "todo" if stage.state == "current" and not journey.is_open else stage.state
        unfolded = stage.unfolded or not journey.is_open
        found.append(replace(stage, steps=steps, sheet_url=url, state=state, unfolded=unfolded))
    return tuple(found)


def _dated(step: StageStep, event: SessionEvent | None) -> StageStep:
    return replace(step, when=event.starts_at) if event else step
