"""What progress means for others: statements of the journal, and the news of a success."""

from functools import partial

from django.conf import settings
from django.db import transaction

from lrs.api import Thing, Verb, activity_iri, record
from pathways.api import PathwayPlan
from sessions.models import Enrolment
from sessions.signals import enrolment_succeeded

PATHWAY_TYPE = "http://adlnet.gov/expapi/activities/course"
WHOLE = 100


def pathway_thing(plan: PathwayPlan) -> Thing:
    return Thing(activity_iri("pathway", plan.pathway_id), plan.title, PATHWAY_TYPE)


def tell_progress(enrolment: Enrolment, plan: PathwayPlan, *, percent_before: int) -> None:
    """Journal the percent reached, and the end of the pathway; going back is not told."""
    if enrolment.percent <= percent_before:
        return
    tell = partial(record, user=enrolment.user, thing=pathway_thing(plan), registration=enrolment.registration)
    extension = f"{settings.SITE_ORIGIN}/xapi/extensions/progress"
    tell(verb=Verb.PROGRESSED, extensions={extension: enrolment.percent})
    if enrolment.percent == WHOLE:
        tell(verb=Verb.COMPLETED, completion=True, seconds=enrolment.seconds)


def tell_success(enrolment: Enrolment, plan: PathwayPlan) -> None:
    """Journal the success and, once it is committed, let the certificate be issued."""
    record(verb=Verb.PASSED, success=True, user=enrolment.user, thing=pathway_thing(plan), registration=enrolment.registration)
    pk = enrolment.pk
    transaction.on_commit(lambda: enrolment_succeeded.send(sender=Enrolment, enrolment_id=pk))
