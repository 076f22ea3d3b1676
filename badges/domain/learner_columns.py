"""The badges of a learner, for reports."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from badges.models import Award
from sessions.models import Enrolment
from sessions.report_columns import ReportColumn, ValueKind


def badges(rows: list[Enrolment]) -> list[int]:
    counted = Award.objects.filter(enrolment__in=[row.pk for row in rows]).values("enrolment").order_by().annotate(n=Count("pk"))
    found = dict(counted.values_list("enrolment", "n"))
    return [found.get(row.pk, 0) for row in rows]


COLUMNS = (ReportColumn("badges", _("Badges"), ValueKind.COUNT, badges, _("Traces"), order=210),)
