from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.two_step import Duty, duty_of, grace_ends


@never_cache
@login_required
@require_safe
def two_step(request) -> HttpResponse:
    """What a second step is and how to get one; whoever has one or needs none goes on."""
    duty = duty_of(request.user)
    if duty == Duty.NONE:
        return redirect("accounts:security")
    return render(request, "accounts/two_step.html", {"may_wait": duty == Duty.SOON, "until": grace_ends(request.user)})


@login_required
@require_POST
def two_step_later(request) -> HttpResponse:
    """Put it off until the next session; once the days of grace are over this changes nothing."""
    request.session["two_step_later"] = True
    return redirect("accounts:workspace")
