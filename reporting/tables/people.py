"""One row for each learner, over all their sessions of the scope."""

from typing import Any

from django.db.models import Avg, Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ConnectionDay, User
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from sessions.report_columns import ReportColumn, ValueKind, each


def rows(scope: Scope) -> QuerySet:
    mine = Q(enrolments__in=scope.enrolments().order_by().values("pk"))
    return (
        User.objects.filter(mine)
        .annotate(
            trainings=Count("enrolments", distinct=True),
            successes=Count("enrolments", filter=Q(enrolments__succeeded=True), distinct=True),
            mean_percent=Avg("enrolments__percent"),
            learned=Sum("enrolments__seconds"),
            first_seen=Min("enrolments__first_visit_at"),
            last_seen=Max("enrolments__last_visit_at"),
        )
        .order_by("last_name", "first_name", "pk")
    )


def finish(rows: list[Any], scope: Scope) -> list[Any]:
    """With the time that each spent on the platform within the period, in one query."""
    days = ConnectionDay.objects.within(scope.first, scope.last).filter(user__in=[row.pk for row in rows])
    spent = dict(days.order_by().values("user").annotate(whole=Sum("seconds")).values_list("user", "whole"))
    for row in rows:
        row.connected = spent.get(row.pk, 0)
    return rows


def _of(name: str, label: Any, kind: ValueKind, read, order_by: str = "", *, by_default: bool = True) -> ReportColumn:
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=by_default)


def _moment(name: str):
    return lambda row: timezone.localtime(getattr(row, name)) if getattr(row, name) else None


COLUMNS = [
    _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.last_name, "last_name"),
    _of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.first_name, "first_name"),
    _of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.email, "email"),
    _of("uid", _("Identifier"), ValueKind.TEXT, lambda row: str(row.uid), by_default=False),
    _of("trainings", _("Sessions followed"), ValueKind.COUNT, lambda row: row.trainings, "trainings"),
    _of("successes", _("Sessions succeeded"), ValueKind.COUNT, lambda row: row.successes, "successes"),
    _of("percent", _("Mean completion"), ValueKind.SHARE, lambda row: float(row.mean_percent) / 100, "mean_percent"),
    _of("seconds", _("Time on the pathways"), ValueKind.SECONDS, lambda row: row.learned or 0, "learned"),
    _of("connected", _("Time on the platform"), ValueKind.SECONDS, lambda row: row.connected),
    _of("first_seen", _("First visit"), ValueKind.MOMENT, _moment("first_seen"), "first_seen", by_default=False),
    _of("last_seen", _("Last visit"), ValueKind.MOMENT, _moment("last_seen"), "last_seen"),
]

PEOPLE = add_table(
    Table(
        name="personnes",
        title=_("People trained"),
        about=_("One row per person over all their sessions: completion, time on the pathways and on the platform, last visit."),
        icon="user-round",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region", "parcours", "q"),
        finish=finish,
        configurable=True,
    )
)
