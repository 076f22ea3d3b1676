"""Whose account a provider's answer opens: known by its identifier, else found by a verified address, else opened anew."""

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.domain.events import note
from accounts.domain.invitations import grant
from accounts.enums import Role
from accounts.models import Registration, User
from accounts.models.event import EventKind
from accounts.models.registration import Stage
from federation.domain.claims import Claims
from federation.enums import Reason
from federation.models import FederatedIdentity, IdentityProvider
from federation.refusals import SignInRefused


@transaction.atomic
def person_of(provider: IdentityProvider, claims: Claims, *, request=None) -> User:
    """The person whom the answer signs in. Raises SignInRefused, and then nothing was written."""
    identity = _identity_of(provider, claims)
    if identity is not None:
        _check(provider, identity.user)
        FederatedIdentity.objects.filter(pk=identity.pk).update(used_at=timezone.now())
        return identity.user
    _check_address(provider, claims)
    user = User.objects.select_for_update().filter(email=claims.email).first()
    found = user is not None
    if user is None:
        user = _opened(provider, claims)
    _check(provider, user)
    _connect(provider, claims, user, request)
    if found:
        transaction.on_commit(lambda: _tell(provider, user))
    return user


def _tell(provider: IdentityProvider, user: User) -> None:
    """A mail to whoever had the account: it has one more way in."""
    get_adapter().send_notification_mail("federation/email/connected", user, {"provider": provider}, email=user.email)


def is_connected(user: User) -> bool:
    """Does the person sign in through a provider that still lets people in?"""
    return FederatedIdentity.objects.filter(user=user, provider__is_active=True).exists()


def _identity_of(provider: IdentityProvider, claims: Claims) -> FederatedIdentity | None:
    known = FederatedIdentity.objects.filter(provider=provider, issuer=claims.issuer, subject=claims.subject)
    return known.select_related("user").first()


def _check(provider: IdentityProvider, user: User) -> None:
    """May this provider open this account, today?"""
    if user.is_superuser:
        raise SignInRefused(Reason.TECHNICAL, person=user.pk)
    if not user.is_active:
        raise SignInRefused(Reason.CLOSED, person=user.pk)
    if not provider.may_sign_in(user):
        raise SignInRefused(Reason.OTHER_REGION, person=user.pk)


def _check_address(provider: IdentityProvider, claims: Claims) -> None:
    """An account is found by its address only where the provider speaks for the domain and says that the address is verified."""
    if not claims.email:
        raise SignInRefused(Reason.ADDRESS)
    if not provider.speaks_for(claims.email):
        raise SignInRefused(Reason.DOMAIN, claims.email.rpartition("@")[2])
    if claims.verified is False or (claims.verified is None and not provider.vouches):
        raise SignInRefused(Reason.UNVERIFIED)


def _opened(provider: IdentityProvider, claims: Claims) -> User:
    """A new account of a learner in the provider's region, whatever the answer says of roles."""
    if not provider.may_open_accounts or provider.region is None:
        raise SignInRefused(Reason.UNKNOWN)
    if Registration.objects.filter(email=claims.email, stage=Stage.PARENT).exists():
        # A minor whose parent has not answered yet: nobody answers in the parent's place.
        raise SignInRefused(Reason.PARENT)
    try:
        with transaction.atomic():
            user = User.objects.create_user(claims.email, first_name=claims.first_name, last_name=claims.last_name)
    except IntegrityError as problem:
        # Opened by another request a moment ago: the person begins again, and is found.
        raise SignInRefused(Reason.STATE) from problem
    grant(user=user, role=Role.LEARNER, region=provider.region, by=None)
    return user


def _connect(provider: IdentityProvider, claims: Claims, user: User, request) -> None:
    if FederatedIdentity.objects.filter(provider=provider, issuer=claims.issuer, user=user).exists():
        raise SignInRefused(Reason.OTHER_PERSON, person=user.pk)
    try:
        with transaction.atomic():
            FederatedIdentity.objects.create(
                provider=provider, issuer=claims.issuer, subject=claims.subject, user=user, used_at=timezone.now()
            )
    except IntegrityError as problem:
        raise SignInRefused(Reason.STATE) from problem
    note(user=user, kind=EventKind.PROVIDER_CONNECTED, request=request, detail=provider.name)


def foretell(provider: IdentityProvider, claims: Claims) -> tuple[User | None, SignInRefused | None]:
    """Whom the answer would sign in, or why it would not; nothing is written. A person without a key is one who would be new."""
    try:
        with transaction.atomic():
            user = person_of(provider, claims)
            transaction.set_rollback(True)
    except SignInRefused as refusal:
        return None, refusal
    return User.objects.filter(pk=user.pk).first() or User(email=user.email), None


@transaction.atomic
def disconnect(*, identity: FederatedIdentity, by: User, request=None) -> None:
    """The identity opens the account no more; the next sign-in looks for the account by its address again."""
    user, name = identity.user, identity.provider.name
    identity.delete()
    note(user=user, kind=EventKind.PROVIDER_DISCONNECTED, by=by, request=request, detail=name)
