"""SAML assertions between the provider's post and the browser coming back with its session: taken once, held for a minute."""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.domain.sealing import seal, unseal
from federation.domain.claims import Claims
from federation.domain.saml import Assertion
from federation.enums import Reason
from federation.models import IdentityProvider, ReceivedAssertion
from federation.refusals import SignInRefused

PURPOSE = "federation.assertion"
HELD = timedelta(minutes=2)


def hold(provider: IdentityProvider, assertion: Assertion) -> str:
    """The token with which the browser fetches it. Raises SignInRefused when the same assertion came before."""
    key = hashlib.sha256(f"{provider.pk} {assertion.id}".encode()).hexdigest()
    token = secrets.token_urlsafe(32)
    said = {"request": assertion.in_response_to, "claims": assertion.claims.as_dict()}
    try:
        with transaction.atomic():
            ReceivedAssertion.objects.create(
                provider=provider, key=key, token=token, sealed=seal(json.dumps(said), purpose=PURPOSE), kept_until=_kept_until(assertion)
            )
    except IntegrityError as problem:
        raise SignInRefused(Reason.REPLAY) from problem
    return token


def _kept_until(assertion: Assertion):
    """Until it would be refused for its age, and long enough to be fetched."""
    return max(assertion.ends_at, timezone.now() + HELD)


@transaction.atomic
def fetch_held(provider: IdentityProvider, token: str) -> tuple[str, Claims]:
    """The id of the request answered and what the assertion says; emptied at once. Raises SignInRefused."""
    held = ReceivedAssertion.objects.filter(provider=provider, token=token, received_at__gt=timezone.now() - HELD)
    row = held.select_for_update().exclude(sealed="").first()
    said = unseal(row.sealed, purpose=PURPOSE) if row is not None else ""
    if row is None or not said:
        raise SignInRefused(Reason.STATE)
    row.sealed = ""
    row.save(update_fields=["sealed"])
    found = json.loads(said)
    return found["request"], Claims.of(found["claims"])


def forget_assertions() -> int:
    """Delete those that would be refused for their age by now; empty those that nobody fetched in time."""
    ReceivedAssertion.objects.filter(received_at__lt=timezone.now() - HELD).exclude(sealed="").update(sealed="")
    return ReceivedAssertion.objects.filter(kept_until__lt=timezone.now()).delete()[0]
