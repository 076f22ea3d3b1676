"""A learner signs the sheet of a half-day or virtual class on their own device: drawn, or by the trainer's code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.domain.attendance import signature_words
from sessions.domain.refusals import Refused
from sessions.domain.signing import is_signable, sign_drawn, sign_with_code, signable_events, signing_opens
from sessions.forms_attendance import CodeForm
from sessions.models import SessionEvent
from sessions.views.learner_frame import in_learners_time, learner_page
from sessions.views.signing import origin_of


@require_safe
@login_required
@never_cache
@in_learners_time
def choose(request):
    """What can be signed now: straight to it when there is one only."""
    found = signable_events(request.user)
    if len(found) == 1:
        event, enrolment = found[0]
        return redirect("training_sessions:sign_event", enrolment.pk, event.pk)
    return render(request, "sessions/attendance/choose.html", {"found": found})


@never_cache
@learner_page
def sign(request, enrolment, event_id: int):
    event = SessionEvent.objects.with_people().filter(pk=event_id, session=enrolment.session_id).first()
    if event is None:
        raise Http404
    form = CodeForm(request.POST if "code" in request.POST else None)
    problem = ""
    if request.method == "POST":
        try:
            if _sign(request, event, enrolment, form):
                messages.success(request, _("Thank you, your signature is recorded."))
                return redirect("training_sessions:sign_event", enrolment.pk, event.pk)
        except Refused as refusal:
            problem = str(refusal)
    signature = event.signatures.standing().filter(enrolment=enrolment).select_related("collected_by").first()
    context = {
        "event": event,
        "enrolment": enrolment,
        "session": event.session,
        "form": form,
        "problem": problem,
        "signature": signature,
        "words": signature_words(signature, event.session.zone) if signature else "",
        "signable": is_signable(event),
        "signing_opens": signing_opens(event),
    }
    return render(request, "sessions/attendance/sign.html", context, status=422 if problem or form.errors else 200)


def _sign(request, event: SessionEvent, enrolment, form: CodeForm) -> bool:
    if form.is_bound:
        if not form.is_valid():
            return False
        sign_with_code(event=event, enrolment=enrolment, code=form.cleaned_data["code"], origin=origin_of(request))
    else:
        sign_drawn(event=event, enrolment=enrolment, drawing=request.POST.get("drawing", ""), origin=origin_of(request))
    return True
