"""The accompaniment a learner had, for reports."""

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from courses.models import Submission
from sessions.models import Enrolment
from sessions.report_columns import ReportColumn, ValueKind
from tutoring.models import Contact

GROUP = _("Traces")


def contacts(rows: list[Enrolment]) -> list[int]:
    """Messages that the team wrote to each learner."""
    counted = Contact.objects.filter(enrolment__in=[row.pk for row in rows]).values("enrolment").order_by().annotate(n=Count("pk"))
    found = dict(counted.values_list("enrolment", "n"))
    return [found.get(row.pk, 0) for row in rows]


def _handed_in(rows: list[Enrolment]):
    works = Submission.objects.filter(attempt__registration__in=[row.registration for row in rows], handed_in_at__isnull=False)
    return works.values("attempt__registration").order_by()


def hand_ins(rows: list[Enrolment]) -> list[int]:
    found = dict(_handed_in(rows).annotate(n=Count("pk")).values_list("attempt__registration", "n"))
    return [found.get(row.registration, 0) for row in rows]


def last_hand_ins(rows: list[Enrolment]) -> list:
    found = dict(_handed_in(rows).annotate(last=Max("handed_in_at")).values_list("attempt__registration", "last"))
    moments = [found.get(row.registration) for row in rows]
    return [moment.astimezone(row.session.zone) if moment else None for row, moment in zip(rows, moments, strict=True)]


COLUMNS = (
    ReportColumn("hand_ins", _("Work handed in"), ValueKind.COUNT, hand_ins, GROUP, order=220),
    ReportColumn("last_hand_in", _("Last hand-in"), ValueKind.MOMENT, last_hand_ins, GROUP, order=221),
    ReportColumn("contacts", _("Messages from tutors"), ValueKind.COUNT, contacts, GROUP, order=230),
)
