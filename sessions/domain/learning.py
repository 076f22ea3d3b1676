"""A learner in front of their pathway: what its pages show, and what a step hands to its player."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import addresses
from courses.enums import AttemptMode
from courses.models import object_of
from courses.players import EventInfo, LearningContext
from pathways.api import (
    Milestone,
    PathwayPlan,
    SequencePlan,
    Stage,
    Standing,
    StepStanding,
    milestones_of,
    plans_of,
    stages_of,
)
from pathways.models import FaqEntry
from sessions.domain.access import Access, access_to
from sessions.domain.facts import facts_for
from sessions.domain.progress import evaluate_at
from sessions.domain.signing import is_signable
from sessions.models import Enrolment, Presence, SessionEvent
from sessions.registry import session_url


def zone_of(enrolment: Enrolment) -> tzinfo:
    """The time zone in which a learner reads hours: their own, else the region's."""
    return ZoneInfo(enrolment.user.time_zone) if enrolment.user.time_zone else enrolment.session.zone


@dataclass(frozen=True)
class Journey:
    """An enrolment with the plan of its pathway and where the learner stands at `now`."""

    enrolment: Enrolment
    plan: PathwayPlan
    standing: Standing
    now: datetime

    @property
    def session(self):
        return self.enrolment.session

    @cached_property
    def access(self) -> Access:
        return access_to(self.session, self.now)

    @property
    def is_open(self) -> bool:
        return self.access is Access.OPEN

    @property
    def is_over(self) -> bool:
        return self.access is Access.OVER

    @cached_property
    def url(self) -> str:
        return reverse("training_sessions:pathway", args=[self.enrolment.pk])

    @property
    def days_left(self) -> int:
        return self.session.days_left(self.now)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The path, each open step leading to its page; before the session begins none does."""
        return stages_of(self.plan, self.standing, href=lambda step: "" if self.access is Access.NOT_YET else self.step_url(step))

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return milestones_of(self.plan, self.standing)

    @cached_property
    def steps(self) -> dict[int, StepStanding]:
        """Standings by step id."""
        return {one.plan.step_id: one for one in self.standing.steps}

    def step(self, step_id: int) -> StepStanding:
        """Raises Http404 for a step of another pathway."""
        try:
            return self.steps[step_id]
        except KeyError:
            raise Http404 from None

    @cached_property
    def _step_address(self) -> Callable[[int], str]:
        return addresses("training_sessions:step", self.enrolment.pk)

    def step_url(self, step: StepStanding) -> str:
        return self._step_address(step.plan.step_id)


def key_to(journey: Journey, locked: StepStanding) -> StepStanding | None:
    """The step to do so that a locked one opens: one it waits for, else whatever comes next; None where only time opens it."""
    wanted = {need.activity_id for need in locked.plan.needs}
    rows = [one for one in journey.standing.steps if one.plan.activity_id in wanted and one.is_open and not one.is_done]
    waits_for_day_only = locked.opens_on_day is not None and len(locked.locked_by) == 1
    return None if waits_for_day_only else next(iter(rows), journey.standing.next_step)


def journey_of(enrolment: Enrolment, now: datetime | None = None) -> Journey:
    return journeys_of([enrolment], now)[0]


def journeys_of(enrolments: Iterable[Enrolment], now: datetime | None = None) -> list[Journey]:
    """One journey for each enrolment, in their order, a constant number of queries for any number of them."""
    now = now or timezone.now()
    enrolments = list(enrolments)
    plans = plans_of({one.session.pathway_id: one.session.pathway for one in enrolments}.values()) if enrolments else {}
    facts = facts_for(enrolments)
    found = []
    for one in enrolments:
        plan = plans[one.session.pathway_id]
        found.append(Journey(one, plan, evaluate_at(one.session, plan, facts[one.pk], now), now))
    return found


def context_of(journey: Journey, step: StepStanding) -> LearningContext:
    """What the player of the step gets. The caller has checked that the step may be read."""
    enrolment, session = journey.enrolment, journey.session
    next_url, next_label = _next(journey, step)
    return LearningContext(
        user=enrolment.user,
        registration=enrolment.registration,
        activity=object_of(step.plan.activity_id, step.plan.kind),
        base_url=journey.step_url(step),
        back_url=journey.url,
        mode=AttemptMode.NORMAL if journey.is_open else AttemptMode.REVIEW,
        can_write=journey.is_open,
        closes_at=session.closes_at,
        next_url=next_url,
        next_label=next_label,
        pathway_title=journey.plan.title,
        place=place_of(journey.plan, step.plan.step_id),
        zone=zone_of(enrolment),
        minimum_score=step.plan.minimum_score,
        forum_url=session_url("forum", session),
        faq_url=_faq_url(session, step),
        events=_events_at(enrolment, step),
    )


def _faq_url(session, step: StepStanding) -> str:
    """Where the frequent questions about the step are; "" when it has none."""
    activity = step.plan.activity_id
    known = FaqEntry.objects.readable_in(session.pk).filter(activity=activity).exists()
    return f"{reverse('training_sessions:faq', args=[session.pk])}#etape-{activity}" if known else ""


def _events_at(enrolment: Enrolment, step: StepStanding) -> tuple[EventInfo, ...]:
    if not step.plan.is_event:
        return ()
    return tuple(event_info(event, enrolment) for event in events_of(enrolment).filter(activity=step.plan.activity_id))


def place_of(plan: PathwayPlan, step_id: int) -> str:
    """Where a step is, in words: “Sequence 2 · step 3 of 7”; only the step in a pathway of one sequence."""
    number, sequence = _sequence_of(plan, step_id)
    position = [step.step_id for step in sequence.steps].index(step_id) + 1
    values = {"sequence": number, "step": position, "count": len(sequence.steps)}
    if len(plan.sequences) == 1:
        return _("Step %(step)d of %(count)d") % values
    return _("Sequence %(sequence)d · step %(step)d of %(count)d") % values


def _sequence_of(plan: PathwayPlan, step_id: int) -> tuple[int, SequencePlan]:
    for number, sequence in enumerate(plan.sequences, start=1):
        if any(step.step_id == step_id for step in sequence.steps):
            return number, sequence
    raise Http404


def _next(journey: Journey, step: StepStanding) -> tuple[str, str]:
    """Where to go from a step: the one after it where it is open, else what is left to do, else the results."""
    if not journey.is_open:
        return "", ""
    rows = journey.standing.steps
    after = rows[rows.index(step) + 1] if step is not rows[-1] else None
    to_do = journey.standing.next_step
    if after is not None and after.is_open:
        return journey.step_url(after), _("Next step: %(title)s") % {"title": after.plan.title}
    if to_do is not None and to_do is not step:
        return journey.step_url(to_do), _("Go on with: %(title)s") % {"title": to_do.plan.title}
    return (journey.url, _("See where I stand")) if step.is_done else ("", "")


def events_of(enrolment: Enrolment):
    """Events of the enrolment's session in order of time; `presence` is the learner's validated status or None."""
    presence = Presence.objects.filter(event=OuterRef("pk"), enrolment=enrolment).values("status")[:1]
    events = SessionEvent.objects.filter(session=enrolment.session_id).select_related("trainer", "session__region")
    return events.annotate(presence=Subquery(presence))


def event_info(event: SessionEvent, enrolment: Enrolment) -> EventInfo:
    return EventInfo(
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        link=event.link,
        trainer=str(event.trainer) if event.trainer else "",
        calendar_url=reverse("training_sessions:calendar_date", args=[enrolment.pk, f"rendez-vous-{event.pk}"]),
        status=getattr(event, "presence", None) or "",
        zone=enrolment.session.zone,
        sign_url=reverse("training_sessions:sign_event", args=[enrolment.pk, event.pk]) if is_signable(event) else "",
    )
