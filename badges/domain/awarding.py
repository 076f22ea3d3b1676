"""Give badges for what the facts show, once each."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from badges.models import Award
from badges.registry import BadgeKind, badge_kinds
from lrs.api import Thing, Verb, activity_iri, record
from lrs.models import Statement
from sessions.models import Enrolment

BADGE_TYPE = "http://activitystrea.ms/schema/1.0/badge"
BATCH = 300
# A grade comes, or a presence is validated, for this long after the end.
STILL_CHANGING = timedelta(days=60)


def award_after(statement_ids: Collection) -> int:
    """Give what the platform's statements may have earned; returns how many badges. Idempotent."""
    verbs = {kind.after[0].iri for kind in badge_kinds()}
    said = Statement.objects.filter(pk__in=statement_ids, is_platform=True, voided=False, verb__in=verbs, registration__isnull=False)
    rows = list(said.values_list("registration", "verb", "activity"))
    kinds = [kind for kind in badge_kinds() if any(kind.may_follow(verb, activity) for _registration, verb, activity in rows)]
    if not kinds:
        return 0
    return award(Enrolment.objects.filter(registration__in={registration for registration, _verb, _activity in rows}), kinds)


def award(enrolments, kinds: Iterable[BadgeKind]) -> int:
    """Give each of `kinds` to those of `enrolments` (a QuerySet) who earned it and have it not yet; returns how many badges."""
    people = {one.pk: one for one in enrolments.active().with_people()}
    held = set(Award.objects.filter(enrolment__in=list(people)).values_list("enrolment", "kind"))
    count = 0
    for kind in kinds:
        lacking = [one for one in people.values() if (one.pk, kind.name) not in held]
        if lacking:
            count += sum(give(people[pk], kind, moment) for pk, moment in kind.earned(lacking).items())
    return count


@transaction.atomic
def give(enrolment: Enrolment, kind: BadgeKind, earned_at: datetime) -> bool:
    """One badge, once; True when it was given now."""
    award, made = Award.objects.get_or_create(
        enrolment=enrolment, kind=kind.name, defaults={"user_id": enrolment.user_id, "earned_at": earned_at}
    )
    if made:
        with translation.override(settings.LANGUAGE_CODE):
            thing = Thing(activity_iri("badge", kind.name), str(kind.label), BADGE_TYPE)
        record(user=enrolment.user, verb=Verb.EARNED, thing=thing, registration=enrolment.registration, timestamp=award.earned_at)
    return made


def reconcile_badges(now: datetime | None = None) -> int:
    """Give every badge that the facts of running sessions, and of those just over, show as earned; returns how many were missing."""
    since = (now or timezone.now()) - STILL_CHANGING
    pks = Enrolment.objects.active().filter(session__closes_at__gte=since).order_by("pk").values_list("pk", flat=True)
    return sum(award(Enrolment.objects.filter(pk__in=batch), badge_kinds()) for batch in _batches(list(pks)))


def _batches(pks: list) -> Iterable[list]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
