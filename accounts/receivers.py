"""Signing in and out, and passwords: what goes with them whatever page does it."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import ngettext

from accounts.domain import sessions
from accounts.domain.attempts import forget_failures
from accounts.domain.events import note
from accounts.domain.two_step import duty_in
from accounts.domain.ways import first_step
from accounts.models import OpenSession, User
from accounts.models.event import EventKind
from privacy.domain.consents import owes_something


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(sender, request, user, **kwargs) -> None:
    ended = sessions.begin(request, user)
    if ended:
        _tell_others_ended(request, ended)
    request.session["two_step"] = str(duty_in(request, user))
    request.session["consents_owed"] = owes_something(user)
    note(user=user, kind=EventKind.SIGNED_IN, request=request, detail=first_step(request, user).get("name", ""))


def _tell_others_ended(request, ended: int) -> None:
    words = ngettext(
        "You were signed in on another device: it is signed out, for one device at a time is allowed.",
        "You were signed in on %(count)d other devices: they are signed out, for one device at a time is allowed.",
        ended,
    )
    messages.info(request, words % {"count": ended}, fail_silently=True)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender, request, user, **kwargs) -> None:
    OpenSession.objects.filter(key=request.session.session_key).delete()


@receiver([password_changed, password_reset, password_set], dispatch_uid="accounts.password_is_own")
def password_is_own(sender, request, user, **kwargs) -> None:
    """A password chosen by its owner needs no other change; whoever was signed in with the former one is out."""
    User.objects.filter(pk=user.pk, must_change_password=True).update(must_change_password=False)
    forget_failures(user)
    note(user=user, kind=EventKind.PASSWORD_CHANGED, request=request)
    own = getattr(request, "user", None) == user
    sessions.end_all(user, keep=request.session.session_key if own else "")
    if own:
        sessions.begin(request, user)


@receiver(post_save, sender=User, dispatch_uid="accounts.closed")
def closed(sender, instance, created, **kwargs) -> None:
    """A closed account has no session, not even if it is opened again."""
    if not created and not instance.is_active:
        sessions.end_all(instance)


@receiver(authenticator_added, dispatch_uid="accounts.second_step_added")
def second_step_added(sender, request, user, authenticator, **kwargs) -> None:
    note(user=user, kind=EventKind.FACTOR_ADDED, request=request, detail=str(authenticator.get_type_display()))


@receiver(authenticator_removed, dispatch_uid="accounts.second_step_removed")
def second_step_removed(sender, request, user, authenticator, **kwargs) -> None:
    """What the person owes is asked again at the next page."""
    note(user=user, kind=EventKind.FACTOR_REMOVED, request=request, detail=str(authenticator.get_type_display()))
    request.session.pop("two_step", None)
