"""What someone in charge does for a person who cannot get in any more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.attempts import is_locked, locked_person, unlock
from accounts.domain.passwords import ask_new_password
from accounts.domain.two_step import has_second_step, reset_second_step
from accounts.models import AccountEvent
from accounts.rules import helped_person

LATEST = 20
DONE = {
    "unlock": gettext_lazy("%(name)s can sign in again."),
    "second-step": gettext_lazy("%(name)s signs in by password alone until they add another second step."),
    "password": gettext_lazy("%(name)s gets a link to choose a new password, and is signed out everywhere."),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def way_in(request, uid) -> HttpResponse:
    """How a person signs in, and what may be done about it."""
    person = helped_person(request.user, uid)
    context = {
        "person": person,
        "locked": is_locked(person),
        "second_step": has_second_step(person),
        "events": AccountEvent.objects.filter(user=person).select_related("by")[:LATEST],
    }
    return render(request, "accounts/way_in.html", context)


@login_required
@require_POST
def way_in_mend(request, uid, action: str) -> HttpResponse:
    person = helped_person(request.user, uid)
    mend = {"unlock": unlock, "second-step": reset_second_step, "password": ask_new_password}[action]
    mend(user=person, by=request.user, request=request)
    messages.success(request, DONE[action] % {"name": person})
    return redirect("accounts:way_in", uid)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock_page(request, token: str) -> HttpResponse:
    """Where the link of the mail leads: a click unlocks, so that programs that open links unlock nothing."""
    person = locked_person(token)
    if person is not None and request.method == "POST":
        unlock(user=person, request=request)
        messages.success(request, _("Your account is unlocked. You may sign in."))
        return redirect("account_login")
    return render(request, "accounts/unlock.html", {"found": person is not None}, status=200 if person else 410)
