from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.domain.seen_as import begin_seeing_as, stop_seeing_as
from accounts.models import User
from accounts.rules import may_see_as


@login_required
@require_POST
def see_as(request, uid) -> HttpResponse:
    """Begin to look at pages as the person sees them."""
    person = User.objects.visible_to(request.user).active().filter(uid=uid).first()
    if person is None:
        raise Http404
    if not may_see_as(request.user, person):
        raise PermissionDenied
    begin_seeing_as(request=request, person=person)
    return redirect("accounts:workspace")


@login_required
@require_POST
def see_as_end(request) -> HttpResponse:
    stop_seeing_as(request=request)
    return redirect("accounts:workspace")
