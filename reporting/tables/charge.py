# SPDX-License-Identifier: EUPL-1.2
"""What those in charge of people's data and roles answer for, taken away for their own auditors."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleReviewLine
from privacy.models import Request
from privacy.rules import is_in_charge
from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from reporting.tables.columns import local, of
from sessions.report_columns import ValueKind


def is_national(user: Any) -> bool:
    return user.is_active and user.is_national_manager


def requests(scope: Scope) -> QuerySet:
    """Of the people that the reader is in charge of; those answered too, unless only what waits is asked for."""
    found = Request.objects.visible_to(scope.user).select_related("user", "decided_by")
    return found.open() if scope.waiting else found.order_by("-created_at", "-pk")


REQUESTS = [
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name, "user__last_name"),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name, "user__first_name"),
    of("kind", _("Request"), ValueKind.TEXT, lambda row: str(row.get_kind_display()), "kind"),
    of("created_at", _("Asked on"), ValueKind.MOMENT, lambda row: local(row.created_at), "created_at"),
    of("due_on", _("Answer due"), ValueKind.DATE, lambda row: row.due_on, "due_on"),
    of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    of("decided_at", _("Answered on"), ValueKind.MOMENT, lambda row: local(row.decided_at), "decided_at"),
    of("decided_by", _("Answered by"), ValueKind.TEXT, lambda row: str(row.decided_by or "")),
]


def reviewed_roles(scope: Scope) -> QuerySet:
    """Of every review, or of one; all lines, or those that wait for a decision."""
    lines = RoleReviewLine.objects.select_related("review", "user", "region", "decided_by")
    if scope.row_id:
        lines = lines.filter(review=scope.row_id)
    if scope.waiting:
        lines = lines.filter(decision="")
    return lines.order_by("-review__started_at", "user__last_name", "user__first_name", "role", "pk")


REVIEWED = [
    of("review", _("Review begun on"), ValueKind.DATE, lambda row: timezone.localdate(row.review.started_at)),
    of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.user.last_name, "user__last_name"),
    of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.user.first_name, "user__first_name"),
    of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.user.email, "user__email"),
    of("role", _("Role"), ValueKind.TEXT, lambda row: row.role_in_words, "role"),
    of("region", _("Region"), ValueKind.TEXT, lambda row: row.region.name if row.region else "", "region__name"),
    of("since", _("Since"), ValueKind.MOMENT, lambda row: local(row.since), "since"),
    of("last_seen", _("Last visit"), ValueKind.MOMENT, lambda row: local(row.last_seen_at), "last_seen_at"),
    of("decision", _("Decision"), ValueKind.TEXT, lambda row: str(row.get_decision_display()), "decision"),
    of("decided_by", _("Decided by"), ValueKind.TEXT, lambda row: str(row.decided_by or "")),
    of("decided_at", _("Decided on"), ValueKind.MOMENT, lambda row: local(row.decided_at), "decided_at"),
]

add_table(
    Table(
        name="demandes-donnees",
        title=_("Requests about personal data"),
        about=_("One row per request, with its deadline and its answer."),
        icon="shield-check",
        columns=lambda scope: REQUESTS,
        rows=requests,
        filters=("attente",),
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
        filters=("objet", "attente"),
        shown_to=is_national,
        listed=False,
    )
)
