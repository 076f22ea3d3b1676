"""Choosing one's organisation, going to its provider, and coming back."""

from collections.abc import Callable

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.asked import way_back
from accounts.domain.ways import begin_by_provider
from accounts.foreign_posts import foreign_posts_welcome
from federation.domain import oidc, saml
from federation.domain.assertions import fetch_held, hold
from federation.domain.begun import remember, take
from federation.domain.claims import Claims
from federation.domain.leaving import provider_sign_out
from federation.domain.noting import note_refusal, note_use
from federation.domain.persons import person_of
from federation.domain.saml_metadata import own_metadata
from federation.enums import Kind, Purpose
from federation.forms import AddressForm
from federation.models import IdentityProvider
from federation.refusals import SignInRefused
from federation.views.trial import show_trial


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request) -> HttpResponse:
    """Find one's organisation: by the address one has there, or in the list by region."""
    form = AddressForm(request.POST or None)
    providers = list(IdentityProvider.objects.active().in_order())
    found = None
    if request.method == "POST" and form.is_valid():
        found = [one for one in providers if one.speaks_for(form.cleaned_data["email"])]
    return render(request, "federation/choose.html", {"form": form, "providers": providers, "found": found, "next": _next(request)})


def _next(request) -> str:
    """Where the person was going, when that is on the platform."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return way_back(request, wanted, otherwise="")


@never_cache
@require_GET
def start(request, slug: str) -> HttpResponse:
    """To the provider. A link and not a form: the site's policy lets forms lead nowhere else."""
    provider = get_object_or_404(IdentityProvider.objects.active(), slug=slug)
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request) or reverse("accounts:workspace"))
    return send(request, provider, Purpose.SIGN_IN, _next(request))


def send(request, provider: IdentityProvider, purpose: Purpose, going_to: str = "") -> HttpResponse:
    """The browser goes to the provider, and what was begun is remembered in its session."""

    def go() -> HttpResponse:
        if provider.is_saml:
            address, name = saml.begin(provider)
            kept = None
        else:
            address, name, kept = oidc.begin(provider)
        remember(request.session, name=name, provider=provider, purpose=purpose, going_to=going_to, kept=kept)
        return HttpResponseRedirect(address)

    return _guarded(request, provider, go)


@never_cache
@require_GET
def oidc_return(request, slug: str) -> HttpResponse:
    """Where OpenID Connect leads back to."""
    provider = _provider(slug, Kind.OIDC)

    def finish() -> HttpResponse:
        begun = take(request.session, name=request.GET.get("state", ""), provider=provider)
        return _came_back(request, provider, begun, oidc.finish(provider, request.GET.dict(), begun["kept"]))

    return _guarded(request, provider, finish)


@foreign_posts_welcome
@never_cache
@require_POST
def saml_answer(request, slug: str) -> HttpResponse:
    """Where a SAML provider has the browser post its answer, without cookies of ours: it comes back with them a moment later."""
    provider = _provider(slug, Kind.SAML)

    def receive() -> HttpResponse:
        token = hold(provider, saml.read_answer(provider, request.POST.get("SAMLResponse", "")))
        return redirect("federation:saml_finish", slug, token)

    return _guarded(request, provider, receive)


@never_cache
@require_GET
def saml_finish(request, slug: str, token: str) -> HttpResponse:
    """The same browser, with its session."""
    provider = _provider(slug, Kind.SAML)

    def finish() -> HttpResponse:
        name, claims = fetch_held(provider, token)
        return _came_back(request, provider, take(request.session, name=name, provider=provider), claims)

    return _guarded(request, provider, finish)


@require_safe
def saml_metadata(request, slug: str) -> HttpResponse:
    """Who we are, for the provider."""
    return HttpResponse(own_metadata(_provider(slug, Kind.SAML)), content_type="application/samlmetadata+xml")


@never_cache
@require_safe
def signed_out(request, slug: str) -> HttpResponse:
    provider = get_object_or_404(IdentityProvider, slug=slug)
    return render(request, "federation/signed_out.html", {"provider": provider, "there": provider_sign_out(provider)})


def _provider(slug: str, kind: Kind) -> IdentityProvider:
    """Also one that is not active, which may be tried."""
    return get_object_or_404(IdentityProvider, slug=slug, kind=kind)


def _guarded(request, provider: IdentityProvider, step: Callable[[], HttpResponse]) -> HttpResponse:
    """The step's answer; or, where the provider's word is not taken, a page that says why and what to do."""
    if not ratelimit.consume(request, app="allauth.account", action="provider", limit_get=True):
        return ratelimit.respond_429(request)
    try:
        return step()
    except SignInRefused as refusal:
        note_refusal(provider, refusal, request=request)
        return render(request, "federation/refused.html", {"provider": provider, "refusal": refusal}, status=403)


def _came_back(request, provider: IdentityProvider, begun: dict, claims: Claims) -> HttpResponse:
    if begun["purpose"] == Purpose.TRIAL:
        return show_trial(request, provider, claims)
    if not provider.is_active:
        raise Http404
    user = person_of(provider, claims, request=request)
    if request.user.is_authenticated and request.user != user:
        logout(request)
    begin_by_provider(request, user, provider=provider.pk, name=provider.name, second_step=claims.second_step)
    request.session.set_expiry(0)
    note_use(provider)
    return perform_login(request, user, redirect_url=begun["next"] or None)
