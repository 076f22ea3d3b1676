"""What a manager has to know today: what begins, ends, takes place, and what is amiss."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from sessions.domain.attendance import with_papers
from sessions.enums import Phase, SessionState, SheetState
from sessions.models import Enrolment, Interest, SessionEvent, TrainingSession
from sessions.models.session import SessionQuerySet
from sessions.permissions import SEE_PROGRESS, SEE_SESSIONS

SOON = timedelta(days=7)
PATIENCE = timedelta(days=3)
LOOK_BACK = timedelta(days=30)
AT_MOST = 20


@dataclass(frozen=True)
class Problem:
    """Something amiss with a session: `words` says it whole, `urgent` when people are waiting already."""

    words: str
    urgent: bool = False


class Today:
    """A manager's day, in one region or in all of theirs. Sessions carry with_figures().

    Each part is asked of the database when it is read: a block that the manager hid costs nothing. All of them together ask a
    constant number of queries.
    """

    def __init__(self, user: User, *, region=None, now: datetime | None = None) -> None:
        self.user, self.region, self.now = user, region, now or timezone.now()

    @cached_property
    def _managed(self) -> SessionQuerySet:
        managed = TrainingSession.objects.with_permission(self.user, SEE_SESSIONS)
        return managed.filter(region=self.region) if self.region else managed.together(self.user, SEE_SESSIONS)

    @cached_property
    def _sessions(self) -> list[TrainingSession]:
        """Not over, in the order they begin."""
        found = self._managed.exclude(state=SessionState.CANCELLED).filter(closes_at__gt=self.now)
        return list(found.with_figures().order_by("starts_on", "name")[:500])

    @cached_property
    def _running(self) -> list[TrainingSession]:
        return [one for one in self._sessions if one.phase(self.now) == Phase.RUNNING]

    @cached_property
    def troubled(self) -> list[tuple[TrainingSession, list[Problem]]]:
        """Sessions with their problems, the worst first."""
        told = self.user.reach(SEE_PROGRESS)
        found = [(one, problems) for one in self._sessions if told.covers(one.region_id) and (problems := problems_of(one, self.now))]
        return sorted(found, key=lambda pair: not any(problem.urgent for problem in pair[1]))[:AT_MOST]

    @property
    def starting(self) -> list[TrainingSession]:
        soon = self.now + SOON
        return [one for one in self._sessions if one.phase(self.now) == Phase.UPCOMING and one.opens_at <= soon][:AT_MOST]

    @property
    def ending(self) -> list[TrainingSession]:
        return [one for one in self._running if one.closes_at <= self.now + SOON][:AT_MOST]

    @property
    def running(self) -> list[TrainingSession]:
        return self._running[:AT_MOST]

    @cached_property
    def events(self) -> list[SessionEvent]:
        return list(_events(self._managed).filter(ends_at__gt=self.now, starts_at__lte=self.now + SOON)[:AT_MOST])

    @cached_property
    def to_validate(self) -> list[SessionEvent]:
        """Each with the signed paper sheets that came back."""
        return with_papers(waiting_events(self._managed, self.now, kept_by=self.user)[:AT_MOST])

    @property
    def learners(self) -> int:
        return sum(one.learner_count for one in self._running)

    @cached_property
    def requests(self) -> int:
        """Of people interested in a training, that nobody answered yet."""
        found = Interest.objects.visible_to(self.user).unanswered()
        return (found.filter(region=self.region) if self.region else found).count()


def problems_of(session: TrainingSession, now: datetime | None = None) -> list[Problem]:
    """What is amiss with a session that is not over (it carries with_figures())."""
    now = now or timezone.now()
    begun, soon = session.opens_at <= now, session.opens_at <= now + SOON
    found = []
    if session.state == SessionState.DRAFT and soon:
        words = _("Not confirmed, and its first day is past.") if begun else _("Not confirmed, and it begins in less than a week.")
        found.append(Problem(words, urgent=begun))
    if not session.has_tutor:
        found.append(Problem(_("No tutor."), urgent=begun))
    if soon and not session.learner_count:
        found.append(Problem(_("Nobody is enrolled.")))
    if session.state == SessionState.OPEN and now >= session.opens_at + PATIENCE and session.silent_count:
        message = ngettext("%(count)d learner has never come.", "%(count)d learners have never come.", session.silent_count)
        found.append(Problem(message % {"count": session.silent_count}, urgent=True))
    return found


def waiting_events(sessions, now: datetime | None = None, *, kept_by: User | None = None):
    """Events of the last weeks, with learners, whose sheet is not validated, the oldest first; of all, those that the person keeps."""
    found = _events(sessions).filter(pk__in=waiting_event_ids(sessions, now))
    return found.kept_by(kept_by) if kept_by is not None else found


def waiting_event_ids(sessions, now: datetime | None = None) -> list[int]:
    """Two short queries: asked event by event in one, they would cost a database of a nation's size seconds."""
    now = now or timezone.now()
    held = SessionEvent.objects.filter(session__in=sessions.filter(state=SessionState.OPEN)).exclude(sheet_state=SheetState.CLOSED)
    recent = dict(held.filter(starts_at__lte=now, ends_at__gte=now - LOOK_BACK).order_by().values_list("pk", "session"))
    if not recent:
        return []
    followed = set(Enrolment.objects.active().filter(session__in=set(recent.values())).order_by().values_list("session", flat=True))
    return [pk for pk, session in recent.items() if session in followed]


def _events(sessions):
    confirmed = sessions.exclude(state=SessionState.CANCELLED)
    return (
        SessionEvent.objects.filter(session__in=confirmed)
        .select_related("session__region", "session__pathway", "trainer")
        .order_by("starts_at")
    )
