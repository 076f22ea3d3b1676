"""Is what was seeded what the platform would have computed? A sample is computed again from the facts and compared."""

from collections.abc import Iterable

from django.db import transaction

from sessions.domain.certificates import reconcile
from sessions.domain.progress import FIGURES, STEP_FIELDS, rebuild
from sessions.models import Enrolment, StepProgress


class Differs(Exception):
    """Rebuilding gave something else than what was seeded."""


def check_sample(count: int) -> int:
    """Rebuild the progress of `count` enrolments spread over all, in a transaction that is undone; raises Differs."""
    every = list(Enrolment.objects.order_by("registration").values_list("pk", flat=True)[:count])
    before = _state(every)
    with transaction.atomic():
        rebuild(Enrolment.objects.filter(pk__in=every))
        after = _state(every)
        issued = reconcile() if count else 0
        transaction.set_rollback(True)
    if before != after:
        wrong = next(pk for pk in every if before[pk] != after[pk])
        raise Differs(f"enrolment {wrong}: seeded {before[wrong]}, rebuilt {after[wrong]}")
    if issued:
        raise Differs(f"{issued} certificates were missing")
    return len(every)


def _state(pks: Iterable) -> dict:
    found = {one["pk"]: [one] for one in Enrolment.objects.filter(pk__in=pks).values("pk", *FIGURES)}
    for row in StepProgress.objects.filter(enrolment__in=pks).order_by("step_id").values("enrolment_id", "step_id", *STEP_FIELDS):
        found[row["enrolment_id"]].append(row)
    return found
