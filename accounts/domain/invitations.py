"""Make the account of a person who is invited, or recognise the one they have."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.encoding import DjangoUnicodeDecodeError, force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.domain.addresses import clean_address
from accounts.enums import Scope
from accounts.models import DefinedRole, RoleAssignment, SandboxRefused, User
from accounts.registry import signs_in_elsewhere


class InvitationRefused(Exception):
    """The person cannot be invited; the message is for whoever invites."""


class InvitationTokens(PasswordResetTokenGenerator):
    """Links that die when the password is set, at the next sign-in, or after settings.INVITATION_DAYS."""

    key_salt = "accounts.invitation"


tokens = InvitationTokens()


def find_person(email: str) -> User | None:
    """The account of an address, however it is written; None when there is none."""
    return User.objects.filter(email=clean_address(email)).first()


@transaction.atomic
def invite(*, email: str, first_name: str = "", last_name: str = "", role: str, region, by) -> User:
    """The account of `email`, made if there is none, holding `role` in `region`.

    A name already on an account is never replaced: whoever invites may come from another region.
    Raises AddressRefused or InvitationRefused.
    """
    user = _recognised_or_made(clean_address(email), first_name.strip(), last_name.strip())
    if not user.is_active:
        raise InvitationRefused(_("The account of %(email)s is closed: write to the help desk to open it again.") % {"email": user.email})
    try:
        with transaction.atomic():
            grant(user=user, role=role, region=region, by=by)
    except SandboxRefused as refusal:
        raise InvitationRefused(" ".join(refusal.messages)) from refusal
    return user


def _recognised_or_made(email: str, first_name: str, last_name: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(email, first_name=first_name, last_name=last_name)
        except IntegrityError:
            user = User.objects.get(email=email)
    if not user.get_full_name() and (first_name or last_name):
        user.first_name, user.last_name = first_name, last_name
        user.save(update_fields=["first_name", "last_name"])
    return user


def grant(*, user: User, role: str, region, by) -> RoleAssignment:
    """Give a role, once: within a region, or everywhere for a national one."""
    given = DefinedRole.objects.get(code=role)
    place = None if given.scope == Scope.NATIONAL else region
    held, _made = RoleAssignment.objects.get_or_create(user=user, role=given, region=place, defaults={"granted_by": by})
    user.forget_roles()
    return held


def awaits_answer(user: User) -> bool:
    """Has the person still to choose a password? Not who came in without one, through an organisation's own sign-in."""
    return not user.has_usable_password() and not (user.last_login and signs_in_elsewhere(user))


def invitation_url(user: User) -> str:
    """The absolute address at which the person chooses a password."""
    uid = urlsafe_base64_encode(force_bytes(user.uid))
    path = reverse("accounts:invitation", kwargs={"uidb64": uid, "token": tokens.make_token(user)})
    return settings.SITE_ORIGIN + path


def user_of_invitation(uidb64: str, token: str) -> User | None:
    """Whom an invitation link is for; None once it was used, has expired, or was never ours."""
    try:
        uid = UUID(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, DjangoUnicodeDecodeError):
        return None
    user = User.objects.active().filter(uid=uid).first()
    return user if user is not None and tokens.check_token(user, token) else None
