"""What training sessions tell of each learner in a report."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.api import ConditionStanding
from sessions.domain.facts import THERE
from sessions.domain.stored_standing import stored_conditions
from sessions.enums import StepState
from sessions.models import Certificate, Enrolment, Presence, StepProgress
from sessions.report_columns import ReportColumn, ValueKind, each

IDENTITY = gettext_lazy("Identification")
TRAINING = gettext_lazy("Training")
PROGRESS = gettext_lazy("Completion and score")
TIME = gettext_lazy("Time")
PRESENCE = gettext_lazy("Attendance")
# Where a row keeps its conditions of success once they were asked for.
MEMO = "stored_conditions"


def by_enrolment(pairs: Iterable[tuple[UUID, Any]], missing: Any = None):
    """Puts values found by enrolment id in the order of the rows."""
    found = dict(pairs)
    return lambda rows: [found.get(row.pk, missing) for row in rows]


def _ids(rows: list[Enrolment]) -> list[UUID]:
    return [row.pk for row in rows]


def _steps(rows: list[Enrolment]):
    return StepProgress.objects.filter(enrolment__in=_ids(rows)).values("enrolment").order_by()


def steps_done(rows: list[Enrolment]) -> list[int]:
    done = _steps(rows).annotate(n=Count("pk", filter=Q(state=StepState.DONE)))
    return by_enrolment(done.values_list("enrolment", "n"), 0)(rows)


def steps_total(rows: list[Enrolment]) -> list[int]:
    return by_enrolment(_steps(rows).annotate(n=Count("pk")).values_list("enrolment", "n"), 0)(rows)


def mean_scores(rows: list[Enrolment]) -> list[Any]:
    """The mean of the scores there are, by the weight of their steps; None without any."""
    scored = _steps(rows).filter(score__isnull=False, step__weight__gt=0)
    means = scored.annotate(points=Sum(F("score") * F("step__weight")), weights=Sum("step__weight"))
    return by_enrolment((pk, points / weights) for pk, points, weights in means.values_list("enrolment", "points", "weights"))(rows)


def _conditions(rows: list[Enrolment]) -> list[tuple[ConditionStanding, ...]]:
    """The conditions of success of each; two columns of one report ask once."""
    if not all(hasattr(row, MEMO) for row in rows):
        found = stored_conditions(rows)
        for row in rows:
            setattr(row, MEMO, found[row.pk])
    return [getattr(row, MEMO) for row in rows]


def conditions_met(rows: list[Enrolment]) -> list[str]:
    words = []
    for conditions in _conditions(rows):
        met = sum(one.met for one in conditions)
        words.append(_("%(met)d of %(total)d") % {"met": met, "total": len(conditions)} if conditions else "")
    return words


def conditions_missing(rows: list[Enrolment]) -> list[str]:
    return ["; ".join(one.words for one in conditions if not one.met) for conditions in _conditions(rows)]


def _presences(rows: list[Enrolment]):
    return Presence.objects.filter(enrolment__in=_ids(rows)).values("enrolment").order_by()


def attended(rows: list[Enrolment]) -> list[int]:
    return by_enrolment(_presences(rows).filter(status__in=THERE).annotate(n=Count("pk")).values_list("enrolment", "n"), 0)(rows)


def validated(rows: list[Enrolment]) -> list[int]:
    return by_enrolment(_presences(rows).annotate(n=Count("pk")).values_list("enrolment", "n"), 0)(rows)


def attendance_rate(rows: list[Enrolment]) -> list[float | None]:
    return [there / whole if whole else None for there, whole in zip(attended(rows), validated(rows), strict=True)]


def platform_seconds(rows: list[Enrolment]) -> list[int]:
    """Time on the platform on the days of the session, whatever the page."""
    days = Q(user__connection_days__day__gte=F("session__starts_on"), user__connection_days__day__lte=F("session__ends_on"))
    whole = Coalesce(Sum("user__connection_days__seconds", filter=days), 0)
    return by_enrolment(Enrolment.objects.filter(pk__in=_ids(rows)).order_by().annotate(whole=whole).values_list("pk", "whole"), 0)(rows)


def certificates(rows: list[Enrolment]) -> list[str]:
    return by_enrolment(Certificate.objects.filter(enrolment__in=_ids(rows)).values_list("enrolment", "code"), "")(rows)


def _moment(name: str):
    def read(row: Enrolment):
        value = getattr(row, name)
        return value.astimezone(row.session.zone) if value else None

    return each(read)


# name, label, kind, reader, group, sorted by, shown by default; in the order they are offered.
_ENTRIES: tuple[tuple[Any, ...], ...] = (
    ("last_name", gettext_lazy("Last name"), ValueKind.TEXT, each(lambda row: row.user.last_name), IDENTITY, "user__last_name", True),
    ("first_name", gettext_lazy("First name"), ValueKind.TEXT, each(lambda row: row.user.first_name), IDENTITY, "user__first_name", True),
    ("email", gettext_lazy("E-mail address"), ValueKind.TEXT, each(lambda row: row.user.email), IDENTITY, "user__email", False),
    ("uid", gettext_lazy("Identifier"), ValueKind.TEXT, each(lambda row: str(row.user.uid)), IDENTITY, "", False),
    ("region", gettext_lazy("Region"), ValueKind.TEXT, each(lambda row: row.session.region.name), TRAINING, "session__region__name", True),
    (
        "pathway",
        gettext_lazy("Pathway"),
        ValueKind.TEXT,
        each(lambda row: row.session.pathway.title),
        TRAINING,
        "session__pathway__title",
        True,
    ),
    ("session", gettext_lazy("Session"), ValueKind.TEXT, each(lambda row: row.session.name), TRAINING, "session__name", True),
    ("starts_on", gettext_lazy("First day"), ValueKind.DATE, each(lambda row: row.session.starts_on), TRAINING, "session__starts_on", True),
    ("ends_on", gettext_lazy("Last day"), ValueKind.DATE, each(lambda row: row.session.ends_on), TRAINING, "session__ends_on", True),
    ("state", gettext_lazy("Enrolment"), ValueKind.TEXT, each(lambda row: str(row.get_state_display())), TRAINING, "state", False),
    ("created_at", gettext_lazy("Enrolled on"), ValueKind.MOMENT, _moment("created_at"), TRAINING, "created_at", False),
    ("percent", gettext_lazy("Completion"), ValueKind.SHARE, each(lambda row: row.percent / 100), PROGRESS, "percent", True),
    ("steps_done", gettext_lazy("Steps finished"), ValueKind.COUNT, steps_done, PROGRESS, "", False),
    ("steps_total", gettext_lazy("Steps in all"), ValueKind.COUNT, steps_total, PROGRESS, "", False),
    ("mean_score", gettext_lazy("Mean score"), ValueKind.SHARE, mean_scores, PROGRESS, "", True),
    ("succeeded", gettext_lazy("Success"), ValueKind.YES_NO, each(lambda row: row.succeeded), PROGRESS, "succeeded", True),
    ("succeeded_at", gettext_lazy("Succeeded on"), ValueKind.MOMENT, _moment("succeeded_at"), PROGRESS, "succeeded_at", False),
    ("conditions_met", gettext_lazy("Conditions of success met"), ValueKind.TEXT, conditions_met, PROGRESS, "", False),
    ("conditions_missing", gettext_lazy("Conditions not met yet"), ValueKind.TEXT, conditions_missing, PROGRESS, "", False),
    ("certificate", gettext_lazy("Certificate"), ValueKind.TEXT, certificates, PROGRESS, "", False),
    ("seconds", gettext_lazy("Time on the pathway"), ValueKind.SECONDS, each(lambda row: row.seconds), TIME, "seconds", True),
    ("platform_seconds", gettext_lazy("Time on the platform"), ValueKind.SECONDS, platform_seconds, TIME, "", False),
    ("first_visit", gettext_lazy("First visit"), ValueKind.MOMENT, _moment("first_visit_at"), TIME, "first_visit_at", False),
    ("last_visit", gettext_lazy("Last visit"), ValueKind.MOMENT, _moment("last_visit_at"), TIME, "last_visit_at", True),
    ("attended", gettext_lazy("Dates attended"), ValueKind.COUNT, attended, PRESENCE, "", False),
    ("validated", gettext_lazy("Dates validated"), ValueKind.COUNT, validated, PRESENCE, "", False),
    ("attendance", gettext_lazy("Attendance"), ValueKind.SHARE, attendance_rate, PRESENCE, "", True),
)
COLUMNS = [replace(ReportColumn(*entry), order=number) for number, entry in enumerate(_ENTRIES, start=1)]
