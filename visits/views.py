# SPDX-License-Identifier: EUPL-1.2
"""What is counted of visits, in words, and the way out of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from visits.domain.seeing import COOKIE, has_chosen, refuses
from visits.models import FEWEST

YEAR = 60 * 60 * 24 * 365


@require_safe
def about(request):
    context = {
        "chosen": has_chosen(request),
        "by_browser": refuses(request) and not has_chosen(request),
        "counted": settings.VISITS_COUNTED,
        "fewest": FEWEST,
        "months": settings.VISITS_KEEP_MONTHS,
        "minutes": settings.VISITS_IDLE_MINUTES,
    }
    return render(request, "visits/about.html", context)


@require_POST
def choose(request):
    """Keep the choice on the device: the cookie says no more than that, and is set only when somebody asks for it."""
    response = HttpResponseRedirect(reverse("visits:about"))
    if request.POST.get("count") == "no":
        response.set_cookie(COOKIE, "1", max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
        messages.success(request, _("Your visits are not counted on this device any more."))
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
        messages.success(request, _("Your visits are counted again on this device, without your name."))
    return response
