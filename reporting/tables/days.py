"""One row for each day: who was on the platform, and for how long."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import ConnectionDay, RoleAssignment
from accounts.models.connection import ConnectionDayQuerySet
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.rules import reads_regions
from reporting.tables.columns import column
from sessions.report_columns import ValueKind


def days_of_people(scope: Scope) -> ConnectionDayQuerySet:
    """Days on the platform of the people of the scope: everybody by a national role, else the people of the regions reported."""
    days, reach = ConnectionDay.objects.within(scope.first, scope.last), scope.user.reach(scope.permission)
    days = days.filter(user__is_made_up=scope.is_of_sandbox)
    if not reach.everywhere:
        days = days.filter(user__in=RoleAssignment.objects.filter(region__in=reach.regions).values("user"))
    if scope.pathway_id or scope.phase:
        return days.filter(user__in=scope.enrolments().order_by().values("user"))
    if scope.region_id:
        return days.filter(user__in=RoleAssignment.objects.filter(region=scope.region_id).values("user"))
    return days


def rows(scope: Scope) -> list[Any]:
    """The newest day first."""
    learners = Q(user__in=scope.enrolments().order_by().values("user"))
    grouped = days_of_people(scope).order_by().values("day")
    counted = grouped.annotate(people=Count("pk"), learners=Count("pk", filter=learners), whole=Sum("seconds")).order_by("-day")
    return [
        SimpleNamespace(
            day=row["day"], people=row["people"], learners=row["learners"], seconds=row["whole"], mean=row["whole"] / row["people"]
        )
        for row in counted
    ]


COLUMNS = [
    column("day", _("Day"), ValueKind.DATE, order_by="day"),
    column("people", _("People connected"), ValueKind.COUNT, order_by="people"),
    column("learners", _("of whom learners"), ValueKind.COUNT, order_by="learners"),
    column("seconds", _("Time on the platform"), ValueKind.SECONDS, order_by="seconds"),
    column("mean", _("Mean time per person"), ValueKind.SECONDS, order_by="mean"),
]

DAYS = add_table(
    Table(
        name="connexions",
        title=_("Time on the platform"),
        about=_("One row per day: people connected and time on the platform, whatever the page."),
        icon="clock",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region"),
        shown_to=reads_regions,
    )
)
