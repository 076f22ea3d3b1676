"""Trying a connection by a real sign-in that signs nobody in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from federation.domain.claims import Claims
from federation.domain.persons import foretell
from federation.models import IdentityProvider


def show_trial(request, provider: IdentityProvider, claims: Claims) -> HttpResponse:
    """What the provider said, and what would have come of it."""
    if not request.user.is_authenticated or not request.user.is_national_manager:
        raise PermissionDenied
    outcome, refusal = foretell(provider, claims)
    context = {"provider": provider, "claims": claims, "person": outcome, "refusal": refusal}
    return render(request, "federation/trial.html", context)
