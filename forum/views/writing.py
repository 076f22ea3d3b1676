"""One's own words: changed, taken back; what one wants to be told; what one has read; a message reported."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.domain.moderation import keep_answer, report
from forum.domain.pace import TooFast, check_report_pace
from forum.domain.posting import WritingRefused, edit, take_back
from forum.domain.reading import follow, read_everything
from forum.domain.thread_page import Stance
from forum.forms import MessageForm, ReasonForm
from forum.rules import may_edit, may_settle, may_take_back
from forum.views.lookups import place_of, post_for, session_for, thread_for
from forum.views.threads import WRITERS, preview_of


@login_required
@require_http_methods(WRITERS)
def edit_post(request, post_id):
    post = post_for(request.user, post_id)
    if not may_edit(request.user, post):
        raise PermissionDenied
    form = MessageForm(request.POST or None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            post = edit(post=post, by=request.user, text=form.cleaned_data["text"])
        except WritingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your message is changed."))
            return redirect(place_of(post))
    return render(
        request, "forum/edit_post.html", {**_around(request, post.thread), "post": post, "form": form, "preview": preview_of(request, form)}
    )


@login_required
@require_POST
def take_back_post(request, post_id):
    post = post_for(request.user, post_id)
    if not may_take_back(request.user, post):
        raise PermissionDenied
    try:
        whole = take_back(post=post, by=request.user)
    except WritingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(place_of(post))
    messages.success(request, _("Your message is taken back."))
    return redirect("forum:session", post.thread.session_id) if whole else redirect("forum:thread", post.thread_id)


@login_required
@require_POST
def keep(request, post_id):
    """Keep a message as the answer that solves, or no longer."""
    post = post_for(request.user, post_id)
    if not may_settle(request.user, post.thread):
        raise PermissionDenied
    if post.is_hidden or post.pk == post.thread.opening.pk:
        raise Http404
    kept = post.thread.answer_id != post.pk
    keep_answer(thread=post.thread, post=post if kept else None)
    messages.success(request, _("Answer kept: whoever has the same question sees it first.") if kept else _("The question is open again."))
    return redirect(place_of(post))


@login_required
@require_http_methods(WRITERS)
def report_post(request, post_id):
    post = post_for(request.user, post_id)
    if post.author_id == request.user.pk:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_report_pace(request.user)
        except TooFast as refusal:
            form.add_error(None, str(refusal))
        else:
            report(post=post, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Thank you. Those who accompany the session will look at this message."))
            return redirect(place_of(post))
    return render(request, "forum/report.html", {**_around(request, post.thread), "post": post, "form": form})


@login_required
@require_POST
def follow_thread(request, thread_id):
    found = thread_for(request.user, thread_id)
    wanted = request.POST.get("suivre") == "1"
    follow(thread=found, user=request.user, wanted=wanted)
    messages.success(
        request, _("You will get a mail when somebody writes here.") if wanted else _("You will get no more mail about this thread.")
    )
    return redirect("forum:thread", found.pk)


@login_required
@require_POST
def read_all(request, session_id):
    found = session_for(request.user, session_id)
    read_everything(session=found, user=request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("forum:session", found.pk)


def _around(request, thread) -> dict:
    return {"session": thread.session, "thread": thread, "stance": Stance(request.user, thread.session)}
