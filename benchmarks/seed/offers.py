"""Sessions over a year, some to come; tutors and dates by the domain functions."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Region, User
from benchmarks.seed.content import Offer
from benchmarks.seed.people import Staff
from benchmarks.seed.size import Size
from pathways.api import PathwayPlan, plan_of
from sessions.domain.events import pattern_of
from sessions.domain.sessions import confirm, create_session
from sessions.enums import EventKind, TutorRole
from sessions.models import SessionEvent, TrainingSession

LENGTH = 30
# Sessions begin within this many days before today, and that many after.
PAST, COMING = 330, 30
BIG_BEGAN = 15


@dataclass
class Group:
    """A session with what is needed to fill it."""

    session: TrainingSession
    offer: Offer
    plan: PathwayPlan
    events: list[SessionEvent]
    tutors: list[User]
    learners: int


def make_groups(size: Size, offers: list[Offer], regions: list[Region], staff: Staff) -> list[Group]:
    """The first group is the big one. Sizes add up to a little more than the learners: some come back."""
    rng = random.Random(size.seed + 1)
    plans = {offer.pathway.pk: plan_of(offer.pathway) for offer in offers}
    today = timezone.localdate()
    mean = max(1, round(1.06 * (size.learners - size.big_session) / max(1, size.sessions - 1)))
    groups = []
    for number in range(size.sessions):
        offer, region = offers[number % len(offers)], regions[number % len(regions)]
        big = number == 0 and size.big_session > 0
        begins = today - timedelta(days=BIG_BEGAN if big else rng.randint(-COMING, PAST))
        learners = size.big_session if big else max(1, round(rng.gauss(mean, mean / 4)))
        team = _manager_and_tutors(staff, region, rng)
        session = _session(offer, region, begins, learners, team)
        events = _events(session)
        groups.append(Group(session, offer, plans[offer.pathway.pk], events, team[1:], learners))
    return groups


def _manager_and_tutors(staff: Staff, region: Region, rng: random.Random) -> list[User]:
    return [staff.managers[region.pk], *rng.sample(staff.tutors[region.pk], 2)]


def _session(offer: Offer, region: Region, begins: date, learners: int, team: list[User]) -> TrainingSession:
    manager, content, motivation = team
    ends = begins + timedelta(days=LENGTH - 1)
    session = create_session(
        pathway=offer.pathway,
        region=region,
        starts_on=begins,
        ends_on=ends,
        name=f"{offer.pathway.title} – {region.name.removeprefix('Chambre de métiers ')}"[:200],
        places=learners + 2,
        tutors=[(content, TutorRole.CONTENT), (motivation, TutorRole.MOTIVATION)],
        events=pattern_of(offer.pathway, begins, ends),
        by=manager,
    )
    return confirm(session, by=manager, notify=False)


def _events(session: TrainingSession) -> list[SessionEvent]:
    events = list(session.events.all())
    for event in events:
        event.link = "https://visio.bench.example/classe" if event.kind == EventKind.VIRTUAL_CLASS else ""
    SessionEvent.objects.bulk_update(events, ["link"])
    return events
