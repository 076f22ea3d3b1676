"""Signing out of the platform leaves the person signed in at their organisation: they are told, and shown the way."""

from django.urls import reverse

from accounts.domain.ways import provider_of
from federation.domain.oidc import sign_out_address
from federation.enums import Kind
from federation.models import IdentityProvider


def farewell_address(request) -> str:
    """The page that says so, for whoever came from a provider; "" for others."""
    step = provider_of(request) if request.user.is_authenticated else {}
    slug = IdentityProvider.objects.filter(pk=step["provider"]).values_list("slug", flat=True).first() if step else None
    return reverse("federation:signed_out", args=[slug]) if slug else ""


def provider_sign_out(provider: IdentityProvider) -> str:
    """Where the person signs out there too; "" where the provider offers nothing (SAML: none is offered here)."""
    return sign_out_address(provider, provider.after_sign_out_url) if provider.kind == Kind.OIDC else ""
