"""What the library does when something happens below it."""

import re
from decimal import Decimal

from django.dispatch import receiver
from django.utils import timezone

from courses.cmi5.reports import said_of
from courses.domain.unit_results import Report, take
from courses.models import UnitLaunch
from courses.scorm.times import seconds_of
from lrs.cmi5.session import Happened
from lrs.cmi5.vocabulary import Said
from lrs.models import Cmi5Session, Credential, Statement
from lrs.signals import cmi5_session_changed, launch_statements_stored

BEYOND_HUNDREDTHS = re.compile(r"(\.[0-9]{2})[0-9]+")


@receiver(cmi5_session_changed, dispatch_uid="courses.result_of_unit")
def follow_session(sender, session: Cmi5Session, happened: tuple[Happened, ...], progress: int | None, **kwargs) -> None:
    """What a unit said in a session that we opened, in the transaction that stores it."""
    opened = UnitLaunch.objects.select_related("launch__version", "launch__attempt", "node").filter(session=session).first()
    if opened is not None:
        over = bool(session.terminated_at or session.abandoned_at)
        seconds = _seconds(session, happened) if over else 0
        take(opened, [_report(one) for one in happened], progress=progress, seconds=seconds, over=over)


@receiver(launch_statements_stored, dispatch_uid="courses.result_of_xapi_content")
def follow_content(sender, credential: Credential, statements: list[Statement], **kwargs) -> None:
    """What content that speaks xAPI alone said of its own unit, under the pass that its launch was given."""
    opened = UnitLaunch.objects.select_related("launch__version", "launch__attempt", "node").filter(credential=credential).first()
    if opened is None:
        return
    reports = []
    for statement in sorted(statements, key=lambda one: one.timestamp):
        if statement.activity == opened.activity:
            said = said_of(statement.body)
            reports += [Report(verdict, statement.timestamp, said.scaled) for verdict in said.verdicts]
    take(opened, reports, seconds=(timezone.now() - opened.launch.created_at).total_seconds())


def _report(one: Happened) -> Report:
    return Report(one.verb.name.lower(), one.at, None if one.scaled is None else Decimal(str(one.scaled)))


def _seconds(session: Cmi5Session, happened: tuple[Happened, ...]) -> float:
    """The duration that the unit says when it ends (cmi5 9.5.4.1); where it did not, from the launch to the last it said.

    Whatever is claimed, the clock grants no more than has passed.
    """
    said = next((one.duration for one in happened if one.verb is Said.TERMINATED and one.duration), None)
    if said is not None:
        return float(seconds_of(BEYOND_HUNDREDTHS.sub(r"\1", said)))
    return max(0.0, ((session.last_at or session.launched_at) - session.launched_at).total_seconds())
