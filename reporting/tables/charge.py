# SPDX-License-Identifier: EUPL-1.2
"""What those in charge of people's data and roles answer for, taken away for their own auditors."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleReviewLine
from privacy.models import Request
from privacy.rules import is_in_charge
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from sessions.report_columns import ReportColumn, ValueKind, each


def _of(name: str, label: Any, kind: ValueKind, read: Callable[[Any], Any], order_by: str = "") -> ReportColumn:
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=True)


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None


def requests(scope: Scope) -> QuerySet:
    """Of the people that the reader is in charge of, those answered too."""
    return Request.objects.visible_to(scope.user).select_related("user", "decided_by").order_by("-created_at", "-pk")


REQUESTS = [
    _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name, "user__last_name"),
    _of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name, "user__first_name"),
    _of("kind", _("Request"), ValueKind.TEXT, lambda row: str(row.get_kind_display()), "kind"),
    _of("created_at", _("Asked on"), ValueKind.MOMENT, lambda row: _local(row.created_at), "created_at"),
    _of("due_on", _("Answer due"), ValueKind.DATE, lambda row: row.due_on, "due_on"),
    _of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    _of("decided_at", _("Answered on"), ValueKind.MOMENT, lambda row: _local(row.decided_at), "decided_at"),
    _of("decided_by", _("Answered by"), ValueKind.TEXT, lambda row: str(row.decided_by or "")),
]


def reviewed_roles(scope: Scope) -> QuerySet:
    lines = RoleReviewLine.objects.select_related("review", "user", "region", "decided_by")
    return lines.order_by("-review__started_at", "user__last_name", "user__first_name", "role", "pk")


REVIEWED = [
    _of("review", _("Review begun on"), ValueKind.DATE, lambda row: timezone.localdate(row.review.started_at)),
    _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name, "user__last_name"),
    _of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name, "user__first_name"),
    _of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.user.email, "user__email"),
    _of("role", _("Role"), ValueKind.TEXT, lambda row: row.role_in_words, "role"),
    _of("region", _("Region"), ValueKind.TEXT, lambda row: row.region.name if row.region else "", "region__name"),
    _of("since", _("Since"), ValueKind.MOMENT, lambda row: _local(row.since), "since"),
    _of("last_seen", _("Last visit"), ValueKind.MOMENT, lambda row: _local(row.last_seen_at), "last_seen_at"),
    _of("decision", _("Decision"), ValueKind.TEXT, lambda row: str(row.get_decision_display()), "decision"),
    _of("decided_by", _("Decided by"), ValueKind.TEXT, lambda row: str(row.decided_by or "")),
    _of("decided_at", _("Decided on"), ValueKind.MOMENT, lambda row: _local(row.decided_at), "decided_at"),
]

add_table(
    Table(
        name="demandes-donnees",
        title=_("Requests about personal data"),
        about=_("One row per request, with its deadline and its answer."),
        icon="shield-check",
        columns=lambda scope: REQUESTS,
        rows=requests,
        filters=(),
        shown_to=is_in_charge,
        listed=False,
    )
)
add_table(
    Table(
        name="revues-roles",
        title=_("Reviews of roles"),
        about=_("One row per role looked at, with what was decided."),
        icon="list-checks",
        columns=lambda scope: REVIEWED,
        rows=reviewed_roles,
        filters=(),
        shown_to=lambda user: user.is_active and user.is_national_manager,
        listed=False,
    )
)
