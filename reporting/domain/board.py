"""A dashboard: the figures of a scope, what calls for attention in it, and its pictures; a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.domain import plots
from courses.models import Submission
from privacy.days import in_words
from reporting.domain.figures import Figures, Grid
from reporting.domain.scope import Scope, silent
from reporting.tables import days, pathways
from sessions.domain.attention import waiting_event_ids
from sessions.domain.column_words import count_words, duration_words, share_words
from sessions.enums import SessionState
from sessions.models import Enrolment, TrainingSession

SOON = timedelta(days=7)
MONTHS = 12
IN_A_PLOT = 8
UNGRADED = 500
SHOWN = 6
DAYS = 30


@dataclass(frozen=True)
class Ungraded:
    """Work handed in to a session and not graded yet: how many, since when."""

    session: TrainingSession
    count: int
    since: datetime


@dataclass(frozen=True)
class Alerts:
    """What calls for attention today; sessions are the first few, counts are whole."""

    starting: list[TrainingSession]
    ending: list[TrainingSession]
    silent: int
    ungraded: list[Ungraded]
    ungraded_count: int
    to_validate: int

    @property
    def any(self) -> bool:
        return bool(self.starting or self.ending or self.silent or self.ungraded or self.to_validate)


class Board:
    """Each part is asked of the database when it is read: a block that the reader hid costs nothing."""

    def __init__(self, scope: Scope, now: datetime | None = None) -> None:
        self.scope, self.now = scope, now or timezone.now()

    @cached_property
    def grid(self) -> Grid:
        return Grid.of(self.scope.enrolments())

    @property
    def figures(self) -> Figures:
        return self.grid.whole

    @cached_property
    def running(self) -> int:
        return self.scope.sessions().running(self.now).count()

    @cached_property
    def upcoming(self) -> int:
        return self.scope.sessions().upcoming(self.now).count()

    @cached_property
    def over(self) -> int:
        return self.scope.sessions().over(self.now).count()

    @cached_property
    def alerts(self) -> Alerts:
        return alerts_of(self.scope, self.now)

    @cached_property
    def pathways(self) -> list[Any]:
        """The most followed first."""
        return sorted(pathways.rows(self.scope, self.grid), key=lambda row: -row.learners)

    @cached_property
    def progress(self) -> plots.Plot:
        return progress_plot(self.pathways[:IN_A_PLOT])

    @cached_property
    def completion(self) -> plots.Plot:
        return completion_plot(self.pathways[:IN_A_PLOT])

    @cached_property
    def enrolled(self) -> plots.Plot:
        return enrolled_plot(self.scope, self.now)

    @cached_property
    def connected(self) -> plots.Plot:
        return connected_plot(self.scope, self.now)


def alerts_of(scope: Scope, now: datetime) -> Alerts:
    """Of today, whatever the period: what is late does not depend on the figures one looks at."""
    today = Scope(scope.user, region_id=scope.region_id, pathway_id=scope.pathway_id)
    sessions = today.sessions().select_related("region")
    ungraded = ungraded_of(today)
    return Alerts(
        starting=list(sessions.filter(opens_at__gt=now, opens_at__lte=now + SOON).order_by("starts_on", "name")[:SHOWN]),
        ending=list(sessions.running(now).filter(closes_at__lte=now + SOON).order_by("ends_on", "name")[:SHOWN]),
        silent=silent(today.enrolments(), now).count(),
        ungraded=ungraded[:SHOWN],
        ungraded_count=sum(one.count for one in ungraded),
        to_validate=len(waiting_event_ids(today.sessions(), now)),
    )


def ungraded_of(scope: Scope) -> list[Ungraded]:
    """By session, the oldest hand-in first; of the oldest five hundred hand-ins."""
    learners = Enrolment.objects.active().filter(session__in=scope.sessions().filter(state=SessionState.OPEN))
    waiting = Submission.objects.filter(handed_in_at__isnull=False, published_at__isnull=True)
    mine = waiting.filter(attempt__registration__in=learners.order_by().values("registration")).order_by("handed_in_at")
    works = list(mine.values_list("attempt__registration", "handed_in_at")[:UNGRADED])
    found = Enrolment.objects.filter(registration__in=[registration for registration, _moment in works]).select_related("session__region")
    sessions = {one.registration: one.session for one in found}
    grouped: dict[Any, list[datetime]] = {}
    for registration, moment in works:
        if moment is not None:
            grouped.setdefault(sessions[registration].pk, []).append(moment)
    by_id = {session.pk: session for session in sessions.values()}
    return [Ungraded(by_id[pk], len(moments), moments[0]) for pk, moments in grouped.items()]


def progress_plot(rows: Iterable[Any]) -> plots.Plot:
    parts = (_("Have finished"), _("Under way"), _("Have not begun"))
    values = [(row.title, (row.finished, row.started - row.finished, row.learners - row.started)) for row in rows]
    text = _("For each pathway, how many learners have finished, are under way, have not begun.")
    return plots.stacked("progress", _("Where learners stand"), text, head=(_("Pathway"),), parts=parts, values=values)


def completion_plot(rows: Iterable[Any]) -> plots.Plot:
    values = [(row.title, row.percent or 0, share_words(row.percent or 0)) for row in rows]
    text = _("The mean completion of each pathway.")
    return plots.bars("completion", _("Mean completion by pathway"), text, head=(_("Pathway"), _("Completion")), values=values, most=1)


def enrolled_plot(scope: Scope, now: datetime) -> plots.Plot:
    """Enrolments of the last twelve months."""
    first = _months_before(timezone.localdate(now), MONTHS - 1)
    found = scope.enrolments().filter(created_at__date__gte=first).order_by()
    counted = found.annotate(month=TruncMonth("created_at")).values("month").annotate(n=Count("pk")).values_list("month", "n")
    by_month = {(moment.year, moment.month): n for moment, n in counted}
    months = [_months_before(timezone.localdate(now), back) for back in range(MONTHS - 1, -1, -1)]
    values = [(in_words(month, "b"), by_month.get((month.year, month.month), 0)) for month in months]
    text = _("Enrolments per month, over twelve months.")
    head = (_("Month"), _("Enrolments"))
    return plots.columns("enrolled", _("Enrolments per month"), text, head=head, values=[(label, n, count_words(n)) for label, n in values])


def connected_plot(scope: Scope, now: datetime) -> plots.Plot:
    """Time on the platform of the last thirty days, days without anybody included."""
    today = timezone.localdate(now)
    month = Scope(scope.user, first=today - timedelta(days=DAYS - 1), last=today, region_id=scope.region_id, pathway_id=scope.pathway_id)
    spent = {row.day: row.seconds for row in days.rows(month)}
    listed = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    values = [(in_words(day, "SHORT_DATE_FORMAT"), spent.get(day, 0), duration_words(spent.get(day, 0))) for day in listed]
    text = _("Time on the platform per day, over thirty days: %(whole)s in all.") % {"whole": duration_words(sum(spent.values()))}
    return plots.spark("connected", _("Time on the platform, last 30 days"), text, head=(_("Day"), _("Time")), values=values)


def _months_before(day: date, count: int) -> date:
    """The first day of the month `count` months before."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
