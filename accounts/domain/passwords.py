"""Choose a password, and ask for a new way in."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.domain.attempts import forget_failures
from accounts.domain.events import note
from accounts.domain.invitations import awaits_answer, invitation_url
from accounts.domain.sessions import end_all
from accounts.models import User
from accounts.models.event import EventKind
from accounts.signals import access_link_requested
from accounts.validators import least_length


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Set the person's own password; it need not be changed any more, and their sessions end.

    Raises ValidationError with what is wrong with the password.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    note(user=user, kind=EventKind.PASSWORD_CHANGED)
    forget_failures(user)
    end_all(user)


@transaction.atomic
def ask_new_password(*, user: User, by: User, request=None) -> None:
    """The password is void from now on: the person gets a link to choose another, and is signed out everywhere."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_all(user)
    note(user=user, kind=EventKind.PASSWORD_RESET_ASKED, by=by, request=request)
    access_link_requested.send(sender=User, user=user, url=invitation_url(user), first=True)


def ask_longer_password(*, user: User, password: str) -> None:
    """The person just signed in with this password: it must be changed if their roles ask for a longer one by now."""
    if len(password) < least_length(user):
        user.must_change_password = True
        User.objects.filter(pk=user.pk).update(must_change_password=True)


@transaction.atomic
def request_access_link(*, email: str) -> None:
    """Send the way in to the person of `email`, when there is one.

    Says nothing of whether there is: the caller answers the same thing in both cases.
    """
    try:
        user = User.objects.active().filter(email=clean_address(email)).first()
    except AddressRefused:
        return
    if user is None:
        return
    first = awaits_answer(user)
    url = invitation_url(user) if first else settings.SITE_ORIGIN + reverse("account_reset_password")
    access_link_requested.send(sender=User, user=user, url=url, first=first)
