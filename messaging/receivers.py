"""Mails that lower apps ask for."""

from django.conf import settings
from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Region, User
from accounts.signals import access_link_requested, account_locked
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
    of_region = Q(assignments__role=Role.REGIONAL_MANAGER, assignments__region__in=regions)
    told = User.objects.active().filter(of_region | Q(assignments__role=Role.NATIONAL_MANAGER)).exclude(pk=request.user_id)
    link = settings.SITE_ORIGIN + reverse("privacy:request", args=[request.pk])
    context = {"name": str(request.user), "what": request.get_kind_display(), "due": request.due_on, "link": link}
    for person in told.distinct():
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
