"""Build a session, change it, confirm or cancel it."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pathways.api import plan_of
from sessions.domain.building import Forecast, build, forecast
from sessions.domain.pasted_people import read_people
from sessions.domain.refusals import Refused
from sessions.domain.sessions import cancel, change_session, confirm
from sessions.enums import SessionState
from sessions.forms_session import BuilderForm, CancelForm, ChangeForm
from sessions.permissions import EDIT_SESSIONS
from sessions.rules import permitted_session
from sessions.views.manager_access import for_those_who_may, regions_of


@for_those_who_may(EDIT_SESSIONS)
def session_new(request):
    """The whole session on one page. `action` says what the button asks: see again, keep in preparation, or confirm."""
    regions = regions_of(request, EDIT_SESSIONS)
    if request.method != "POST":
        start = timezone.localdate() + timedelta(days=(7 - timezone.localdate().weekday()))
        initial = {"starts_on": start, "pathway": request.GET.get("parcours", ""), "region": request.GET.get("territoire", "")}
        return _show(request, BuilderForm(regions=regions, initial=initial))
    form, action = BuilderForm(request.POST, regions=regions), request.POST.get("action", "")
    if action not in {"draft", "confirm"}:
        return _show(request, form.shown())
    if not form.is_valid():
        return _show(request, form)
    if not form.is_current and form.events.forms:
        messages.warning(request, _("The dates were placed from the pathway: check them, then save."))
        return _show(request, form.shown())
    try:
        session, outcome = build(form.blueprint(), confirmed=action == "confirm", by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form)
    _tell(request, session, outcome)
    return redirect("training_sessions:session", session.pk)


def _show(request, form: BuilderForm):
    people = read_people(form["people"].value() or "").people
    context = {
        "form": form,
        "plan": plan_of(form.chosen_pathway) if form.chosen_pathway else None,
        "forecast": _forecast(form, people),
        "region": form.chosen_region,
    }
    return render(request, "sessions/manager/builder.html", context)


def _forecast(form: BuilderForm, people: list) -> Forecast | None:
    if not (form.chosen_region and form.first and form.last and form.first <= form.last):
        return None
    tutors = [one.user for one, field in form.tutor_rows if field.value()]
    planned = sum(bool(one["held"].value()) for one in form.events)
    emails = [one.email for one in people]
    return forecast(region=form.chosen_region, starts_on=form.first, ends_on=form.last, emails=emails, tutors=tutors, events=planned)


def _tell(request, session, outcome) -> None:
    count = len(outcome.enrolled)
    if session.state == SessionState.OPEN:
        text = ngettext(
            "The session is confirmed: %(count)d invitation is on its way.",
            "The session is confirmed: %(count)d invitations are on their way.",
            count,
        )
        messages.success(request, text % {"count": count})
    else:
        messages.success(request, _("The session is kept in preparation: nothing is sent before you confirm it."))
    for line, reason in outcome.refused:
        messages.error(request, f"{line.email} : {reason}")


@for_those_who_may(EDIT_SESSIONS)
def session_edit(request, session_id):
    session = permitted_session(request.user, session_id, EDIT_SESSIONS)
    if session.state == SessionState.CANCELLED:
        messages.error(request, _("This session is cancelled: it cannot be changed any more."))
        return redirect("training_sessions:session", session.pk)
    form = ChangeForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_session(session, **form.changes(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is changed."))
            _warn_of_events(request, changed)
            return redirect("training_sessions:session", session.pk)
    return render(request, "sessions/manager/session_edit.html", {"form": form, "session": session})


def _warn_of_events(request, session) -> None:
    outside = session.events.filter(starts_at__lt=session.opens_at) | session.events.filter(ends_at__gt=session.closes_at)
    if outside.exists():
        messages.warning(request, _("Some dates are outside the session now: move them."))


@for_those_who_may(EDIT_SESSIONS)
@require_POST
def session_confirm(request, session_id):
    session = permitted_session(request.user, session_id, EDIT_SESSIONS)
    try:
        confirm(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The session is confirmed: the invitations are on their way."))
    return redirect("training_sessions:session", session.pk)


@for_those_who_may(EDIT_SESSIONS)
def session_cancel(request, session_id):
    session = permitted_session(request.user, session_id, EDIT_SESSIONS)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel(session, message=form.cleaned_data["message"], by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("training_sessions:session", session.pk)
    told = session.enrolments.active().count() if session.state == SessionState.OPEN else 0
    return render(request, "sessions/manager/session_cancel.html", {"form": form, "session": session, "told": told})
