"""Mails that lower apps ask for."""

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, User
from accounts.permissions import ANSWER_REQUESTS, SEE_REQUESTS
from accounts.signals import (
    access_link_requested,
    account_locked,
    address_taken,
    parent_asked,
    parent_decided,
    registration_asked,
    registration_gone,
)
from messaging.domain.outside import forget_waiting, send_outside
from messaging.domain.sending import send
from privacy.enums import RequestState
from privacy.signals import request_decided, request_made

TEN_MINUTES = 600


@receiver(access_link_requested, dispatch_uid="messaging.send_access_link")
def send_access_link(sender, user, url: str, first: bool, **kwargs) -> None:
    """One mail in ten minutes at most, however often it is asked for."""
    slot = int(timezone.now().timestamp()) // TEN_MINUTES
    send(to=user, kind="access_link", key=f"access-link:{user.pk}:{slot}", context={"url": url, "first": first})


@receiver(request_made, dispatch_uid="messaging.tell_of_privacy_request")
def tell_of_privacy_request(sender, request, **kwargs) -> None:
    """Those who answer, and the managers of the person's regions."""
    regions = Region.objects.filter(assignments__user=request.user)
    people = User.objects.active().exclude(pk=request.user_id)
    told = {*people.told_of(SEE_REQUESTS, regions), *people.told_of(ANSWER_REQUESTS)}
    link = settings.SITE_ORIGIN + reverse("privacy:request", args=[request.pk])
    context = {"name": str(request.user), "what": request.get_kind_display(), "due": request.due_on, "link": link}
    for person in told:
        send(to=person, kind="privacy_request", key=f"privacy-request:{request.pk}:{person.pk}", context=context)


@receiver(request_decided, dispatch_uid="messaging.tell_of_privacy_decision")
def tell_of_privacy_decision(sender, request, **kwargs) -> None:
    link = settings.SITE_ORIGIN + reverse("privacy:mine")
    accepted = request.state == RequestState.ACCEPTED
    context = {"what": request.get_kind_display(), "accepted": accepted, "answer": request.answer, "link": link}
    send(to=request.user, kind="privacy_decided", key=f"privacy-decided:{request.pk}", context=context)


@receiver(account_locked, dispatch_uid="messaging.send_unlock_link")
def send_unlock_link(sender, user, url: str, **kwargs) -> None:
    send(to=user, kind="account_locked", key=f"account-locked:{url[-40:]}", context={"url": url})


def _about(key) -> str:
    """What mails about a registration have in front of their key."""
    return f"registration:{key}"


@receiver(registration_asked, dispatch_uid="messaging.confirm_address")
def confirm_address(sender, registration, url: str, **kwargs) -> None:
    context = {"url": url, "days": settings.REGISTRATION_DAYS, "needs_parent": registration.needs_parent}
    _write_to(registration, "registration", context)


@receiver(address_taken, dispatch_uid="messaging.tell_address_taken")
def tell_address_taken(sender, user, url: str, key: str, **kwargs) -> None:
    send(to=user, kind="address_taken", key=f"{_about(key)}:taken", context={"url": url, "closed": not user.is_active})


@receiver(parent_asked, dispatch_uid="messaging.ask_parent")
def ask_parent(sender, registration, url: str, **kwargs) -> None:
    send_outside(
        address=registration.parent_email,
        first_name="",
        language=registration.language,
        kind="parent_asked",
        key=f"{_about(registration.pk)}:parent",
        context={"url": url, "child": registration.first_name, "days": settings.PARENT_ANSWER_DAYS},
    )


@receiver(parent_decided, dispatch_uid="messaging.tell_parents_answer")
def tell_parents_answer(sender, registration, agreed: bool, url: str, **kwargs) -> None:
    _write_to(registration, "parent_agreed" if agreed else "parent_refused", {"url": url})


@receiver(registration_gone, dispatch_uid="messaging.forget_registration")
def forget_registration(sender, key: str, **kwargs) -> None:
    forget_waiting(_about(key))


def _write_to(registration, kind: str, context: dict) -> None:
    """To the address that somebody wants an account for."""
    send_outside(
        address=registration.email,
        first_name=registration.first_name,
        language=registration.language,
        kind=kind,
        key=f"{_about(registration.pk)}:{kind}",
        context=context,
    )
