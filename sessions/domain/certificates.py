"""Certificates of completion: what they state, when they may be issued, how they are found again.

A certificate states what was really done (training undertaken, dates, duration, at a distance or on site); whether the
learner succeeded is one of its lines. What it states is frozen the day it is issued.
"""

import re
import secrets
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from courses.enums import Modality
from pathways.api import PathwayPlan, Standing, plan_of
from sessions.domain import notices
from sessions.domain.branding import site_brand
from sessions.domain.progress import standing_of
from sessions.domain.refusals import Refused
from sessions.enums import EnrolmentState, SessionState
from sessions.models import Certificate, Enrolment
from sessions.permissions import ISSUE_CERTIFICATES

# Crockford's base 32: no I, L, O nor U, so that a code read aloud or typed from paper is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans("OIL", "011")
GROUPS, LETTERS = 4, 4


@transaction.atomic
def issue(*, enrolment: Enrolment, by: User | None, notify: bool = True) -> Certificate:
    """The certificate of an enrolment: the one there is, or a new one, of which the learner is told.

    by: who signs and issues; None when success issues it, signed then by the region's manager.
    Raises Refused where nothing was followed, or while a learner who has not succeeded may still go on.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).with_people().get(pk=enrolment.pk)
    found = Certificate.objects.filter(enrolment=enrolment).first()
    if found is not None:
        return found
    plan = plan_of(enrolment.session.pathway)
    standing = standing_of(enrolment, plan=plan)
    _check_may_issue(enrolment, standing)
    certificate = Certificate.objects.create(
        enrolment=enrolment, code=new_code(), issued_by=by, content=content_of(enrolment, plan, standing, _signatory(enrolment, by))
    )
    if notify:
        notices.tell_certificate(certificate, by=by)
    return certificate


@transaction.atomic
def issue_again(certificate: Certificate, *, by: User) -> Certificate:
    """Issue it anew (a name was corrected, a grade came): new content and a new code; the former paper is no longer valid."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).with_people().get(pk=certificate.enrolment_id)
    Certificate.objects.filter(pk=certificate.pk).delete()
    return issue(enrolment=enrolment, by=by)


def issue_if_succeeded(enrolment: Enrolment) -> Certificate | None:
    """What success brings by itself; None, and no error, where the learner has not succeeded. Safe to call again."""
    if not enrolment.succeeded or enrolment.state != EnrolmentState.ACTIVE or enrolment.session.state != SessionState.OPEN:
        return None
    return issue(enrolment=enrolment, by=None)


def reconcile() -> int:
    """Issue what a lost signal should have issued; returns how many."""
    waiting = Enrolment.objects.active().filter(succeeded=True, certificate__isnull=True, session__state=SessionState.OPEN)
    count = 0
    for enrolment in waiting.select_related("session", "user"):
        count += issue_if_succeeded(enrolment) is not None
    return count


def find_certificate(code: str) -> Certificate | None:
    """The certificate of a code as people type it: any case, any separator, O for 0 and I or L for 1."""
    letters = re.sub(r"[^0-9A-Z]", "", code.upper()).translate(LOOK_ALIKE)
    if len(letters) != GROUPS * LETTERS:
        return None
    return Certificate.objects.select_related("enrolment").filter(code=_grouped(letters)).first()


def new_code() -> str:
    """Eighty random bits, as four groups of four."""
    return _grouped("".join(secrets.choice(ALPHABET) for _place in range(GROUPS * LETTERS)))


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + LETTERS] for start in range(0, len(letters), LETTERS))


def _check_may_issue(enrolment: Enrolment, standing: Standing) -> None:
    session = enrolment.session
    if session.state != SessionState.OPEN:
        raise Refused(_("Only a confirmed session gives certificates."))
    if not any(step.fact.started or step.is_done for step in standing.steps):
        raise Refused(_("%(person)s followed nothing: there is nothing to certify.") % {"person": enrolment.user})
    if not standing.succeeded and not session.is_over():
        message = _("%(person)s has not finished yet: the certificate can be issued after the last day of the session.")
        raise Refused(message % {"person": enrolment.user})


def _signatory(enrolment: Enrolment, by: User | None) -> str:
    if by is not None:
        return str(by)
    creator = enrolment.session.created_by
    managers = User.objects.active().told_of(ISSUE_CERTIFICATES, [enrolment.session.region])
    if creator is not None and managers.filter(pk=creator.pk).exists():
        return str(creator)
    return str(managers.first() or "")


def content_of(enrolment: Enrolment, plan: PathwayPlan, standing: Standing, signatory: str) -> dict:
    """What is printed: JSON values only, in the language of documents.

    minutes are planned durations; seconds is the time measured; score is in percent or None.
    """
    with translation.override(settings.LANGUAGE_CODE):
        session, brand = enrolment.session, site_brand()
        on_site = sum(step.minutes for step in plan.steps if step.modality == Modality.IN_PERSON)
        return {
            "version": 1,
            "example": session.region.is_sandbox,
            "brand": brand.name,
            "provider": brand.provider_name or brand.name,
            "provider_details": brand.provider_details,
            "colour": brand.colour,
            "region": session.region.name,
            "region_address": session.region.address,
            "learner": enrolment.user.get_full_name() or enrolment.user.email,
            "pathway": session.pathway.title,
            "starts_on": session.starts_on.isoformat(),
            "ends_on": session.ends_on.isoformat(),
            "planned_minutes": plan.minutes,
            "followed_minutes": sum(step.plan.minutes for step in standing.steps if step.is_done),
            "remote_minutes": plan.minutes - on_site,
            "on_site_minutes": on_site,
            "seconds": sum(step.fact.seconds for step in standing.steps),
            "percent": standing.percent,
            "succeeded": standing.succeeded,
            "conditions": [{"words": str(one.words), "met": one.met} for one in standing.conditions],
            "results": [_result(step) for step in standing.steps if step.plan.is_scored and step.fact.score is not None],
            "issued_on": timezone.localdate(timezone=session.zone).isoformat(),
            "place": session.region.name,
            "signatory": signatory,
        }


def _result(step) -> dict:
    return {"title": step.plan.title, "score": int((step.fact.score * 100).quantize(Decimal(1)))}
