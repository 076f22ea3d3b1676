# SPDX-License-Identifier: EUPL-1.2
"""The page of a sandbox: what it holds, filling and emptying it, the letters that were kept in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Region, User
from messaging.models import Notice
from sessions.domain.sandbox import ask
from sessions.models import SandboxWork, TrainingSession
from sessions.models.sandbox import SandboxDeed
from sessions.permissions import EDIT_SESSIONS
from sessions.views.manager_access import for_those_who_may, page_of


def _sandbox(request, code: str) -> Region:
    return get_object_or_404(Region.objects.with_permission(request.user, EDIT_SESSIONS).filter(is_sandbox=True), code=code)


def _letters(request, region: Region):
    return (
        Notice.objects.kept_in_for(request.user)
        .filter(user__assignments__region=region)
        .select_related("user")
        .order_by("-created_at", "-pk")
    )


@require_safe
@for_those_who_may(EDIT_SESSIONS)
def sandbox(request, code):
    region = _sandbox(request, code)
    context = {
        "region": region,
        "sessions": TrainingSession.objects.filter(region=region).select_related("pathway"),
        "people": User.objects.filter(is_made_up=True, assignments__region=region).distinct().count(),
        "work": SandboxWork.objects.filter(region=region).first(),
        "page": page_of(request, _letters(request, region)),
    }
    return render(request, "sessions/manager/sandbox.html", context)


@require_POST
@for_those_who_may(EDIT_SESSIONS)
def sandbox_work(request, code):
    region = _sandbox(request, code)
    deed = request.POST.get("deed", "")
    if deed not in SandboxDeed.values:
        raise Http404
    if deed == SandboxDeed.EMPTY and not request.POST.get("sure"):
        messages.error(request, _("Tick the box first: everything in the sandbox goes."))
    else:
        ask(region=region, deed=deed, by=request.user)
    return redirect("training_sessions:sandbox", region.code)


@require_safe
@for_those_who_may(EDIT_SESSIONS)
def sandbox_letter(request, code, notice_id):
    region = _sandbox(request, code)
    letter = get_object_or_404(_letters(request, region), pk=notice_id)
    return render(request, "sessions/manager/sandbox_letter.html", {"region": region, "letter": letter})
