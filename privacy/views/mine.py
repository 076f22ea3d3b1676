"""My data: what is held on me, a copy of it, and what I ask for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from files.serving import stored_file_response
from privacy.domain.archives import ask_archive
from privacy.domain.refusals import Refused
from privacy.domain.requests import make_request, take_back
from privacy.domain.telling import holding_named, holdings_of
from privacy.enums import RequestKind
from privacy.forms import RequestForm
from privacy.models import Archive, Request

PAGE = 30


@login_required
@require_safe
def mine(request):
    """App by app, how much of what, why and for how long; the copies made; the requests."""
    context = {
        "holdings": holdings_of(request.user),
        "archives": Archive.objects.visible_to(request.user)[:3],
        "requests": Request.objects.filter(user=request.user).order_by("-created_at")[:10],
    }
    return render(request, "privacy/mine.html", context)


@login_required
@require_safe
def mine_rows(request, label: str):
    """The rows of one kind of data."""
    holding = holding_named(request.user, label)
    if holding is None:
        raise Http404
    page = Paginator(holding.ordered(), PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/mine_rows.html", {"holding": holding, "page": page, "rows": list(holding.told(page.object_list))})


@login_required
@require_POST
def archive_new(request):
    return redirect("privacy:archive", ask_archive(request.user).pk)


@login_required
@require_safe
def archive(request, archive_id):
    found = get_object_or_404(Archive.objects.visible_to(request.user), pk=archive_id)
    return render(request, "privacy/archive.html", {"archive": found})


@login_required
@require_safe
def archive_file(request, archive_id):
    found = get_object_or_404(Archive.objects.visible_to(request.user), pk=archive_id)
    if not found.is_ready:
        raise Http404
    name = f"mes-donnees-{timezone.localdate(found.created_at):%Y-%m-%d}.zip"
    response = stored_file_response(found.file, name=name, media_type="application/zip", inline=False, request=request)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, kind: str):
    """Ask for erasure or restriction: what it means, then a word."""
    if kind not in RequestKind.values:
        raise Http404
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_request(user=request.user, kind=kind, words=form.cleaned_data["words"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your request is sent. You will have an answer within a month, by mail."))
        return redirect("privacy:mine")
    return render(request, "privacy/ask.html", {"form": form, "kind": RequestKind(kind)})


@login_required
@require_POST
def ask_back(request, pk: int):
    """Take one's own request back."""
    try:
        take_back(get_object_or_404(Request.objects.filter(user=request.user), pk=pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your request is taken back."))
    return redirect("privacy:mine")
