"""The whole of it, in one transaction: a seed that fails leaves the database as it was."""

import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from benchmarks.seed.content import make_offers
from benchmarks.seed.lives import Filler
from benchmarks.seed.offers import Group, make_groups
from benchmarks.seed.people import People, learner_address, make_learners, make_regions, make_staff
from benchmarks.seed.size import Size
from benchmarks.seed.writing import BATCH, Writer, without_indexes
from courses.models import Attempt, QuizAnswer
from courses.models.scorm import Launch, ScoState
from lrs.api import relearn
from lrs.models import Related, Statement
from pathways.domain.back_office import ensure_back_office
from sessions.models import Presence, StepProgress

# The tables with the most rows.
LONG = (Statement, Related, StepProgress, QuizAnswer, Attempt, Launch, ScoState, Presence)

Say = Callable[[str], None]


class NotEmpty(Exception):
    """There are people in this database who were not seeded."""


def is_seeded() -> bool:
    return User.objects.filter(email=learner_address(1)).exists()


@transaction.atomic
def build(size: Size, *, say: Say, beside_others: bool = False) -> dict[str, int]:
    """Everything; returns how many rows of each model were written in bulk. Raises NotEmpty."""
    if User.objects.exists() and not beside_others:
        raise NotEmpty
    now = timezone.now()
    writer, rng = Writer(), random.Random(size.seed)
    people = People(writer, rng, now - timedelta(days=400))
    with _timed("people", say):
        ensure_back_office()
        regions = make_regions(size)
        staff = make_staff(people, regions)
        learners = make_learners(people, regions, size)
        writer.flush()
    with _timed("library and pathways", say):
        offers = make_offers(size, staff.editor)
    with _timed("sessions", say):
        groups = make_groups(size, offers, regions, staff)
    with _timed("what learners did", say):
        filler = Filler(writer, rng, now)
        with without_indexes(*LONG):
            for group, members in _shared_out(groups, learners):
                filler.fill(group, members)
                writer.flush(at_least=BATCH)
            writer.finish()
        relearn()
    return dict(writer.counts)


def _shared_out(groups: list[Group], learners: dict[int, list[User]]):
    """Each session with its people: the learners of its region in turn, who thus come back after a while.

    The big session takes everyone it needs, from all regions.
    """
    places = dict.fromkeys(learners, 0)
    for number, group in enumerate(groups):
        own = learners[group.session.region_id]
        if number == 0 and group.learners > len(own):
            yield group, [user for people in learners.values() for user in people][: group.learners]
            continue
        start = places[group.session.region_id]
        count = min(group.learners, len(own))
        places[group.session.region_id] = start + count
        yield group, [own[(start + place) % len(own)] for place in range(count)]


def analyze() -> None:
    """Let PostgreSQL know what there is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _timed(name: str, say: Say):
    begun = time.monotonic()
    yield
    say(f"{name}: {time.monotonic() - begun:.0f} s")
