"""One row for each learner at each virtual class or half-day whose presence was validated."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from reporting.domain.scope import Scope
from reporting.domain.tables import Table, add_table
from sessions.domain.facts import THERE
from sessions.enums import SignatureMethod
from sessions.models import Presence, Signature
from sessions.report_columns import ReportColumn, ValueKind, each


def rows(scope: Scope) -> QuerySet:
    found = Presence.objects.filter(enrolment__in=scope.enrolments().order_by().values("pk"))
    found = found.select_related("event", "enrolment__user", "enrolment__session__region", "validated_by")
    signed = Signature.objects.standing().filter(event=OuterRef("event"), enrolment=OuterRef("enrolment"))
    found = found.annotate(signed_how=Subquery(signed.values("method")[:1]))
    return found.order_by("-event__starts_at", "event", "enrolment__user__last_name", "enrolment__user__first_name", "pk")


def _of(name: str, label: Any, kind: ValueKind, read, order_by: str = "", *, by_default: bool = True) -> ReportColumn:
    return ReportColumn(name, label, kind, each(read), order_by=order_by, by_default=by_default)


def _local(row: Presence, moment):
    return moment.astimezone(row.enrolment.session.zone)


def _signature(row: Any) -> str:
    """How the learner signed; "" where they did not."""
    return str(SignatureMethod(row.signed_how).label) if row.signed_how else ""


COLUMNS = [
    _of("last_name", _("Last name"), ValueKind.TEXT, lambda row: row.enrolment.user.last_name, "enrolment__user__last_name"),
    _of("first_name", _("First name"), ValueKind.TEXT, lambda row: row.enrolment.user.first_name, "enrolment__user__first_name"),
    _of("email", _("E-mail address"), ValueKind.TEXT, lambda row: row.enrolment.user.email, "enrolment__user__email", by_default=False),
    _of("region", _("Region"), ValueKind.TEXT, lambda row: row.enrolment.session.region.name, by_default=False),
    _of("session", _("Session"), ValueKind.TEXT, lambda row: row.enrolment.session.name, "enrolment__session__name"),
    _of("event", _("Date attended"), ValueKind.TEXT, lambda row: row.event.title, "event__title"),
    _of("kind", _("Kind"), ValueKind.TEXT, lambda row: str(row.event.get_kind_display()), "event__kind"),
    _of("starts_at", _("Begins"), ValueKind.MOMENT, lambda row: _local(row, row.event.starts_at), "event__starts_at"),
    _of("ends_at", _("Ends"), ValueKind.MOMENT, lambda row: _local(row, row.event.ends_at), "event__ends_at", by_default=False),
    _of("duration", _("Duration"), ValueKind.SECONDS, lambda row: int((row.event.ends_at - row.event.starts_at).total_seconds())),
    _of("status", _("Attendance"), ValueKind.TEXT, lambda row: str(row.get_status_display()), "status"),
    _of("time_there", _("Time there"), ValueKind.SECONDS, lambda row: row.minutes * 60, by_default=False),
    _of("there", _("Was there"), ValueKind.YES_NO, lambda row: row.status in THERE, by_default=False),
    _of("signature", _("Signature"), ValueKind.TEXT, _signature, by_default=False),
    _of("validated_by", _("Validated by"), ValueKind.TEXT, lambda row: str(row.validated_by or ""), by_default=False),
    _of("validated_at", _("Validated on"), ValueKind.MOMENT, lambda row: _local(row, row.validated_at), "validated_at", by_default=False),
]

ATTENDANCE = add_table(
    Table(
        name="presences",
        title=_("Attendance"),
        about=_("One row per learner and virtual class or half-day: present, late, absent, excused, and who validated it."),
        icon="clipboard-check",
        columns=lambda scope: COLUMNS,
        rows=rows,
        filters=("session", "inscription", "periode", "region", "parcours", "etat", "q"),
        configurable=True,
    )
)
