"""Secrets are sealed with the platform's key, and sealed again when it changes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from accounts.domain.sealing import reseal, unseal
from accounts.mfa_adapter import MFAAdapter
from lrs.domain.sealing import seal as seal_for_lrs
from lrs.domain.sealing import unseal as unseal_for_lrs
from lrs.models import ForwardTarget

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T2")]
OLD, NEW = "o" * 60, "n" * 60


@pytest.fixture
def sealed(cast, settings):
    """A second step, its recovery codes and a target, sealed with the former key."""
    settings.SECRET_KEY = OLD
    TOTP.activate(cast.owner, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(cast.owner).get_unused_codes()
    target = ForwardTarget.objects.create(name="Autre", url="https://lrs.example.org/xapi/", key="k", sealed_secret=seal_for_lrs("jeton"))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    return cast.owner, codes, target


def test_everything_opens_with_the_new_key_alone(sealed, settings):
    user, codes, target = sealed
    assert reseal() == (3, 0)
    settings.SECRET_KEY_FALLBACKS = []
    target.refresh_from_db()
    assert unseal_for_lrs(target.sealed_secret) == "jeton"
    totp = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert unseal(totp.data["secret"], purpose=MFAAdapter.purpose) == "JBSWY3DPEHPK3PXP"
    assert RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)).get_unused_codes() == codes
    assert reseal() == (3, 0)


def test_what_no_key_opens_is_told_and_left_as_it_is(sealed, settings):
    target = sealed[2]
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CommandError, match="3 of them"):
        call_command("reseal")
    before = target.sealed_secret
    target.refresh_from_db()
    assert target.sealed_secret == before
