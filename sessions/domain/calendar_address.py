# SPDX-License-Identifier: EUPL-1.2
"""The secret address of a learner's calendar: made when asked for, renewed, given up."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from sessions.models import CalendarAddress
from sessions.models.calendar import new_token


def renew(user: User) -> CalendarAddress:
    """A new address; the one before, if any, leads nowhere from now on."""
    found, _made = CalendarAddress.objects.update_or_create(user=user, defaults={"token": new_token(), "made_at": timezone.now()})
    return found


def give_up(user: User) -> None:
    CalendarAddress.objects.filter(user=user).delete()


def followed_by(token: str) -> User | None:
    """Whose dates the address gives; None for no such address, or an account that is closed."""
    found = CalendarAddress.objects.select_related("user").filter(token=token, user__is_active=True).first()
    return found.user if found else None


def address_of(user: User) -> str:
    """The whole address; "" where there is none."""
    token = CalendarAddress.objects.filter(user=user).values_list("token", flat=True).first()
    return settings.SITE_ORIGIN + reverse("training_sessions:calendar_feed", args=[token]) if token else ""
