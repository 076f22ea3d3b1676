"""The team of a session keeps its forum in order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.domain import moderation
from forum.domain.rendering import render_message
from forum.domain.thread_page import Stance
from forum.forms import AmendForm, ReasonForm
from forum.models import Report
from forum.rules import is_team, may_write
from forum.views.lookups import moderated_post, moderated_thread, place_of, session_for
from forum.views.threads import WRITERS

REPORTS = 25


@login_required
@require_POST
def thread_state(request, thread_id):
    """Pin, unpin, close, open; or say that nothing here waits for an answer."""
    thread, action = moderated_thread(request.user, thread_id), request.POST.get("action", "")
    if not may_write(request.user, thread.session):
        raise PermissionDenied
    said = {
        "epingler": _("This thread stays on top of the list."),
        "desepingler": _("This thread takes its place in the list again."),
        "fermer": _("This thread is closed: it can be read, and only the team still writes in it."),
        "rouvrir": _("This thread is open again."),
        "regler": _("This thread no longer waits for an answer."),
    }
    if action not in said:
        raise Http404
    if action == "regler":
        moderation.settle(thread=thread)
    else:
        moderation.switch(thread=thread, action=action)
    messages.success(request, said[action])
    return redirect("forum:thread", thread.pk)


@login_required
@require_http_methods(WRITERS)
def amend_thread(request, thread_id):
    thread = moderated_thread(request.user, thread_id)
    if not may_write(request.user, thread.session):
        raise PermissionDenied
    title, place = thread.title, thread.session
    form = AmendForm(request.POST or None, instance=thread, user=request.user)
    if request.method == "POST" and form.is_valid():
        thread.title, thread.session = title, place
        try:
            moderation.amend_thread(thread=thread, **form.cleaned_data)
        except moderation.MoveRefused as refusal:
            form.add_error("session", str(refusal))
        else:
            messages.success(request, _("The thread is changed."))
            return redirect("forum:thread", thread.pk)
    context = {"session": place, "thread": thread, "title": title, "stance": Stance(request.user, place), "form": form}
    return render(request, "forum/amend_thread.html", context)


@login_required
@require_http_methods(WRITERS)
def hide_post(request, post_id):
    post = moderated_post(request.user, post_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moderation.hide(post=post, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The message is hidden; its author is told why."))
        return redirect(place_of(post))
    return render(request, "forum/hide.html", {**_around(request, post), "form": form, "html": render_message(post.text)})


@login_required
@require_POST
def restore_post(request, post_id):
    post = moderated_post(request.user, post_id)
    moderation.restore(post=post)
    messages.success(request, _("The message is shown again."))
    return redirect(place_of(post))


@login_required
@require_safe
def history(request, post_id):
    post = moderated_post(request.user, post_id)
    versions = [(version, render_message(version.text)) for version in post.versions.all()[:50]]
    return render(request, "forum/history.html", {**_around(request, post), "versions": versions, "html": render_message(post.text)})


@login_required
@require_safe
def reports(request, session_id):
    session = session_for(request.user, session_id)
    if not is_team(request.user, session):
        raise PermissionDenied
    rows = Report.objects.open().filter(post__thread__session=session, post__deleted_at__isnull=True)
    page = Paginator(rows.select_related("user", "post__author", "post__thread"), REPORTS).get_page(request.GET.get("page"))
    found = [(row, render_message(row.post.text)) for row in page.object_list]
    return render(request, "forum/reports.html", {"session": session, "stance": Stance(request.user, session), "page": page, "rows": found})


@login_required
@require_POST
def close_reports(request, post_id):
    post = moderated_post(request.user, post_id)
    moderation.close_reports(post=post, by=request.user)
    messages.success(request, _("The message stays. The report is dealt with."))
    return redirect(place_of(post))


def _around(request, post) -> dict:
    return {"session": post.thread.session, "thread": post.thread, "post": post, "stance": Stance(request.user, post.thread.session)}
