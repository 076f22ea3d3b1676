from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models.user import fold
from courses.enums import AttemptState
from courses.models import Attempt
from pathways.models import Step, SuccessCondition
from sessions.domain.progress import refresh
from sessions.enums import EventKind, PresenceStatus
from sessions.models import Enrolment, Interest, Presence, SessionEvent
from tests.factories import Cast, make_user


@dataclass
class Reported:
    """The cast with something to report: Monique finished two steps, Yann nothing; somebody of another region did too."""

    cast: Cast
    elsewhere: Enrolment
    event: SessionEvent
    steps: list[Step] = field(default_factory=list)


def learn(enrolment: Enrolment, step: Step, *, score: str | None = None, seconds: int = 0) -> Attempt:
    now = timezone.now()
    attempt = Attempt.objects.create(
        user=enrolment.user,
        registration=enrolment.registration,
        activity=step.activity,
        state=AttemptState.FINISHED,
        completed=True,
        success=None if score is None else Decimal(score) >= Decimal("0.5"),
        score=None if score is None else Decimal(score),
        seconds=seconds,
        started_at=now - timedelta(hours=2),
        last_activity_at=now,
        completed_at=now,
        finished_at=now,
    )
    refresh(enrolment)
    enrolment.refresh_from_db()
    return attempt


@pytest.fixture
def reported(cast) -> Reported:
    steps = list(Step.objects.filter(sequence__pathway=cast.pathway).order_by("sort_order", "pk"))
    SuccessCondition.objects.create(pathway=cast.pathway, kind="score", activity=steps[1].activity, threshold=70)
    elsewhere = Enrolment.objects.create(session=cast.other_session, user=make_user("Zoé", "Hoarau"))
    for enrolment in (cast.enrolment, cast.member_enrolment, elsewhere):
        refresh(enrolment)
    learn(cast.enrolment, steps[0], seconds=5400)
    learn(cast.enrolment, steps[1], score="0.825", seconds=1800)
    learn(elsewhere, steps[0], seconds=600)
    begins = timezone.now() - timedelta(days=1)
    event = SessionEvent.objects.create(
        session=cast.session, kind=EventKind.HALF_DAY, title="Demi-journée", starts_at=begins, ends_at=begins + timedelta(hours=3)
    )
    Presence.objects.create(event=event, enrolment=cast.enrolment, status=PresenceStatus.PRESENT, validated_by=cast.manager)
    Presence.objects.create(event=event, enrolment=cast.member_enrolment, status=PresenceStatus.ABSENT, validated_by=cast.manager)
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(first_visit_at=begins, last_visit_at=begins)
    for region, name in ((cast.region, "Tanneau"), (cast.other_region, "Técher")):
        Interest.objects.create(pathway=cast.pathway, region=region, first_name="Gaël", last_name=name, email=f"{fold(name)}@exemple.fr")
    return Reported(cast, elsewhere, event, steps)
