from federation.models.answer import ReceivedAssertion
from federation.models.identity import FederatedIdentity
from federation.models.provider import IdentityProvider

__all__ = ["FederatedIdentity", "IdentityProvider", "ReceivedAssertion"]
