"""Who was there: one press per person, for those who keep the sheet (tutor, trainer, manager)."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from sessions.domain.attendance import Sheet, closing_words, history_lines, sheet_of, sheets_to_keep, told_papers, with_counts
from sessions.domain.paper import takes_paper
from sessions.domain.presence import clear, close_sheet, last_gesture, press, set_times, undo, validate, validate_rest, validate_signed
from sessions.domain.refusals import Refused
from sessions.domain.signing import is_signable, signing_opens
from sessions.enums import PresenceStatus
from sessions.forms_attendance import CorrectionForm, read_times
from sessions.models import Enrolment, SessionEvent
from sessions.permissions import SEE_SESSIONS
from sessions.rules import Powers, keeps_sheets, kept_event

SHEETS_PER_PAGE = 20
# How long after the end people may still be in the room.
AFTER = timedelta(hours=1)
STATUS_ICONS = {
    PresenceStatus.PRESENT: "check",
    PresenceStatus.LATE: "clock",
    PresenceStatus.LEFT_EARLY: "log-out",
    PresenceStatus.ABSENT: "x",
    PresenceStatus.EXCUSED: "file-check",
}


@login_required
def sheets(request):
    """The sheets that the person keeps: to validate, to come, validated."""
    if not keeps_sheets(request.user):
        raise PermissionDenied
    when = request.GET.get("feuilles", "")
    when = when if when in {"coming", "kept"} else "waiting"
    page = Paginator(sheets_to_keep(request.user, when), SHEETS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_counts(page.object_list)
    entries = (
        ("waiting", _("To validate"), "user-check"),
        ("coming", _("To come"), "calendar-clock"),
        ("kept", _("Validated sheets"), "check"),
    )
    tabs = [{"label": label, "url": f"?feuilles={name}", "current": name == when, "icon": icon} for name, label, icon in entries]
    return render(request, "sessions/attendance/sheets.html", {"page": page, "when": when, "tabs": tabs})


def frame(request, event: SessionEvent) -> dict:
    """Context of every page of a sheet: where one comes from."""
    manages = Powers(request.user, event.session)[SEE_SESSIONS.codename]
    up = reverse("training_sessions:session_dates", args=[event.session_id]) if manages else reverse("training_sessions:attendance")
    return {
        "event": event,
        "session": event.session,
        "up": up,
        "up_label": _("Dates and presence") if manages else _("Attendance sheets"),
        "sheet_url": reverse("training_sessions:event_presence", args=[event.session_id, event.pk]),
    }


@login_required
@never_cache
def event_presence(request, session_id, event_id):
    """The sheet. The pressed button says what is asked: `presence` (enrolment:status), `times`, `rest`, `signed`, `undo`, `close`."""
    event = kept_event(request.user, session_id, event_id)
    if request.method == "POST":
        try:
            _act(request, event)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _show(request, event, typed=request.POST)
        return redirect("training_sessions:event_presence", event.session_id, event.pk)
    return _show(request, event)


def _show(request, event: SessionEvent, typed=None):
    sheet = sheet_of(event)
    now = timezone.now()
    context = frame(request, event) | {
        "sheet": sheet,
        "rows": [(row, _times(row.presence, event, typed, row.enrolment.pk)) for row in sheet.rows],
        "statuses": [(status.value, status.label, STATUS_ICONS[status]) for status in PresenceStatus],
        "gesture": last_gesture(event, request.user),
        "signable": is_signable(event, now),
        "signing_opens": signing_opens(event),
        "holding": now < event.ends_at + AFTER,
        "begun": event.starts_at <= now,
        "own_signature": next((one for one in sheet.trainers if one.signer_id == request.user.pk), None),
        "closing": closing_words(event),
        "history": history_lines(sheet),
        "takes_paper": takes_paper(event),
        **told_papers(sheet),
    }
    return render(request, "sessions/attendance/presence.html", context)


def _times(presence, event: SessionEvent, typed, pk) -> dict | None:
    """What stands in the fields of arrival and leaving of who came late or left early: what was just typed, else what is known."""
    if presence is None or presence.status not in {PresenceStatus.LATE, PresenceStatus.LEFT_EARLY}:
        return None
    zone = event.session.zone
    values = {}
    for name, moment in (("arrived", presence.arrived_at), ("left", presence.left_at)):
        known = f"{moment.astimezone(zone):%H:%M}" if moment else ""
        values[name] = typed.get(f"{name}:{pk}", known) if typed else known
    return values


def _act(request, event: SessionEvent) -> None:
    post, by = request.POST, request.user
    if "rest" in post:
        _tell_present(request, validate_rest(event=event, by=by))
    elif "signed" in post:
        _tell_present(request, validate_signed(event=event, by=by))
    elif "undo" in post:
        undo(event=event, batch=_identifier(post["undo"]), by=by)
    elif "close" in post:
        close_sheet(event=event, by=by)
        messages.success(request, _("The sheet is validated."))
    elif "times" in post:
        _set_times(request, event)
    else:
        _press(request, event)


def _press(request, event: SessionEvent) -> None:
    learner, _separator, status = request.POST.get("presence", "").partition(":")
    enrolment = learner_of(event, learner)
    if status == "clear":
        clear(event=event, enrolment=enrolment, by=request.user)
    elif status in PresenceStatus.values:
        press(event=event, enrolment=enrolment, status=status, by=request.user)
    else:
        raise Http404


def _set_times(request, event: SessionEvent) -> None:
    """Write every time typed that differs from what is known; all or, where one is refused, those before it."""
    sheet: Sheet = sheet_of(event)
    for row in sheet.rows:
        if row.presence is None or f"arrived:{row.enrolment.pk}" not in request.POST:
            continue
        typed = (request.POST.get(f"{name}:{row.enrolment.pk}", "") for name in ("arrived", "left"))
        arrived_at, left_at = (read_times(text, event, row.name) for text in typed)
        if (arrived_at, left_at) != (row.presence.arrived_at, row.presence.left_at):
            set_times(event=event, enrolment=row.enrolment, arrived_at=arrived_at, left_at=left_at, by=request.user)


def _tell_present(request, count: int) -> None:
    message = ngettext("Presence is noted for %(count)d more.", "Presence is noted for %(count)d more.", count)
    messages.success(request, message % {"count": count})


def learner_of(event: SessionEvent, text: str) -> Enrolment:
    """A learner of the event's session; Http404 for anyone else."""
    found = Enrolment.objects.filter(session=event.session_id, pk=_identifier(text)).select_related("user").first()
    if found is None:
        raise Http404
    return found


def _identifier(text: str) -> UUID:
    with suppress(ValueError):
        return UUID(text)
    raise Http404


@login_required
@never_cache
def correct(request, session_id, event_id, enrolment_id):
    """Correct one line of a validated sheet, with the reason."""
    event = kept_event(request.user, session_id, event_id)
    enrolment = learner_of(event, str(enrolment_id))
    if event.is_sheet_open:
        return redirect("training_sessions:event_presence", event.session_id, event.pk)
    presence = event.presences.filter(enrolment=enrolment).first()
    form = CorrectionForm(request.POST or None, event=event, initial=CorrectionForm.initial_of(presence, event))
    if request.method == "POST" and form.is_valid():
        try:
            validate(event=event, enrolment=enrolment, by=request.user, **form.said())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected: the sheet now has to be validated again."))
            return redirect("training_sessions:event_presence", event.session_id, event.pk)
    return render(request, "sessions/attendance/correct.html", frame(request, event) | {"form": form, "enrolment": enrolment})
