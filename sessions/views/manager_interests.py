# SPDX-License-Identifier: EUPL-1.2
"""Requests of people interested in a training: the region's list, and each with its answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sessions.domain.interest import decline, enrol_interested, note_call, sessions_for
from sessions.domain.refusals import Refused
from sessions.enums import InterestState
from sessions.forms_interest import DeclineForm, EnrolInterestedForm
from sessions.models import Interest
from sessions.permissions import ANSWER_INTEREST
from sessions.rules import Powers
from sessions.views.manager_access import for_those_who_may, page_of, workspace


@for_those_who_may(ANSWER_INTEREST)
@require_safe
def interests(request):
    context = workspace(request, "interests", ANSWER_INTEREST)
    state, words = request.GET.get("demande", ""), request.GET.get("q", "")
    state = state if state in InterestState.values else ""
    found = Interest.objects.visible_to(request.user).search(words).with_places()
    found = found.filter(region=context["region"]) if context["region"] else found
    found = found.filter(state=state) if state else found
    context |= {
        "page": page_of(request, found),
        "state": state,
        "choices": [("demande", _("State"), InterestState.choices, state)],
        "words": words,
        "filtered": bool(state or words),
    }
    return render(request, "sessions/manager/interests.html", context)


@for_those_who_may(ANSWER_INTEREST)
@require_safe
def interest(request, pk: int):
    found = _visible(request, pk)
    context = {
        "interest": found,
        "texts": found.texts.select_related("text"),
        "sessions": sessions_for(found, request.user),
        "may": Powers(request.user),
    }
    return render(request, "sessions/manager/interest.html", context)


@for_those_who_may(ANSWER_INTEREST)
@require_POST
def interest_called(request, pk: int):
    try:
        note_call(_visible(request, pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is noted that you have been in touch."))
    return redirect("training_sessions:interest_page", pk)


@for_those_who_may(ANSWER_INTEREST)
@require_http_methods(["GET", "HEAD", "POST"])
def interest_enrol(request, pk: int):
    """Enrol the person: everything is filled in, a press of the button is enough."""
    found = _visible(request, pk)
    sessions = sessions_for(found, request.user)
    known = {name: getattr(found, name) for name in ("first_name", "last_name", "email")}
    form = EnrolInterestedForm(
        request.POST or None, initial={**known, "session": _best(found, sessions)}, sessions=sessions, pathway_id=found.pathway_id
    )
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = enrol_interested(found, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(person)s is enrolled.") % {"person": enrolment.user})
            return redirect("training_sessions:session", enrolment.session_id)
    return render(request, "sessions/manager/interest_enrol.html", {"interest": found, "form": form, "sessions": sessions})


@for_those_who_may(ANSWER_INTEREST)
@require_http_methods(["GET", "HEAD", "POST"])
def interest_decline(request, pk: int):
    found = _visible(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(found, answer=form.cleaned_data["answer"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is on its way to %(email)s.") % {"email": found.email})
            return redirect("training_sessions:interests")
    return render(request, "sessions/manager/interest_decline.html", {"interest": found, "form": form})


def _best(found: Interest, sessions: list):
    """The session they saw, else the next one of the pathway."""
    own = [session for session in sessions if session.pathway_id == found.pathway_id]
    return next((session for session in own if session.pk == found.session_id), own[0] if own else None)


def _visible(request, pk: int) -> Interest:
    found = Interest.objects.visible_to(request.user).with_places().select_related("enrolment__user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
