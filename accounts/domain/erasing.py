"""The account of an erased person: what remains is a row without a name that no one can sign in with."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain.sessions import end_all
from accounts.enums import Role
from accounts.models import IssuedIdentifier, Region, User
from accounts.models.identifier import new_identifier
from accounts.models.user import fold


def hindrance(user: User) -> str:
    """The platform keeps somebody who runs it."""
    others = User.objects.active().with_role(Role.NATIONAL_MANAGER).exclude(pk=user.pk)
    if user.has_role(Role.NATIONAL_MANAGER) and not others.exists():
        return _("This person is the last national manager: give the role to somebody else first.")
    return ""


def erase_account(user: User) -> None:
    """End the sessions, and put a pseudonym where the person was. Safe to run twice."""
    end_all(user)
    Region.objects.filter(email__iexact=user.email).update(email="")
    if user.phone:
        Region.objects.filter(phone=user.phone).update(phone="")
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Erased person")
    fresh = User._meta.get_field("uid").get_default()
    address = f"{fresh.hex}@efface.invalid"
    identifier = new_identifier()
    blank = {"first_name": "", "last_name": name, "phone": "", "search_text": fold(f" {name} {address} {identifier}"), "time_zone": ""}
    rights = {"is_active": False, "is_staff": False, "is_superuser": False, "password": make_password(None)}
    dates = {"last_login": None, "date_joined": timezone.now()}
    # The former identifier stays given, to nobody.
    IssuedIdentifier.objects.filter(uid=user.uid).update(uid=uuid4())
    User.objects.filter(pk=user.pk).update(uid=fresh, identifier=identifier, email=address, **blank, **rights, **dates)
