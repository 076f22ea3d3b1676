"""What a report is about: whose reader, which period and which sessions. Everything that is reported goes through here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from accounts.models.user import fold
from accounts.permissions import Permission
from reporting.permissions import SEE_REPORTS
from reporting.rules import reported_sessions
from sessions.enums import EnrolmentState, SessionState
from sessions.models import Enrolment
from sessions.models.session import SessionQuerySet


class Period(models.TextChoices):
    """Periods that move with the day on which a report is run again."""

    ALL = "", _("From the beginning")
    LAST_30_DAYS = "30-jours", _("The last 30 days")
    THIS_MONTH = "mois", _("This month")
    LAST_MONTH = "mois-dernier", _("Last month")
    THIS_YEAR = "annee", _("This year")
    LAST_YEAR = "annee-derniere", _("Last year")
    DATES = "dates", _("Between two dates")


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day, both included; None for no limit, and for dates that are given apart."""
    month = today.replace(day=1)
    match period:
        case Period.LAST_30_DAYS:
            return today - timedelta(days=29), today
        case Period.THIS_MONTH:
            return month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case Period.LAST_MONTH:
            return (month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)
        case Period.THIS_YEAR:
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case Period.LAST_YEAR:
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return None, None


@dataclass(frozen=True)
class Scope:
    """What `user` reads, or may export with that permission, narrowed: sessions that run on a day of the period, of a region,
    of a pathway.

    phase, success, silent, words and interest (the state of a request) narrow further the tables that have such a filter; so do
    any_phase (of sessions that are not confirmed too), role (a code) and sheets (waiting, coming or kept).
    Of the page that a table is taken away from: the enrolment or the person that it is about, the row (of a review, a tool),
    waiting (only what waits for a decision), action (of the audit log); of a list of the back office, the end of its address.
    """

    user: User
    permission: Permission = SEE_REPORTS
    first: date | None = None
    last: date | None = None
    region_id: int | None = None
    pathway_id: int | None = None
    session_id: UUID | None = None
    phase: str = ""
    success: bool | None = None
    silent: bool = False
    words: str = ""
    interest: str = ""
    any_phase: str = ""
    role: str = ""
    sheets: str = ""
    enrolment_id: UUID | None = None
    person_uid: UUID | None = None
    row_id: int | None = None
    waiting: bool = False
    action: str = ""
    listing: str = ""

    def sessions(self) -> SessionQuerySet:
        """Confirmed sessions of the scope; a session asked for by name is reported whatever its state."""
        found = reported_sessions(self.user, self.permission)
        if self.session_id:
            return found.filter(pk=self.session_id)
        found = found.filter(state=SessionState.OPEN)
        if not self.is_of_sandbox:
            found = found.exclude(region__is_sandbox=True)
        if self.phase:
            found = found.in_phase(self.phase)
        equal: dict[str, Any] = {"region": self.region_id, "pathway": self.pathway_id}
        limits: dict[str, Any] = {"ends_on__gte": self.first, "starts_on__lte": self.last}
        return found.filter(**{name: value for name, value in {**equal, **limits}.items() if value is not None})

    @cached_property
    def is_of_sandbox(self) -> bool:
        """Is it about a sandbox: the region asked for, or the only one that its reader runs? No figure mixes one with the others."""
        if self.region_id:
            return Region.objects.filter(pk=self.region_id, is_sandbox=True).exists()
        return Region.objects.only_sandboxes(self.user, self.permission)

    def enrolments(self) -> QuerySet:
        """Learners in the sessions of the scope; those who were withdrawn are left out, unless it is about one person."""
        if self.enrolment_id or self.person_uid:
            told = Enrolment.objects.filter(session__in=reported_sessions(self.user, self.permission))
            about = {"pk": self.enrolment_id} if self.enrolment_id else {"user__uid": self.person_uid}
            return told.filter(**about)
        found: QuerySet = Enrolment.objects.filter(state=EnrolmentState.ACTIVE, session__in=self.sessions())
        if self.success is not None:
            found = found.filter(succeeded=self.success)
        if self.silent:
            found = silent(found)
        for word in fold(self.words).split():
            found = found.filter(user__search_text__contains=word)
        return found


def silent(enrolments: QuerySet, now=None) -> QuerySet:
    """Learners of running sessions who never came, or came no more, for as long as the tutors' reminders wait."""
    now = now or timezone.now()
    unseen = now - timedelta(days=settings.TUTORING_FIRST_VISIT_DAYS)
    away = now - timedelta(days=settings.TUTORING_SILENT_DAYS)
    never = Q(last_visit_at__isnull=True, created_at__lte=unseen, session__opens_at__lte=unseen)
    running = Q(session__state=SessionState.OPEN, session__opens_at__lte=now, session__closes_at__gt=now)
    return enrolments.filter(running, never | Q(last_visit_at__lte=away), succeeded=False, percent__lt=100)
