"""The second step of signing in: who must have one, from when on, and who may take it away."""

from datetime import datetime, timedelta
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.domain.events import note
from accounts.domain.sessions import end_all
from accounts.domain.ways import second_step_elsewhere
from accounts.models import User
from accounts.models.event import EventKind

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Duty(StrEnum):
    """What a session's owner owes. NONE: nothing; SOON: asked, may still wait; NOW: before anything else."""

    NONE = ""
    SOON = "soon"
    NOW = "now"


def is_required(user: User) -> bool:
    """Do the person's roles ask for a second step (TWO_STEP_ROLES)? Technical accounts count as national managers."""
    return not user.careful_roles.isdisjoint(settings.TWO_STEP_ROLES)


def has_second_step(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def grace_ends(user: User) -> datetime | None:
    """Until when the person may put it off; None while they were not asked."""
    asked = user.two_step_asked_at
    return asked + timedelta(days=settings.TWO_STEP_GRACE_DAYS) if asked else None


def duty_of(user: User) -> Duty:
    """Being asked for the first time begins the days of grace."""
    if not is_required(user) or has_second_step(user):
        return Duty.NONE
    if user.two_step_asked_at is None:
        user.two_step_asked_at = timezone.now()
        User.objects.filter(pk=user.pk).update(two_step_asked_at=user.two_step_asked_at)
    return Duty.SOON if timezone.now() < user.two_step_asked_at + timedelta(days=settings.TWO_STEP_GRACE_DAYS) else Duty.NOW


def duty_in(request, user: User) -> Duty:
    """What the session's owner owes: nothing where the provider that they came from asked for a second step, and is trusted for it."""
    return Duty.NONE if second_step_elsewhere(request, user) else duty_of(user)


@transaction.atomic
def reset_second_step(*, user: User, by: User, request=None) -> None:
    """Take away the person's second steps and recovery codes, lost with a telephone; their sessions end.

    Whoever must have one is led to it at the next sign-in, with new days of grace.
    """
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(two_step_asked_at=None)
    end_all(user)
    note(user=user, kind=EventKind.FACTORS_RESET, by=by, request=request)
