"""Sign-ins begun in a browser and not finished, in its session: what the answer is compared with, once."""

import time
from typing import Any

from federation.enums import Purpose, Reason
from federation.models import IdentityProvider
from federation.refusals import SignInRefused

KEY = "federation_begun"
# How long the person may take at the provider, in seconds, and how many sign-ins one browser may have begun.
LONGEST, MOST = 900, 5


def remember(
    session, *, name: str, provider: IdentityProvider, purpose: Purpose, going_to: str, kept: dict[str, str] | None = None
) -> None:
    """name: what the answer will carry: the state of OpenID Connect, the id of the SAML request."""
    begun = session.get(KEY, {})
    begun[name] = {"provider": provider.pk, "purpose": str(purpose), "next": going_to, "at": time.time(), "kept": kept or {}}
    session[KEY] = dict(sorted(begun.items(), key=lambda one: one[1]["at"])[-MOST:])


def take(session, *, name: str, provider: IdentityProvider) -> dict[str, Any]:
    """What was remembered, which is then forgotten. Raises SignInRefused where it was not this browser, this provider, or lately."""
    begun = session.get(KEY, {})
    found = begun.pop(name, None) if name else None
    if found is None:
        raise SignInRefused(Reason.STATE)
    session[KEY] = begun
    if found["provider"] != provider.pk or found["at"] < time.time() - LONGEST:
        raise SignInRefused(Reason.STATE)
    return found
