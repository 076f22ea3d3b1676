"""From an answered thread to the frequent questions, in two presses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import LibraryObject
from forum.domain.faq import PATHWAY, draft_of, grow, subjects_of
from forum.domain.rendering import render_message
from forum.domain.thread_page import Stance
from forum.forms_faq import FaqForm
from forum.views.lookups import moderated_thread
from forum.views.threads import WRITERS


@login_required
@require_http_methods(WRITERS)
def faq(request, thread_id):
    thread = moderated_thread(request.user, thread_id)
    draft = draft_of(thread)
    form = FaqForm(request.POST or None, subjects=subjects_of(thread.session), initial={"question": draft.question, "text": draft.answer})
    asked_preview = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and not asked_preview:
        data = form.cleaned_data
        activity = None if data["about"] == PATHWAY else get_object_or_404(LibraryObject, pk=data["about"])
        entry = grow(thread=thread, by=request.user, question=data["question"], answer=data["text"], activity=activity)
        messages.success(request, _("The question is in the frequent questions of your session. An editor can open it to all sessions."))
        return redirect(f"{reverse('training_sessions:faq', args=[thread.session_id])}#question-{entry.pk}")
    context = {
        "session": thread.session,
        "thread": thread,
        "stance": Stance(request.user, thread.session),
        "form": form,
        "draft": draft,
        "asked_html": render_message(thread.opening.text),
        "preview": render_message(form.cleaned_data["text"]) if asked_preview and form.is_valid() else "",
    }
    return render(request, "forum/faq.html", context)
