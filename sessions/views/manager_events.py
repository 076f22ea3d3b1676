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
from sessions.rules import managed_event, managed_session
from sessions.views.manager_access import for_managers
from sessions.views.manager_session import session_frame


@for_managers
def session_dates(request, session_id):
    session = managed_session(request.user, session_id)
    events = with_counts(session.events.select_related("trainer", "sheet_closed_by"))
    return render(request, "sessions/manager/dates.html", session_frame(session, "session_dates") | {"events": events})


@for_managers
def event_new(request, session_id):
    session = managed_session(request.user, session_id)
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


@for_managers
def event_edit(request, session_id, event_id):
    event = managed_event(request.user, session_id, event_id)
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


@for_managers
@require_POST
def event_remove(request, session_id, event_id):
    event = managed_event(request.user, session_id, event_id)
    try:
        remove_event(event)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The date is removed."))
    return redirect("training_sessions:session_dates", event.session_id)
