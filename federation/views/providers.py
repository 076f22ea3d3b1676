"""Identity providers as those in charge see them: national managers change them, a regional manager reads hers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rules import for_national_managers, helped_person, needs
from federation.domain.checking import check
from federation.domain.persons import disconnect
from federation.enums import Purpose
from federation.models import FederatedIdentity, IdentityProvider
from federation.permissions import SEE_PROVIDERS
from federation.provider_forms import FORMS
from federation.views.sign_in import send

PAGE = 50


@login_required
@needs(SEE_PROVIDERS)
@require_safe
def providers(request) -> HttpResponse:
    found = IdentityProvider.objects.visible_to(request.user).in_order().annotate(people=Count("identities"))
    return render(request, "federation/providers.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@never_cache
@login_required
@require_safe
def provider(request, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(IdentityProvider.objects.visible_to(request.user), pk=pk))


def _show(request, one: IdentityProvider, findings=None) -> HttpResponse:
    context = {"provider": one, "people": one.identities.count(), "findings": findings}
    return render(request, "federation/provider.html", context)


@login_required
@for_national_managers
@require_http_methods(["GET", "HEAD", "POST"])
def provider_new(request, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _edit(request, IdentityProvider(kind=kind))


@login_required
@for_national_managers
@require_http_methods(["GET", "HEAD", "POST"])
def provider_edit(request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(IdentityProvider, pk=pk))


def _edit(request, one: IdentityProvider) -> HttpResponse:
    form = FORMS[one.kind](request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("Saved. Test the connection before you show the button to everybody."))
        return redirect("federation:provider", saved.pk)
    name = IdentityProvider.objects.filter(pk=one.pk).values_list("name", flat=True).first()
    return render(request, "federation/provider_form.html", {"form": form, "provider": one, "name": name})


@login_required
@for_national_managers
@require_POST
def provider_check(request, pk: int) -> HttpResponse:
    """The provider is asked now; what was found is on the page itself."""
    one = get_object_or_404(IdentityProvider, pk=pk)
    return _show(request, one, check(one))


@never_cache
@login_required
@for_national_managers
@require_safe
def provider_trial(request, pk: int) -> HttpResponse:
    """To the provider and back, signing nobody in."""
    return send(request, get_object_or_404(IdentityProvider, pk=pk), Purpose.TRIAL)


@login_required
@require_POST
def identity_end(request, uid, pk: int) -> HttpResponse:
    """Disconnect a person from a provider, by whoever may mend their way in."""
    person = helped_person(request.user, uid)
    identity = get_object_or_404(FederatedIdentity.objects.select_related("user", "provider"), pk=pk, user=person)
    disconnect(identity=identity, by=request.user, request=request)
    messages.success(request, _("%(name)s is no longer connected to %(provider)s.") % {"name": person, "provider": identity.provider})
    return redirect("accounts:way_in", uid)
