"""How a sign-in began: by password, by passkey, or at an organisation's own identity provider."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication

from accounts.models import User

PROVIDER = "provider"


def begin_by_provider(request, user: User, *, provider: int, name: str, second_step: bool) -> None:
    """The person was recognised by what a provider said. second_step: it asked for one in a way that is trusted."""
    record_authentication(request, user, method=PROVIDER, provider=provider, name=name, second_step=second_step)


def first_step(request, user: User) -> dict[str, Any]:
    """How the person began the sign-in of this session, as `begin_by_provider` or allauth wrote it down; {} where it is not known."""
    records = get_authentication_records(request, user)
    firsts = [one for one in records if not one.get("reauthenticated") and (one["method"] != "mfa" or one.get("passwordless"))]
    return firsts[-1] if firsts else {}


def provider_of(request) -> dict[str, Any]:
    """The first step of the session's owner where it was made at a provider; else {}."""
    step = first_step(request, request.user)
    return step if step.get("method") == PROVIDER else {}


def second_step_elsewhere(request, user: User) -> bool:
    """Was the second step made at the provider, and is it trusted for that?"""
    return bool(first_step(request, user).get("second_step"))
