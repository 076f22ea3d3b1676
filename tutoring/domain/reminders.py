"""Learners who went silent: whom a word from their tutor may bring back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from sessions.models import Enrolment, TrainingSession
from tutoring.models import Contact


@dataclass(frozen=True)
class Silence:
    """A learner to write to. since: their last visit, or when access opened to one who never came."""

    enrolment: Enrolment

    @property
    def never_came(self) -> bool:
        return self.enrolment.last_visit_at is None

    @property
    def since(self) -> datetime:
        one = self.enrolment
        return one.last_visit_at or max(one.created_at, one.session.opens_at)


def to_remind(user, now: datetime | None = None) -> QuerySet:
    """Enrolments of running sessions that need a word, longest silence first.

    Never came TUTORING_FIRST_VISIT_DAYS after access opened, or not seen for TUTORING_SILENT_DAYS; nobody of the team
    wrote to them meanwhile; they have not finished.
    """
    now = now or timezone.now()
    unseen = now - timedelta(days=settings.TUTORING_FIRST_VISIT_DAYS)
    silent = now - timedelta(days=settings.TUTORING_SILENT_DAYS)
    written = Contact.objects.filter(enrolment=OuterRef("pk"))
    running = TrainingSession.objects.followed_by(user).running(now)
    opened = Case(
        When(created_at__gt=F("session__opens_at"), then=F("created_at")), default=F("session__opens_at"), output_field=DateTimeField()
    )
    since = Case(When(last_visit_at__isnull=False, then=F("last_visit_at")), default=opened, output_field=DateTimeField())
    return (
        Enrolment.objects.followed_by(user)
        .filter(session__in=running, succeeded=False, percent__lt=100)
        .annotate(silent_since=since)
        .filter(
            Q(last_visit_at__isnull=True, silent_since__lte=unseen) & ~Exists(written.filter(sent_at__gt=unseen))
            | Q(last_visit_at__lte=silent) & ~Exists(written.filter(sent_at__gt=silent))
        )
        .with_people()
        .order_by("silent_since", "user__last_name", "pk")
    )


def is_silent(enrolment: Enrolment, now: datetime | None = None) -> bool:
    """Has the learner been away long enough to be written to? For the prepared text of a message."""
    now = now or timezone.now()
    return enrolment.last_visit_at is None or enrolment.last_visit_at <= now - timedelta(days=settings.TUTORING_SILENT_DAYS)
