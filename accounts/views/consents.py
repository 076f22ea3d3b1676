# SPDX-License-Identifier: EUPL-1.2
"""What one accepted: seen and taken back at any time, and accepted anew where a text changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asked import way_back
from privacy.domain.consents import accept, owed_by, standings_of, withdraw
from privacy.domain.refusals import Refused
from privacy.enums import Occasion, TextKind, TextPlace
from privacy.forms import ConsentForm
from privacy.models import Acceptance, TextVersion


@never_cache
@login_required
@require_safe
def consents(request) -> HttpResponse:
    """My consents: each text with my answer, and what I accepted before."""
    former = Acceptance.objects.visible_to(request.user).exclude(withdrawn_at=None).select_related("version__text")
    return render(request, "accounts/consents.html", {"standings": standings_of(request.user), "former": former[:50]})


@login_required
@require_POST
def consent_give(request, pk: int) -> HttpResponse:
    """Say yes to a free text, in the version that the page showed."""
    asked = TextVersion.objects.asked(TextPlace.ACCOUNT).filter(text__kind=TextKind.FREE)
    accept(user=request.user, versions=[get_object_or_404(asked, pk=pk)], occasion=Occasion.PROFILE)
    messages.success(request, _("Your consent is noted. You may take it back at any time."))
    return redirect("accounts:consents")


@login_required
@require_POST
def consent_withdraw(request, pk: int) -> HttpResponse:
    version = get_object_or_404(TextVersion.objects.select_related("text"), pk=pk, acceptances__user=request.user)
    try:
        withdraw(user=request.user, text=version.text)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your consent is taken back."))
    return redirect("accounts:consents")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_owed(request) -> HttpResponse:
    """Where a person meets, on signing in, the texts that changed; then they go on where they were going."""
    texts = owed_by(request.user)
    form = ConsentForm(request.POST or None, texts=texts)
    if not texts or (request.method == "POST" and form.is_valid()):
        if texts:
            accept(user=request.user, versions=form.accepted, occasion=Occasion.SIGN_IN)
        request.session.pop("consents_owed", None)
        return HttpResponseRedirect(_onward(request))
    return render(request, "accounts/consent_owed.html", {"form": form, "next": _onward(request)})


def _onward(request) -> str:
    """Where the person was going, on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return way_back(request, wanted, otherwise=reverse("accounts:workspace"))
