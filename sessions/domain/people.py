"""The people of a region, as its manager keeps them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.domain.invitations import InvitationRefused, awaits_answer, invite
from accounts.enums import Role
from accounts.models import RoleAssignment, User
from sessions.domain import notices
from sessions.domain.refusals import Refused
from sessions.models import SessionTutor
from sessions.rules import correctable


@transaction.atomic
def add_tutor(*, email: str, first_name: str = "", last_name: str = "", region, by: User) -> User:
    """Give someone the role of tutor and trainer in the region, with an account if they have none; they are told."""
    try:
        user = invite(email=email, first_name=first_name, last_name=last_name, role=Role.TUTOR, region=region, by=by)
    except (AddressRefused, InvitationRefused) as refusal:
        raise Refused(str(refusal)) from refusal
    notices.tell_new_tutor(user, region=region, by=by)
    return user


@transaction.atomic
def remove_tutor(*, person: User, region, by: User) -> None:
    """Take the role of tutor back; refused while the person is in a session of the region that is not over."""
    rows = SessionTutor.objects.filter(user=person, session__region=region).select_related("session")
    busy = [row.session for row in rows if not row.session.is_over()]
    if busy:
        message = _("%(person)s accompanies “%(session)s”: choose another tutor there first.")
        raise Refused(message % {"person": person, "session": busy[0]})
    RoleAssignment.objects.filter(user=person, role__code=Role.TUTOR, region=region).delete()


@transaction.atomic
def correct_person(*, person: User, first_name: str, last_name: str, email: str, by: User) -> User:
    """Correct a name and, until the person has chosen a password, the address.

    After that the address opens the account: only its owner changes it.
    """
    if not correctable(by, person):
        raise Refused(_("This person also belongs elsewhere: only they can change their name."))
    try:
        address = clean_address(email)
    except AddressRefused as refusal:
        raise Refused(str(refusal)) from refusal
    if address != person.email:
        _change_address(person, address)
    person.first_name, person.last_name = first_name.strip(), last_name.strip()
    person.save(update_fields=["first_name", "last_name", "email"])
    return person


def _change_address(person: User, address: str) -> None:
    if not awaits_answer(person):
        raise Refused(_("This person already signs in with this address: only a national manager can change it, on their page."))
    if User.objects.filter(email=address).exists():
        raise Refused(_("%(email)s already has an account: enrol it, and withdraw this one.") % {"email": address})
    person.email = address
