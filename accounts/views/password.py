from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.domain.passwords import choose_password
from accounts.domain.sessions import renew
from accounts.forms import NewPasswordForm


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def forced_change(request) -> HttpResponse:
    """Where a person whose password was reset by somebody chooses their own, before anything else."""
    if not request.user.must_change_password:
        return redirect("accounts:workspace")
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _change(request, form):
        messages.success(request, _("Your new password is saved."))
        return redirect("accounts:workspace")
    return render(request, "accounts/password_forced.html", {"form": form})


def _change(request, form: NewPasswordForm) -> bool:
    try:
        choose_password(user=request.user, password=form.cleaned_data["password"])
    except ValidationError as refusal:
        form.add_error("password", refusal)
        return False
    renew(request, request.user)
    return True
