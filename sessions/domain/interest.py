# SPDX-License-Identifier: EUPL-1.2
"""Somebody is interested in a pathway: the request received, answered by the region, turned into an enrolment or declined."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain.attempts import count_try
from accounts.models import Region, RegistrationSettings, User
from messaging.api import send, send_outside
from privacy.models import TextVersion
from sessions.domain.branding import site_brand
from sessions.domain.enrolment import AlreadyEnrolled, enrol
from sessions.domain.refusals import Refused
from sessions.enums import InterestState, SessionState
from sessions.models import Enrolment, Interest, TrainingSession
from sessions.permissions import ANSWER_INTEREST, ENROL

REQUESTS_AN_HOUR = 3


def is_taken() -> bool:
    """Does the public site have the form?"""
    return RegistrationSettings.present().takes_interest


def interest_url(pathway_id: int) -> str:
    """Where a visitor says that the pathway interests them; "" where nobody takes it."""
    return reverse("training_sessions:interest", args=[pathway_id]) if is_taken() else ""


@transaction.atomic
def express(*, pathway, region: Region, session: TrainingSession | None, texts: Iterable[TextVersion], **written) -> Interest | None:
    """Keep the request, tell the region and acknowledge it; nothing when the address sends too many: the caller answers the same.

    written: first_name, last_name, email, phone, message.
    """
    if not count_try("interest", written["email"], most=REQUESTS_AN_HOUR, minutes=60):
        return None
    same = session if session is not None and session.region_id == region.pk else None
    language = translation.get_language() or settings.LANGUAGE_CODE
    interest = Interest.objects.create(pathway=pathway, region=region, session=same, language=language, **written)
    interest.texts.set(texts)
    _tell_managers(interest)
    # Not what was written: the form would carry anybody's words to any address.
    _write(interest, "interest_received")
    return interest


@transaction.atomic
def note_call(interest: Interest, *, by: User) -> None:
    """The region has been in touch; said again, it is the date of the last contact."""
    interest = _open(interest)
    _touch(interest, InterestState.CALLED, by)


@transaction.atomic
def enrol_interested(interest: Interest, *, session: TrainingSession, first_name: str, last_name: str, email: str, by: User) -> Enrolment:
    """Enrol the person in a session of the region, with the account made or recognised. Raises Refused with the reason."""
    interest = _open(interest)
    try:
        enrolment = enrol(session=session, first_name=first_name, last_name=last_name, email=email, by=by)
    except AlreadyEnrolled:
        enrolment = Enrolment.objects.get(session=session, user__email=email)
    interest.enrolment = enrolment
    _touch(interest, InterestState.ENROLLED, by)
    return enrolment


@transaction.atomic
def decline(interest: Interest, *, answer: str, by: User) -> None:
    """Say no with a word, by mail."""
    interest = _open(interest)
    interest.answer = answer
    _touch(interest, InterestState.DECLINED, by)
    _write(interest, "interest_declined", answer=answer)


def sessions_for(interest: Interest, user: User) -> list[TrainingSession]:
    """Where `user` may enrol the person: sessions of the region that are not over, those of the pathway first, then by date."""
    found = TrainingSession.objects.with_permission(user, ENROL).filter(region=interest.region, closes_at__gt=timezone.now())
    found = found.exclude(state=SessionState.CANCELLED).select_related("pathway").order_by("starts_on", "pk")
    return sorted(found, key=lambda session: session.pathway_id != interest.pathway_id)


def managers_of(region: Region) -> list[User]:
    """Who answers requests in the region or in what it belongs to; without anybody, who does nationally."""
    above = [pk for pk in (region.pk, region.parent_id, region.parent.parent_id if region.parent else None) if pk]
    people = User.objects.active()
    return list(people.told_of(ANSWER_INTEREST, above)) or list(people.told_of(ANSWER_INTEREST))


def _open(interest: Interest) -> Interest:
    """The request while nobody else answers it."""
    found = Interest.objects.select_for_update(of=("self",)).select_related("pathway", "region").get(pk=interest.pk)
    if not found.is_open:
        raise Refused(_("This request was answered already."))
    return found


def _touch(interest: Interest, state: InterestState, by: User) -> None:
    interest.state, interest.handled_by, interest.touched_at = state, by, timezone.now()
    interest.save()


def _tell_managers(interest: Interest) -> None:
    link = settings.SITE_ORIGIN + reverse("training_sessions:interest_page", args=[interest.pk])
    context = {**_about(interest), "name": interest.full_name, "message": interest.message, "link": link}
    for manager in managers_of(interest.region):
        send(to=manager, kind="interest_new", key=f"interest:{interest.pk}:{manager.pk}", context=context)


def _write(interest: Interest, kind: str, **context) -> None:
    """To the person, whether they have an account or not."""
    send_outside(
        address=interest.email,
        first_name=interest.first_name,
        language=interest.language,
        kind=kind,
        key=f"interest:{interest.pk}:{kind}",
        context={**_about(interest), **context},
        reply_to=interest.region.email,
    )


def _about(interest: Interest) -> dict:
    return {"brand": site_brand(), "pathway": interest.pathway, "region": interest.region, "session": interest.session}
