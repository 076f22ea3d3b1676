from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.domain import sessions
from accounts.domain.events import note
from accounts.models import AccountEvent, OpenSession
from accounts.models.event import EventKind

# What a page shows of the journal of one's own account.
LATEST = 10


@never_cache
@login_required
@require_safe
def security(request) -> HttpResponse:
    """How one signs in, where one is signed in, and what happened lately."""
    context = {
        "open_sessions": OpenSession.objects.visible_to(request.user).running(),
        "own_key": request.session.session_key,
        **_steps(request.user),
        "events": AccountEvent.objects.filter(user=request.user).select_related("by")[:LATEST],
    }
    return render(request, "accounts/security.html", context)


def _steps(user) -> dict:
    """The second steps of the person, by kind."""
    found: dict[str, list[Authenticator]] = {kind: [] for kind in Authenticator.Type.values}
    for one in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        found[one.type].append(one)
    codes = found[Authenticator.Type.RECOVERY_CODES]
    return {
        "totp": next(iter(found[Authenticator.Type.TOTP]), None),
        "passkeys": found[Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
    }


@login_required
@require_POST
def session_end(request, pk: int) -> HttpResponse:
    """End one of one's own sessions; the present one is signing out."""
    session = get_object_or_404(OpenSession.objects.visible_to(request.user), pk=pk)
    if session.key == request.session.session_key:
        logout(request)
        return redirect("/")
    sessions.end([session])
    note(user=request.user, kind=EventKind.SESSIONS_ENDED, request=request, detail=session.device)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:security")


@login_required
@require_POST
def sessions_end_others(request) -> HttpResponse:
    ended = sessions.end_all(request.user, keep=request.session.session_key)
    if ended:
        note(user=request.user, kind=EventKind.SESSIONS_ENDED, request=request)
    messages.success(
        request, ngettext("%(count)d other device is signed out.", "%(count)d other devices are signed out.", ended) % {"count": ended}
    )
    return redirect("accounts:security")
