"""How the journal names people and the platform."""

from django.conf import settings


def actor_of(user) -> dict:
    """The agent of a person: an account by their lasting identifier, no name and no address."""
    return {"objectType": "Agent", "account": {"homePage": settings.SITE_ORIGIN, "name": str(user.uid)}}


def identifier_of(user) -> str:
    """What the actor of a person's statements is found by (lrs.validation.actors)."""
    return f"account|{settings.SITE_ORIGIN}|{user.uid}"


def platform() -> dict:
    """The authority of what the platform itself says."""
    return {"objectType": "Agent", "account": {"homePage": settings.SITE_ORIGIN, "name": "platform"}}
