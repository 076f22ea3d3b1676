# SPDX-License-Identifier: EUPL-1.2
"""One row for each request of somebody interested in a training."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from sessions.models import Interest
from sessions.report_columns import ReportColumn, ValueKind, each
from sessions.rules import answers_requests


def rows(scope: Scope) -> QuerySet:
    """Received within the period; of the regions that the person manages, whatever else they read."""
    found = Interest.objects.visible_to(scope.user).search(scope.words).with_places()
    wanted: dict[str, Any] = {"region": scope.region_id, "pathway": scope.pathway_id, "state": scope.interest}
    limits = {"created_at__date__gte": scope.first, "created_at__date__lte": scope.last}
    return found.filter(**{name: value for name, value in {**wanted, **limits}.items() if value}).order_by("-created_at", "-pk")


def _of(name: str, label: Any, kind: ValueKind, read, order_by: str = "", *, by_default: bool = True) -> ReportColumn:
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=by_default)


COLUMNS = [
    _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.last_name, "last_name"),
    _of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.first_name, "first_name"),
    _of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.email, "email"),
    _of("phone", _("Telephone"), ValueKind.TEXT, lambda row: row.phone),
    _of("pathway", _("Pathway"), ValueKind.TEXT, lambda row: row.pathway.title, "pathway__title"),
    _of("region", _("Region"), ValueKind.TEXT, lambda row: row.region.name, "region__name"),
    _of("session", _("Session"), ValueKind.TEXT, lambda row: row.session.name if row.session else "", by_default=False),
    _of("created_at", _("Received"), ValueKind.MOMENT, lambda row: timezone.localtime(row.created_at), "created_at"),
    _of("state", _("State"), ValueKind.TEXT, lambda row: str(row.get_state_display()), "state"),
    _of("touched_at", _("Last contact"), ValueKind.MOMENT, lambda row: timezone.localtime(row.touched_at), "touched_at"),
    _of("message", _("Message"), ValueKind.TEXT, lambda row: row.message, by_default=False),
]

INTERESTS = add_table(
    Table(
        name="demandes",
        title=_("Requests about trainings"),
        about=_("One row per person who said on the public site that a training interests them, with what became of it."),
        icon="inbox",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("periode", "region", "parcours", "demande", "q"),
        shown_to=answers_requests,
        configurable=True,
    )
)
