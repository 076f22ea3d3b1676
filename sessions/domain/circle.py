"""Who of a session may write to whom: what sessions tell messaging.registry.

People share a confirmed session when each is in it, as active learner or as tutor. Learners write to each other while it
runs; with those who accompany them, from its confirmation until some days after its end.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models.user import fold
from messaging.registry import Circle, Contact, Tie
from sessions.models import Enrolment, SessionTutor, TrainingSession

MOST = 10


def scope_of(session: TrainingSession) -> str:
    return f"session:{session.pk}"


def ties(one, other) -> list[Tie]:
    """Sessions that both are in, the last to end first."""
    shared = list(TrainingSession.objects.open().filter(_with(one)).filter(_with(other)).order_by("-closes_at")[:MOST])
    tutored = set(SessionTutor.objects.filter(session__in=shared, user__in=(one, other)).values_list("session", flat=True))
    now = timezone.now()
    return [_tie(session, session.pk in tutored, now) for session in shared]


def _tie(session: TrainingSession, in_charge: bool, now: datetime) -> Tie:
    is_open = session.closes_at + _grace() > now if in_charge else session.is_running(now)
    return Tie(scope_of(session), session.name, session.region_id, is_open, in_charge)


def _grace() -> timedelta:
    return timedelta(days=settings.MESSAGE_DAYS_AFTER_END)


def _with(person) -> Q:
    learning = Enrolment.objects.active().filter(user=person).values("session")
    return Q(pk__in=learning) | Q(pk__in=SessionTutor.objects.filter(user=person).values("session"))


def contacts(user, words: str, limit: int) -> list[Contact]:
    """People of one's sessions that one may write to now: those who accompany first, then by name."""
    now = timezone.now()
    lately = TrainingSession.objects.open().filter(closes_at__gt=now - _grace())
    tutored = lately.filter(pk__in=SessionTutor.objects.filter(user=user).values("session"))
    learned = lately.filter(pk__in=Enrolment.objects.active().filter(user=user).values("session"))
    team = _named(SessionTutor.objects.filter(Q(session__in=learned) | Q(session__in=tutored)), user, words)
    group = _named(Enrolment.objects.active().filter(Q(session__in=learned.running(now)) | Q(session__in=tutored)), user, words)
    found: dict[tuple, Contact] = {}
    for row in [*team[:limit], *group[:limit]]:
        role = row.get_role_display() if isinstance(row, SessionTutor) else _("Learner")
        found.setdefault((row.user_id, row.session_id), Contact(row.user, f"{role} · {row.session.name}", scope_of(row.session)))
    return list(found.values())[:limit]


def _named(rows: QuerySet, user, words: str) -> QuerySet:
    for word in fold(words).split():
        rows = rows.filter(user__search_text__contains=word)
    return rows.exclude(user=user).filter(user__is_active=True).select_related("user", "session").order_by("user__last_name", "pk")


session_circle = Circle("sessions", ties, contacts)
