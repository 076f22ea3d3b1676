from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.domain.invitations import user_of_invitation
from accounts.domain.passwords import choose_password, request_access_link
from accounts.domain.two_step import has_second_step
from accounts.forms import AccessLinkForm, InvitationForm
from accounts.registry import welcome_lines
from privacy.domain.consents import accept, unanswered_by
from privacy.enums import Occasion

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, uidb64: str, token: str) -> HttpResponse:
    """Welcome an invited person, let them choose a password and lead them to what awaits them."""
    user = user_of_invitation(uidb64, token)
    if user is None:
        return render(request, "accounts/invitation_over.html", {"form": AccessLinkForm()}, status=410)
    form = InvitationForm(request.POST or None, user=user, texts=unanswered_by(user))
    if request.method == "POST" and form.is_valid() and _accept(request, user, form):
        messages.success(request, _("Welcome, %(name)s. Your password is saved.") % {"name": user.get_short_name()})
        return redirect("accounts:workspace" if request.user == user else "account_login")
    context = {"form": form, "invited": user, "lines": welcome_lines(user), "days": settings.INVITATION_DAYS}
    return render(request, "accounts/invitation.html", context)


@transaction.atomic
def _accept(request, user, form: InvitationForm) -> bool:
    """Save the password and what was accepted, and sign in, with a new session key: whoever was signed in before is signed out.

    A link sent by mail is one step alone: whoever has a second one signs in with both.
    """
    try:
        choose_password(user=user, password=form.cleaned_data["password"])
    except ValidationError as refusal:
        form.add_error("password", refusal)
        return False
    accept(user=user, versions=form.accepted, occasion=Occasion.INVITATION)
    if has_second_step(user):
        logout(request)
    else:
        login(request, user, backend=BACKEND)
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request) -> HttpResponse:
    """Ask for a new way in. The answer is the same whether the address has an account or not."""
    form = AccessLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_access_link(email=form.cleaned_data["email"])
        return redirect("accounts:new_link_sent")
    return render(request, "accounts/new_link.html", {"form": form})


def new_link_sent(request) -> HttpResponse:
    return render(request, "accounts/new_link_sent.html")
