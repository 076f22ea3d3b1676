"""Where learners stand, and the stored copy of it.

What is stored (StepProgress rows and the figures of Enrolment) follows from the facts and the published pathway alone,
never from the clock: it is written in the transaction of the fact, and rebuilding it at any later moment gives the same
rows. A step that waits for its day is therefore stored as if the day had come; the page of one learner asks
`standing_of`, which looks at today.
"""

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.prepared import Prepared
from accounts.prepared_writes import PreparedUpdate
from courses.models import Attempt
from pathways.api import PathwayPlan, Standing, StepStanding, evaluate, plan_of, plans_of
from sessions.domain.facts import Facts, facts_for, success_moment
from sessions.domain.milestones import tell_progress, tell_success
from sessions.models import Enrolment, StepProgress, TrainingSession

# The day on which everything that waits for a day is open.
ANY_DAY = sys.maxsize
BATCH = 200
# A grade comes, or a mistake is mended, for this long after the end.
STILL_CHANGING = timedelta(days=60)
STEP_FIELDS = ["state", "completed", "success", "score", "seconds", "first_at", "last_at", "completed_at"]
FIGURES = ["percent", "minutes_left", "seconds", "succeeded", "succeeded_at"]


def standing_of(enrolment: Enrolment, *, plan: PathwayPlan | None = None, now=None) -> Standing:
    """Where the learner stands now, evaluated afresh; after the end, where they stood on the last day."""
    plan = plan or plan_of(enrolment.session.pathway)
    return evaluate_at(enrolment.session, plan, facts_for([enrolment])[enrolment.pk], now or timezone.now())


def evaluate_at(session: TrainingSession, plan: PathwayPlan, facts: Facts, now: datetime) -> Standing:
    """Where someone with `facts` stands in the session at `now`."""
    last_day = (session.ends_on - session.starts_on).days + 1
    return evaluate(plan, facts, day=min(session.day_number(now), last_day), first_day=session.starts_on)


def refresh(enrolment: Enrolment) -> None:
    """Bring the stored progress of one enrolment up to its facts, within the caller's transaction, and set its figures."""
    for stored in _refresh_batch([enrolment.pk], journal=True):
        for name in FIGURES:
            setattr(enrolment, name, getattr(stored, name))


def _begun_steps(registration: UUID, activity: int, started_at: datetime):
    """The stored progress that an attempt begun while access was open adds its time to."""
    rows = StepProgress.objects.filter(enrolment__registration=registration, step__activity=activity, first_at__isnull=False)
    return rows.filter(enrolment__session__closes_at__gt=started_at).values_list("pk", flat=True)


_begun = Prepared(_begun_steps)


@PreparedUpdate
def _add_to_enrolment(registration: UUID, seconds: int):
    return Enrolment.objects.filter(registration=registration), {"seconds": F("seconds") + seconds}


@PreparedUpdate
def _add_to_step(step: int, seconds: int, last_at: datetime):
    return StepProgress.objects.filter(pk=step), {"seconds": F("seconds") + seconds, "last_at": last_at}


def add_time(attempt: Attempt, seconds: int) -> bool:
    """Bring the stored progress up to an attempt of which only the time moved, as `refresh` would, without reading the facts.

    False when there is no stored row of it to add to: then call `refresh`.
    """
    rows = _begun(registration=attempt.registration, activity=attempt.activity_id, started_at=attempt.started_at)
    if len(rows) != 1:
        return False
    if seconds:
        _add_to_enrolment(registration=attempt.registration, seconds=seconds)
    return _add_to_step(step=rows[0], seconds=seconds, last_at=attempt.last_activity_at) == 1


def refresh_many(enrolments: Iterable[Enrolment], *, journal: bool = True) -> int:
    """The same for many, a batch per transaction and a constant number of queries per batch; returns how many.

    journal: whether progress made is told to the journal of learning; rebuilding tells nothing twice.
    """
    pks = sorted({one.pk for one in enrolments})
    for start in range(0, len(pks), BATCH):
        _refresh_batch(pks[start : start + BATCH], journal=journal)
    return len(pks)


def rebuild(enrolments: Iterable[Enrolment]) -> int:
    """Forget the stored progress of the enrolments and compute it from the facts; returns how many."""
    pks = sorted({one.pk for one in enrolments})
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            batch = pks[start : start + BATCH]
            StepProgress.objects.filter(enrolment__in=batch).delete()
            Enrolment.objects.filter(pk__in=batch).update(percent=0, minutes_left=0, seconds=0, succeeded=False, succeeded_at=None)
            _refresh_batch(batch, journal=False)
    return len(pks)


def reconcile(now=None) -> int:
    """Reach from the facts alone what a lost signal should have brought: running sessions and those just over."""
    since = (now or timezone.now()) - STILL_CHANGING
    return refresh_many(Enrolment.objects.active().filter(session__closes_at__gte=since).only("pk"))


@transaction.atomic
def _refresh_batch(pks: list[UUID], *, journal: bool) -> list[Enrolment]:
    locked = Enrolment.objects.select_for_update(of=("self",)).with_people().filter(pk__in=pks).order_by("pk")
    enrolments = list(locked)
    plans = plans_of({one.session.pathway_id: one.session.pathway for one in enrolments}.values())
    facts = facts_for(enrolments)
    rows = _rows_of(pks)
    changed, wanted = [], []
    for enrolment in enrolments:
        plan, mine = plans[enrolment.session.pathway_id], facts[enrolment.pk]
        standing = evaluate(plan, mine, day=ANY_DAY)
        wanted += [row_of(enrolment, step) for step in standing.steps]
        if _set_figures(enrolment, plan, standing, mine, journal=journal):
            changed.append(enrolment)
    _write_rows(rows, wanted)
    if changed:
        Enrolment.objects.bulk_update(changed, FIGURES, batch_size=BATCH)
    return enrolments


def _rows_of(pks: list[UUID]) -> dict[tuple[UUID, int], StepProgress]:
    return {(row.enrolment_id, row.step_id): row for row in StepProgress.objects.filter(enrolment__in=pks)}


def row_of(enrolment: Enrolment, step: StepStanding) -> StepProgress:
    """The stored form of where a learner stands at a step, not stored yet."""
    fact = step.fact
    return StepProgress(
        enrolment_id=enrolment.pk,
        step_id=step.plan.step_id,
        state=step.state,
        completed=fact.completed,
        success=fact.success,
        score=fact.score,
        seconds=fact.seconds,
        first_at=fact.first_at,
        last_at=fact.last_at,
        completed_at=fact.completed_at,
    )


def _write_rows(rows: dict[tuple[UUID, int], StepProgress], wanted: list[StepProgress]) -> None:
    """Create, change and remove only what differs."""
    new, changed = [], []
    for row in wanted:
        stored = rows.pop((row.enrolment_id, row.step_id), None)
        if stored is None:
            new.append(row)
        elif any(getattr(stored, name) != getattr(row, name) for name in STEP_FIELDS):
            row.pk = stored.pk
            changed.append(row)
    StepProgress.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        StepProgress.objects.bulk_update(changed, STEP_FIELDS, batch_size=BATCH)
    if rows:
        StepProgress.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


def _set_figures(enrolment: Enrolment, plan: PathwayPlan, standing: Standing, facts: Facts, *, journal: bool) -> bool:
    """Set the figures of the enrolment and tell what is new; returns whether anything changed."""
    before = [getattr(enrolment, name) for name in FIGURES]
    percent_before, newly = enrolment.percent, standing.succeeded and not enrolment.succeeded
    enrolment.percent, enrolment.minutes_left = standing.percent, standing.minutes_left
    enrolment.seconds = sum(fact.seconds for fact in facts.values())
    enrolment.succeeded = standing.succeeded
    if not standing.succeeded:
        enrolment.succeeded_at = None
    elif enrolment.succeeded_at is None:
        enrolment.succeeded_at = success_moment(enrolment, plan) or timezone.now()
    if journal:
        tell_progress(enrolment, plan, percent_before=percent_before)
        if newly:
            tell_success(enrolment, plan)
    return before != [getattr(enrolment, name) for name in FIGURES]
