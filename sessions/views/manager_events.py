"""The dates of a session."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pathways.api import plan_of
from sessions.domain.attendance import with_counts
from sessions.domain.building import available_tutors
from sessions.domain.events import KINDS, add_event, change_event, plan_for, remove_event
from sessions.domain.refusals import Refused
from sessions.forms_events import SingleEventForm
from sessions.models import TrainingSession
from sessions.permissions import EDIT_EVENTS, SEE_SESSIONS
from sessions.rules import permitted_event, permitted_session
from sessions.views.manager_access import for_those_who_may
from sessions.views.manager_session import session_frame


@for_those_who_may(SEE_SESSIONS)
def session_dates(request, session_id):
    session = permitted_session(request.user, session_id, SEE_SESSIONS)
    events = with_counts(session.events.select_related("trainer", "sheet_closed_by"))
    kept = set(session.events.kept_by(request.user).values_list("pk", flat=True))
    context = session_frame(request, session, "session_dates") | {"events": events, "kept": kept}
    return render(request, "sessions/manager/dates.html", context)


@for_those_who_may(EDIT_EVENTS)
def event_new(request, session_id):
    session = permitted_session(request.user, session_id, EDIT_EVENTS)
    form = _form(request, session)
    if request.method == "POST" and form.is_valid():
        try:
            add_event(session=session, plan=form.plan())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The date is added."))
            return redirect("training_sessions:session_dates", session.pk)
    return render(request, "sessions/manager/event_form.html", {"form": form, "session": session})


@for_those_who_may(EDIT_EVENTS)
def event_edit(request, session_id, event_id):
    event = permitted_event(request.user, session_id, event_id, EDIT_EVENTS)
    form = _form(request, event.session, initial=SingleEventForm.initial_of(plan_for(event)))
    if request.method == "POST" and form.is_valid():
        try:
            change_event(event, plan=form.plan())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The date is changed."))
            return redirect("training_sessions:session_dates", event.session_id)
    return render(request, "sessions/manager/event_form.html", {"form": form, "session": event.session, "event": event})


def _form(request, session: TrainingSession, initial: dict | None = None) -> SingleEventForm:
    activities = [(step.activity_id, step.title) for step in plan_of(session.pathway).steps if step.kind in KINDS]
    trainers = available_tutors(session.region, session.starts_on, session.ends_on)
    return SingleEventForm(request.POST or None, initial=initial, activities=activities, trainers=trainers)


@for_those_who_may(EDIT_EVENTS)
@require_POST
def event_remove(request, session_id, event_id):
    event = permitted_event(request.user, session_id, event_id, EDIT_EVENTS)
    try:
        remove_event(event)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The date is removed."))
    return redirect("training_sessions:session_dates", event.session_id)
