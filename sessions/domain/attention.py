"""What a manager has to know today: what begins, ends, takes place, and what is amiss."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from sessions.enums import Phase, SessionState, SheetState
from sessions.models import Enrolment, Interest, SessionEvent, TrainingSession
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


@dataclass
class Today:
    """A manager's day. Sessions carry with_figures(); `troubled` pairs a session with its problems, the worst first.

    requests: of people interested in a training, that nobody answered yet.
    """

    troubled: list[tuple[TrainingSession, list[Problem]]] = field(default_factory=list)
    starting: list[TrainingSession] = field(default_factory=list)
    ending: list[TrainingSession] = field(default_factory=list)
    running: list[TrainingSession] = field(default_factory=list)
    events: list[SessionEvent] = field(default_factory=list)
    to_validate: list[SessionEvent] = field(default_factory=list)
    learners: int = 0
    requests: int = 0


def today_of(user: User, *, region=None, now: datetime | None = None) -> Today:
    """The day of whoever sees sessions, in one region or in all of theirs; a constant number of queries."""
    now = now or timezone.now()
    managed = TrainingSession.objects.with_permission(user, SEE_SESSIONS)
    managed = managed.filter(region=region) if region else managed.together(user, SEE_SESSIONS)
    sessions = list(
        managed.exclude(state=SessionState.CANCELLED).filter(closes_at__gt=now).with_figures().order_by("starts_on", "name")[:500]
    )
    running = [one for one in sessions if one.phase(now) == Phase.RUNNING]
    told = user.reach(SEE_PROGRESS)
    found = [(one, problems) for one in sessions if told.covers(one.region_id) and (problems := problems_of(one, now))]
    return Today(
        troubled=sorted(found, key=lambda pair: not any(problem.urgent for problem in pair[1]))[:AT_MOST],
        starting=[one for one in sessions if one.phase(now) == Phase.UPCOMING and one.opens_at <= now + SOON][:AT_MOST],
        ending=[one for one in running if one.closes_at <= now + SOON][:AT_MOST],
        running=running[:AT_MOST],
        events=list(_events(managed).filter(ends_at__gt=now, starts_at__lte=now + SOON)[:AT_MOST]),
        to_validate=list(waiting_events(managed, now, kept_by=user)[:AT_MOST]),
        learners=sum(one.learner_count for one in running),
        requests=_new_requests(user, region),
    )


def _new_requests(user: User, region) -> int:
    """How many people who are interested in a training wait for a first word."""
    found = Interest.objects.visible_to(user).unanswered()
    return (found.filter(region=region) if region else found).count()


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
