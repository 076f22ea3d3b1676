# SPDX-License-Identifier: EUPL-1.2
"""Opening one's own account: asked for, the address confirmed, where needed a parent's yes; only then is there a person.

Until then what was written lies in one row (accounts.models.Registration) and what hangs on it, which a refusal or
silence deletes whole. What is answered on the page depends on what was typed alone, never on who has an account.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.attempts import count_try
from accounts.domain.invitations import awaits_answer, grant, invitation_url
from accounts.enums import Role
from accounts.models import ParentalConsent, Region, Registration, User
from accounts.models.registration import Stage
from accounts.signals import address_taken, parent_asked, parent_decided, registration_asked, registration_gone
from jobs.domain.run import enqueue
from privacy.domain.consents import accept
from privacy.enums import Occasion
from privacy.models import TextVersion

OWN, PARENTS = "accounts.registration", "accounts.parent"
# Mails to one address in an hour; wrong passwords for one confirmation.
MAILS_AN_HOUR = 3
WRONG_PASSWORDS = 10


class RegistrationOver(Exception):
    """Meanwhile somebody answered, or the address got an account another way."""


@dataclass(frozen=True)
class Wanted:
    """What the form said; born_on and parent_email for those who need a parent alone. texts: shown, or ticked."""

    email: str
    first_name: str
    last_name: str
    password: str
    region: Region | None = None
    born_on: date | None = None
    parent_email: str = ""
    texts: Iterable[TextVersion] = field(default_factory=tuple)


@transaction.atomic
def ask_account(wanted: Wanted) -> None:
    """Keep what was written and write to the address, unless that was done too often: the caller answers the same."""
    hashed = make_password(wanted.password)
    if not count_try("registration", wanted.email, most=MAILS_AN_HOUR, minutes=60):
        return
    row = Registration.objects.create(
        email=wanted.email,
        first_name=wanted.first_name,
        last_name=wanted.last_name,
        password=hashed,
        region=wanted.region,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        born_on=wanted.born_on if wanted.parent_email else None,
        parent_email=wanted.parent_email,
    )
    row.texts.set(wanted.texts)
    enqueue(row)


@transaction.atomic
def write_to_address(row: Registration) -> None:
    """The link that confirms; or to whoever has an account that they have one, and the row goes."""
    user = User.objects.filter(email=row.email).first()
    if user is None:
        registration_asked.send(Registration, registration=row, url=_address("accounts:confirm", row, OWN))
        return
    url = invitation_url(user) if user.is_active and awaits_answer(user) else settings.SITE_ORIGIN + reverse("account_login")
    address_taken.send(User, user=user, url=url, key=str(row.pk))
    forget(row)


def registration_of(token: str) -> Registration | None:
    """What a mail's link to confirm an address is for; None once it is over, or when it was never ours."""
    return _found(token, OWN, settings.REGISTRATION_DAYS, Stage.ADDRESS)


def waiting_for_parent(token: str) -> Registration | None:
    """What a parent's link asks."""
    return _found(token, PARENTS, settings.PARENT_ANSWER_DAYS, Stage.PARENT)


def opens_with(row: Registration, password: str) -> bool:
    """Is it the password chosen in the form? The mailbox alone does not open an account that somebody else may have asked for."""
    if not count_try("confirmation", str(row.pk), most=WRONG_PASSWORDS, minutes=60):
        return False
    return check_password(password, row.password)


@transaction.atomic
def confirm(row: Registration) -> User | None:
    """The address is confirmed: the account opens, or a parent is asked and None given back. Raises RegistrationOver."""
    row = _locked(row, Stage.ADDRESS)
    if not row.needs_parent:
        return _open(row)
    row.stage, row.confirmed_at = Stage.PARENT, timezone.now()
    row.save(update_fields=["stage", "confirmed_at"])
    for other in Registration.objects.filter(email=row.email).exclude(pk=row.pk):
        forget(other)
    parent_asked.send(Registration, registration=row, url=_address("accounts:parent", row, PARENTS))
    return None


@transaction.atomic
def agree(row: Registration) -> User:
    """A parent agrees: the account opens, and what proves it is kept with it. Raises RegistrationOver."""
    row = _locked(row, Stage.PARENT)
    born_on, parent_email = row.born_on, row.parent_email
    user = _open(row)
    if born_on is not None:
        ParentalConsent.objects.create(user=user, parent_email=parent_email, born_on=born_on)
    parent_decided.send(Registration, registration=row, agreed=True, url=settings.SITE_ORIGIN + reverse("account_login"))
    return user


@transaction.atomic
def refuse(row: Registration) -> None:
    """A parent refuses: the child is told, and nothing of either is left. Raises RegistrationOver."""
    row = _locked(row, Stage.PARENT)
    forget(row)
    parent_decided.send(Registration, registration=row, agreed=False, url="")


def forget_unanswered(now: datetime | None = None) -> int:
    """Delete what was never confirmed or answered in time; returns how many."""
    late = list(Registration.objects.outlived(now))
    for row in late:
        forget(row)
    return len(late)


@transaction.atomic
def forget(row: Registration) -> None:
    """Delete it, and the mails about it that have not left."""
    key = row.pk
    row.delete()
    row.pk = key
    registration_gone.send(Registration, key=str(key))


def _locked(row: Registration, stage: Stage) -> Registration:
    """The row while nobody else answers it."""
    found = Registration.objects.select_for_update(of=("self",)).filter(pk=row.pk, stage=stage).first()
    if found is None:
        raise RegistrationOver
    return found


def _open(row: Registration) -> User:
    """Make the person out of the row, which goes with all others of the address."""
    try:
        with transaction.atomic():
            user = User(email=row.email, first_name=row.first_name, last_name=row.last_name, language=row.language, password=row.password)
            user.save()
    except IntegrityError as taken:
        raise RegistrationOver from taken
    if row.region is not None:
        grant(user=user, role=Role.LEARNER, region=row.region, by=None)
    accept(user=user, versions=list(row.texts.select_related("text")), occasion=Occasion.REGISTRATION, at=row.created_at)
    for one in Registration.objects.filter(email=row.email):
        forget(one)
    return user


def _address(name: str, row: Registration, salt: str) -> str:
    return settings.SITE_ORIGIN + reverse(name, args=[signing.dumps(row.pk.hex, salt=salt)])


def _found(token: str, salt: str, days: int, stage: Stage) -> Registration | None:
    try:
        key = UUID(signing.loads(token, salt=salt, max_age=days * 24 * 3600))
    except (signing.BadSignature, ValueError):
        return None
    return Registration.objects.filter(pk=key, stage=stage).first()
