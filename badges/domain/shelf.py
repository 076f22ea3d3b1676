"""A learner's badges: those of their home, and all of them with those still to earn."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.prepared import Prepared
from badges.models import Award
from badges.registry import BadgeKind, badge_kinds
from sessions.models import Enrolment

ON_THE_HOME = 4


_awards = Prepared(lambda enrolments: Award.objects.filter(enrolment__in=enrolments))


def shelf_of(enrolments: list) -> dict:
    """Context of the card of badges: the last ones and how many there are; {} when there is none."""
    awards = _awards(enrolments=[one.pk for one in enrolments])
    return {"badges": awards[:ON_THE_HOME], "count": len(awards)} if awards else {}


@dataclass(frozen=True)
class Shelf:
    """One training: the badges earned, newest first, and those that can still be earned while it runs."""

    enrolment: Enrolment
    earned: tuple[Award, ...]
    to_earn: tuple[BadgeKind, ...]


def shelves_of(user) -> list[Shelf]:
    """Every training of a learner that has begun, the one that ends last first."""
    now = timezone.now()
    enrolments = Enrolment.objects.of_learner(user).with_people().filter(session__opens_at__lte=now).order_by("-session__closes_at", "pk")
    found = list(enrolments)
    awards: dict = {}
    for award in Award.objects.filter(enrolment__in=found):
        awards.setdefault(award.enrolment_id, []).append(award)
    return [_shelf(one, awards.get(one.pk, []), now) for one in found]


def _shelf(enrolment: Enrolment, awards: Iterable[Award], now) -> Shelf:
    held = {award.kind for award in awards}
    lacking = () if enrolment.session.is_over(now) else tuple(kind for kind in badge_kinds() if kind.name not in held)
    return Shelf(enrolment, tuple(awards), lacking)
