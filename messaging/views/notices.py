"""The notices of the signed-in person, and how they want to be told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from messaging.domain.choices import choices_of, choose, required_kinds
from messaging.domain.reading import mark_all_read, mark_read
from messaging.kinds import kind_of
from messaging.models import Notice
from messaging.views.frame import mailbox_tabs

PAGE = 30


@login_required
@require_safe
def notices(request):
    """What the person was told, newest first."""
    rows = Notice.objects.visible_to(request.user).defer("html", "attachments", "text")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": mailbox_tabs(request.user, "notices"), "unread": any(one.read_at is None for one in page)}
    return render(request, "messaging/notices.html", context)


@login_required
@require_safe
def notice(request, notice_id):
    """One notice in full; opening it marks it as read."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    mark_read(found)
    return render(request, "messaging/notice.html", {"notice": found, "kind": kind_of(found.kind)})


@login_required
@require_POST
def notices_read(request):
    mark_all_read(request.user)
    return redirect("messaging:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    """By mail at once, in a summary, or on the platform only: for each kind of notice."""
    if request.method == "POST":
        choose(user=request.user, channels={name: request.POST[name] for name in request.POST})
        messages.success(request, _("Your choices are saved."))
        return redirect("messaging:choices")
    context = {"choices": choices_of(request.user), "required": required_kinds(request.user)}
    return render(request, "messaging/choices.html", context)
